/**
 * `npm run bench:import`: how fast a file of products goes into the built Worker, and by how much the runtime grows meanwhile,
 * which holds the Worker, its databases and its buckets in one process.
 *
 *   --products 20000    how many products the file has
 *   --variants 1        rows of each product
 *   --words 40          words of each description; 1600 make a file of 200 MB out of 20,000 products
 *   --dry-run           everything is read and decided, and nothing stored
 *   --heap              how much of the Worker's heap is in use, instead of seconds; with the environment variable
 *                       MINIFLARE_WORKERD_V8_FLAGS=--max-heap-size=64 V8 has no more than 64 MB
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { step } from "../scripts/steps.ts";
import { ask, furnish } from "./goods.ts";
import { watchHeap } from "./heap.ts";
import { cpuSeconds, residentMegabytes } from "./processor.ts";
import { benchFolder, buildWorkers, startRuntime } from "./runtime.ts";

/** What an import must reach: rows a second. */
const reach = 1500;
/** Milliseconds between two looks at the job. */
const pace = 250;

interface Job {
  id: string;
  status: string;
  size: number;
  rows_done: number;
  products: { created: number; updated: number; unchanged: number };
}

interface Imported {
  rows: number;
  seconds: number;
  per_second: number;
  file_mb: number;
  /** What the runtime worked: on a machine that does nothing else, it cannot take less than half of this on two cores. */
  cpu_seconds: number | null;
  /** By how much the runtime's resident memory grew at most; null where the system does not tell. */
  grown_mb: number | null;
}

const { values } = parseArgs({
  options: {
    products: { type: "string", default: "20000" },
    variants: { type: "string", default: "1" },
    words: { type: "string", default: "40" },
    "dry-run": { type: "boolean", default: false },
    heap: { type: "boolean", default: false },
  },
});
const products = Number(values.products);
const variants = Number(values.variants);

console.log("\nAn import is measured.\n");
await step("Built as it is deployed", buildWorkers);
const runtime = await startRuntime({ inspected: values.heap });
try {
  await furnish(runtime, 1);
  const staff = { email: "staff@souk.test", password: runtime.secret };
  const login = await ask<{ access_token: string }>(runtime.store, "POST", "/api/v1/users/login", staff);
  const authorization = `Bearer ${login.access_token}`;
  if (runtime.inspector) await tellHeap(runtime.inspector, authorization);
  else await tellSpeed(authorization);
} finally {
  await runtime.stop();
}

/** How fast new products go in, and products that are as they were. */
async function tellSpeed(authorization: string): Promise<void> {
  const file = writeFile();
  const told = ({ per_second, seconds, cpu_seconds, file_mb, grown_mb }: Imported): string =>
    `${per_second} rows a second, ${seconds} s (${cpu_seconds ?? "?"} s of CPU) for ${file_mb} MB, grown by ${grown_mb ?? "?"} MB`;
  const first = await step("New products", () => importFile(file, authorization), told);
  const again = await step("The same file again", () => importFile(file, authorization), told);
  console.log(`\n  To reach: ${reach} rows a second${first.per_second >= reach ? ", reached" : ", MISSED"}.\n`);
  const results = { at: new Date().toISOString(), products, variants, first, again };
  writeFileSync(join(benchFolder, "import.json"), `${JSON.stringify(results, null, 2)}\n`);
}

/** What the Worker's heap holds while a file of new products goes in. */
async function tellHeap(inspector: URL, authorization: string): Promise<void> {
  const file = writeFile();
  const heap = await step(
    "The heap meanwhile",
    async () => {
      const stop = await watchHeap(inspector, "souk");
      const { file_mb, rows } = await importFile(file, authorization);
      return { file_mb, rows, ...(await stop()) };
    },
    ({ file_mb, base_mb, held_mb, peak_mb }) =>
      `${peak_mb} MB at most for ${file_mb} MB, ${held_mb} after collections, ${base_mb} before it began`,
  );
  writeFileSync(join(benchFolder, "heap.json"), `${JSON.stringify(heap, null, 2)}\n`);
}

/** A file in Shopify's layout: products with a description, tags, a type, a maker and stock. */
function writeFile(): Blob {
  const stock =
    "copper kettle walnut board linen apron steel pan clay pot oak bowl glass jar iron skillet wool throw".split(" ");
  const pieces = [
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Status\n",
  ];
  for (let no = 0; no < products; no++) {
    const word = (place: number): string =>
      stock[(no * 7 + place * 13 + Math.floor(no / stock.length)) % stock.length] ?? "";
    const text = Array.from({ length: Number(values.words) }, (_, place) => word(place)).join(" ");
    const price = `${10 + (no % 90)}.90`;
    const option = variants > 1 ? "Size,S0" : "Title,Default Title";
    pieces.push(
      `item-${no},${word(1)} ${word(2)} ${no},"<p>${text}</p>",Maker ${no % 50},Type ${no % 30},"${word(3)}, ${word(4)}",true,${option},SKU-${no}-0,200,shopify,7,deny,${price},active\n`,
    );
    for (let variant = 1; variant < variants; variant++) {
      pieces.push(`item-${no},,,,,,,,S${variant},SKU-${no}-${variant},200,shopify,7,deny,${price},\n`);
    }
  }
  return new Blob(pieces, { type: "text/csv" });
}

async function importFile(file: Blob, authorization: string): Promise<Imported> {
  const form = new FormData();
  if (values["dry-run"]) form.append("dry_run", "true");
  form.append("file", file, "bench.csv");
  const before = residentMegabytes();
  const worked = cpuSeconds();
  const began = performance.now();
  const answer = await fetch(new URL("/api/v1/products/import", runtime.store), {
    method: "POST",
    headers: { authorization },
    body: form,
  });
  if (answer.status !== 202) throw new Error(`The file was refused: ${await answer.text()}`);
  let job = (await answer.json()) as Job;
  let most = before ?? 0;
  while (job.status === "queued" || job.status === "running") {
    await new Promise((resolve) => setTimeout(resolve, pace));
    most = Math.max(most, residentMegabytes() ?? 0);
    job = await ask<Job>(runtime.store, "GET", `/api/v1/products/import/${job.id}`, undefined, { authorization });
  }
  if (job.status !== "finished" || job.rows_done !== products * variants) throw new Error(JSON.stringify(job));
  const seconds = (performance.now() - began) / 1000;
  return {
    rows: job.rows_done,
    seconds: Math.round(seconds * 10) / 10,
    per_second: Math.round(job.rows_done / seconds),
    file_mb: Math.round(job.size / 100_000) / 10,
    cpu_seconds: worked === null ? null : Math.round(((cpuSeconds() ?? worked) - worked) * 10) / 10,
    grown_mb: before === null ? null : Math.round(most - before),
  };
}
