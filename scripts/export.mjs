/**
 * `npm run export -- FILE.csv [--contents WHAT]`: has a running store write all its products into a CSV, shows how far it is, and
 * fetches it. The file can be imported again.
 *
 *   --contents WHAT                             what the file holds: products (where it is left out), collections, categories,
 *                                               attributes or list_prices
 *   SOUK_URL                                    the store; http://localhost:8787 where it is not set
 *   SOUK_STAFF_EMAIL, SOUK_STAFF_PASSWORD       the staff sign-in; from .dev.vars where they are not set
 */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readOptions, signIn, stop, tell } from "./staff-call.mjs";

/** Milliseconds between two looks at the job. */
const pace = 300;

const { values, positionals } = readOptions("npm run export -- products.csv [--contents list_prices]", {
  contents: { type: "string", default: "products" },
});
const { contents } = values;
const called = contents.replace("_", " ");
const [path] = positionals;
if (!path) stop("Say where to: npm run export -- products.csv");
if (!["products", "collections", "categories", "attributes", "list_prices"].includes(contents))
  stop("The contents are products, collections, categories, attributes or list_prices.");

const call = await signIn();
let job = await (await call(`/api/v1/products/export?contents=${contents}`, { method: "POST" })).json();
while (job.status === "queued" || job.status === "running") {
  await new Promise((resolve) => setTimeout(resolve, pace));
  job = await (await call(`/api/v1/products/export/${job.id}`)).json();
  tell(`${job.status}: ${job.products_done} of ${job.products_total ?? "?"} ${called}`);
}
tell("\n");
if (job.status !== "finished") stop(job.failure ?? "It was stopped.");
const file = await call(job.file_url);
await pipeline(Readable.fromWeb(file.body), createWriteStream(path));
console.log(`${job.products_done} ${called} in ${job.rows_done} rows: all ${called} in ${path}.`);
