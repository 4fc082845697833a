/**
 * `npm run import -- FILE.csv [--dry-run]`: sends a CSV of products (Shopify's, WooCommerce's, Magento's, this store's own) to a
 * running store, shows how far it is, and prints what came of it.
 *
 *   --dry-run                                   reads and tells everything, and stores nothing
 *   --report REPORT.csv                         writes everything there is to tell of the rows into a file
 *   SOUK_URL                                    the store; http://localhost:8787 where it is not set
 *   SOUK_STAFF_EMAIL, SOUK_STAFF_PASSWORD       the staff sign-in; from .dev.vars where they are not set
 *
 * A file above 50 MB goes by parts; where that breaks off, the same command goes on with it. Ctrl-C stops the job, too. Ends with 1 when nothing of the file is in the store.
 */
import { existsSync, openAsBlob, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { isLarge, sendByParts } from "./send-parts.mjs";
import { counted, readOptions, signIn, stop, store, tell } from "./staff-call.mjs";

/** Milliseconds between two looks at the job. */
const pace = 300;
/** How long pictures are waited for; the store goes on fetching them. Milliseconds. */
const patience = 60_000;
/** Rows that a list of refusals prints; the whole list is in the report. */
const printed = 50;

const { values, positionals } = readOptions("npm run import -- products.csv [--dry-run] [--report report.csv]", {
  "dry-run": { type: "boolean", default: false },
  report: { type: "string" },
});
const [path] = positionals;
if (!path) stop("Say which file: npm run import -- products.csv");
if (!existsSync(path)) stop(`There is no file ${path}.`);

const call = await signIn();
let job = isLarge(path) ? await sendByParts(call, path, values["dry-run"]) : await sendWhole();
process.once("SIGINT", async () => {
  await call(`/api/v1/products/import/${job.id}/cancel`, { method: "POST" });
  stop("\nStopped. What was in the store by then stays there.");
});
while (job.status === "queued" || job.status === "running") {
  await look();
  tell(`${job.status}: ${job.rows_done} of ${job.rows_total ?? "?"} rows`);
}
const until = Date.now() + patience;
while (job.pictures.waiting > 0 && Date.now() < until) {
  await look();
  tell(`pictures: ${job.pictures.waiting} to fetch`);
}
tell("\n");
await report();

async function sendWhole() {
  const form = new FormData();
  if (values["dry-run"]) form.append("dry_run", "true");
  form.append("file", await openAsBlob(path, { type: "text/csv" }), basename(path));
  return (await call("/api/v1/products/import", { method: "POST", body: form })).json();
}

async function look() {
  await new Promise((resolve) => setTimeout(resolve, pace));
  job = await (await call(`/api/v1/products/import/${job.id}`)).json();
}

async function report() {
  const {
    id,
    status,
    failure,
    rows_total,
    rows_refused,
    products,
    collections,
    categories,
    attributes,
    pictures,
    dry_run,
  } = job;
  if (status === "failed") stop(`Nothing more of it could be read. ${failure}`);
  if (status === "cancelled") stop("It was stopped. What was in the store by then stays there.");
  const { created, updated, unchanged } = products;
  const would = dry_run ? "would be " : "";
  console.log(
    `${dry_run ? "Nothing was stored. " : ""}${counted(rows_total, "row")}: ${created} products ${would}new, ${updated} ${would}changed, ${unchanged} as they were; ${counted(rows_refused, "row")} refused.`,
  );
  for (const [called, { created, updated, unchanged }] of Object.entries({
    Categories: categories,
    Attributes: attributes,
    Collections: collections,
  }))
    if (created + updated + unchanged > 0)
      console.log(`${called}: ${created} ${would}new, ${updated} ${would}changed, ${unchanged} as they were.`);
  const { stored, waiting, refused } = pictures;
  if (stored + waiting + refused > 0)
    console.log(`Pictures: ${stored} fetched, ${waiting} still to come, ${refused} refused.`);
  if (rows_refused > 0) {
    const { data, next_cursor } = await (await call(`/api/v1/products/import/${id}/refusals?limit=${printed}`)).json();
    for (const { line, handle, reason } of data)
      console.log(`  line ${line}${handle ? ` (${handle})` : ""}: ${reason}`);
    if (next_cursor) console.log(`  and more: ${new URL(`/api/v1/products/import/${id}/report`, store)}`);
  }
  if (values.report) {
    writeFileSync(values.report, await (await call(`/api/v1/products/import/${id}/report`)).text());
    console.log(`The whole report: ${values.report}`);
  }
  const taken = [products, collections, categories, attributes].flatMap((each) => Object.values(each));
  if (taken.every((count) => count === 0)) process.exit(1);
}
