/**
 * `npm run import -- FILE.csv`: sends Shopify's product CSV to a running store, shows how far it is, and prints what came of it.
 *
 *   SOUK_URL                                    the store; http://localhost:8787 where it is not set
 *   SOUK_STAFF_EMAIL, SOUK_STAFF_PASSWORD       the staff sign-in; from .dev.vars where they are not set
 *
 * Ends with 1 when nothing of the file is in the store.
 */
import { existsSync, openAsBlob, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Milliseconds between two looks at the job. */
const pace = 300;
/** Rows that a list of refusals prints; the whole list is in the store. */
const printed = 50;

const [path] = process.argv.slice(2);
if (!path) stop("Say which file: npm run import -- products.csv");
if (!existsSync(path)) stop(`There is no file ${path}.`);

const kept = readDevVars();
const store = process.env.SOUK_URL || "http://localhost:8787";
const email = process.env.SOUK_STAFF_EMAIL || kept.SOUK_STAFF_EMAIL;
const password = process.env.SOUK_STAFF_PASSWORD || kept.SOUK_STAFF_PASSWORD;
if (!email || !password)
  stop("Set SOUK_STAFF_EMAIL and SOUK_STAFF_PASSWORD, or run npm start once, which writes them.");

let token = null;
token = await call("/api/v1/users/login", {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ email, password }),
}).then((session) => session.access_token);
const form = new FormData();
form.append("file", await openAsBlob(path, { type: "text/csv" }), basename(path));
let job = await call("/api/v1/products/import", { method: "POST", body: form });
while (job.status === "queued" || job.status === "running") {
  await new Promise((resolve) => setTimeout(resolve, pace));
  job = await call(`/api/v1/products/import/${job.id}`);
  tell(job);
}
if (process.stdout.isTTY) process.stdout.write("\n");
await report(job);

/** The answer of the store, or the end of the program with what it said. */
async function call(address, init = {}) {
  const headers = { ...init.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(new URL(address, store), { ...init, headers }).catch(() => null);
  if (!answer) stop(`No store answers at ${store}. Start it with npm start, or set SOUK_URL.`);
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) stop(`${body.title ?? answer.status}. ${body.detail ?? ""}`);
  return body;
}

/** Progress, on one line of a terminal. */
function tell({ status, rows_done, rows_total }) {
  if (!process.stdout.isTTY) return;
  process.stdout.write(`\r${status}: ${rows_done} of ${rows_total ?? "?"} rows   `);
}

async function report({ id, status, failure, rows_total, rows_refused, products }) {
  if (status === "failed") stop(`Nothing more of it could be read. ${failure}`);
  const { created, updated, unchanged } = products;
  console.log(
    `${rows_total} rows: ${created} products new, ${updated} changed, ${unchanged} as they were; ${rows_refused} rows refused.`,
  );
  if (rows_refused > 0) {
    const { data, next_cursor } = await call(`/api/v1/products/import/${id}/refusals?limit=${printed}`);
    for (const { line, handle, reason } of data)
      console.log(`  line ${line}${handle ? ` (${handle})` : ""}: ${reason}`);
    if (next_cursor) console.log(`  and more: ${new URL(`/api/v1/products/import/${id}/refusals`, store)}`);
  }
  if (created + updated + unchanged === 0) process.exit(1);
}

function readDevVars() {
  const file = join(root, ".dev.vars");
  return existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
}

function stop(reason) {
  console.error(reason);
  process.exit(1);
}
