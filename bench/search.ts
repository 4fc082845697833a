/**
 * `npm run bench:search`: how well the built Worker finds what people rated: 19,406 real products go in through its API, rated
 * searches are asked as a shopper asks them, and NDCG@10 and recall@50 say how near the answers come to the ratings.
 *
 *   --products <file>   the products, as JSON, .xz or not
 *   --ratings <file>    `query,docid,rating` with ratings 0 to 3; may be given several times
 *   --limit 500         only the first so many products
 *   --verbose           each search with its figure
 *
 * NDCG: gain 2^rating - 1, discount log2(rank + 1); what nobody rated gains nothing. Searches without a product that is
 * rated above 0 have no ideal and are left out. Recall: of what is rated 2 or 3.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { inside } from "../scripts/repository.ts";
import { step } from "../scripts/steps.ts";
import { failureText } from "../src/platform/failure-text.ts";
import { ask, furnish } from "./goods.ts";
import { benchFolder, buildWorkers, type Runtime, startRuntime } from "./runtime.ts";

/** A product as the file has it. */
interface Source {
  id: string;
  /** Mostly the model. */
  name: string;
  title: string;
  supplier: string | null;
  short_description?: string;
  ean: string[];
  price: number;
  [attribute: string]: unknown;
}

type Ratings = Map<string, Map<string, number>>;

interface Job {
  id: string;
  status: "queued" | "running" | "finished" | "failed" | "cancelled";
  failure: string | null;
  rows_done: number;
  rows_refused: number;
}

interface Found {
  query: string;
  ndcg_10: number | null;
  recall_50: number | null;
}

const { values } = parseArgs({
  options: {
    products: { type: "string", default: inside("..", "shared", "data", "search", "icecat_19406_products.json.xz") },
    ratings: {
      type: "string",
      multiple: true,
      default: [inside("..", "shared", "data", "search", "rated_public40.csv")],
    },
    limit: { type: "string", default: "" },
    verbose: { type: "boolean", default: false },
  },
});
const attributesAtMost = 100;
const shown = 50;
const columns = [
  "slug",
  "title",
  "status",
  "description",
  "brand",
  "options",
  "attributes",
  "sku",
  "barcode",
  "price EUR",
];

const missing = [values.products, ...values.ratings].find((file) => !existsSync(file));
if (missing) {
  console.log(`There is no ${missing}, so there is nothing to measure searches on.`);
  process.exit(0);
}

console.log("\nSearches are measured.\n");
await step("Built as it is deployed", buildWorkers);
const runtime = await startRuntime();
try {
  await furnish(runtime, 0);
  const sources = readProducts(values.products).slice(0, values.limit === "" ? undefined : Number(values.limit));
  const began = performance.now();
  await step(
    "Products imported",
    (progress) => send(runtime, sources, progress),
    () => `${sources.length}, ${Math.round(sources.length / ((performance.now() - began) / 1000))} a second`,
  );
  const reports = [];
  for (const file of values.ratings) {
    const found = await step(
      `Searches of ${basename(file)}`,
      () => searchAll(runtime, readRatings(file)),
      (all) => `${all.length}`,
    );
    reports.push({ ratings: basename(file), ...summary(found), searches: found });
  }
  report(reports);
} catch (thrown) {
  console.error(`\nNothing was measured. ${failureText(thrown)}\n`);
  process.exitCode = 1;
} finally {
  await runtime.stop();
}

function readProducts(file: string): Source[] {
  const bytes = file.endsWith(".xz")
    ? execFileSync("xz", ["--decompress", "--stdout", file], { maxBuffer: 1 << 30 })
    : readFileSync(file);
  return JSON.parse(bytes.toString()) as Source[];
}

/** A query may be in quotes; nothing else of CSV is used. */
function readRatings(file: string): Ratings {
  const ratings: Ratings = new Map();
  for (const line of readFileSync(file, "utf8").split(/\r?\n/).slice(1)) {
    const match = /^(?:"((?:[^"]|"")*)"|([^,]*)),([^,]+),(\d+)$/.exec(line);
    if (!match) continue;
    const query = match[1]?.replaceAll('""', '"') ?? match[2] ?? "";
    const rated = ratings.get(query) ?? new Map<string, number>();
    ratings.set(query, rated.set(match[3] ?? "", Number(match[4])));
  }
  return ratings;
}

/** Imports every product as staff do, from one file in the store's own layout. @returns what became of its rows */
async function send({ store, secret }: Runtime, sources: readonly Source[], progress: (text: string) => void) {
  // Before the store is asked: nothing is to hold the connection up after that.
  const lines = [columns, ...sources.map(rowOf)].map((cells) => `${cells.map(cellOf).join(",")}\n`);
  const staff = { email: "staff@souk.test", password: secret };
  const login = await ask<{ access_token: string }>(store, "POST", "/api/v1/users/login", staff);
  const headers = { authorization: `Bearer ${login.access_token}` };
  const form = new FormData();
  form.append("file", new Blob(lines, { type: "text/csv" }), "products.csv");
  const answer = await fetch(new URL("/api/v1/products/import", store), { method: "POST", body: form, headers });
  if (!answer.ok) throw new Error(`The file was refused: ${answer.status} ${await answer.text()}`);
  let job = (await answer.json()) as Job;
  while (job.status === "queued" || job.status === "running") {
    await new Promise((resolve) => setTimeout(resolve, 500));
    job = await ask<Job>(store, "GET", `/api/v1/products/import/${job.id}`, undefined, headers);
    progress(`${job.rows_done} of ${sources.length}`);
  }
  if (job.status === "finished" && job.rows_refused === 0) return;
  const path = `/api/v1/products/import/${job.id}/refusals?limit=20`;
  const refusals = await ask<{ data: { line: number; reason: string }[] }>(store, "GET", path, undefined, headers);
  const told = refusals.data.map(({ line, reason }) => `\n  line ${line}: ${reason}`).join("");
  throw new Error(
    `The import is ${job.status} after ${job.rows_done} rows. ${job.failure ?? ""} ${job.rows_refused} rows were refused.${told}`,
  );
}

/** A CSV cell; a quote, a comma or a line break in it needs quotes around it. */
function cellOf(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The product as a merchant would enter it: its number is the SKU, its model and properties are attributes. */
function rowOf(source: Source): string[] {
  const properties = Object.entries(source).flatMap(([name, value]) => {
    const match = /^attr_[a-z]+_(.+)$/.exec(name);
    const told = typeof value === "string" ? textOf(value, 2000) : value;
    return match && told !== "" ? [[textOf(match[1] ?? "", 80), told] as const] : [];
  });
  const attributes = Object.fromEntries(
    [["model", textOf(source.name, 200)], ...properties].slice(0, attributesAtMost),
  );
  return [
    `item-${source.id}`,
    textOf(source.title, 200) || source.name,
    "active",
    textOf(source.short_description ?? "", 20_000),
    textOf(source.supplier ?? "", 120),
    "[]",
    JSON.stringify(attributes),
    source.id,
    source.ean[0] ?? "",
    (source.price / 100).toFixed(2),
  ];
}

/** Without tags and control characters, and no longer than the field. */
function textOf(text: string, longest: number): string {
  const plain = text.replace(/<[^>]*>/g, " ").replace(/\p{Cc}+/gu, " ");
  return Array.from(plain.trim()).slice(0, longest).join("").trim();
}

async function searchAll(runtime: Runtime, ratings: Ratings): Promise<Found[]> {
  const found: Found[] = [];
  for (const [query, rated] of ratings) {
    const page = await ask<{ data: { slug: string }[] }>(
      runtime.store,
      "GET",
      `/api/v1/products?${new URLSearchParams({ q: query, limit: String(shown) })}`,
    );
    const ids = page.data.map(({ slug }) => slug.slice("item-".length));
    found.push({ query, ndcg_10: ndcg(ids, rated, 10), recall_50: recall(ids, rated, shown) });
  }
  return found;
}

function ndcg(ids: readonly string[], rated: ReadonlyMap<string, number>, depth: number): number | null {
  const gain = (ratings: readonly number[]): number =>
    ratings.slice(0, depth).reduce((sum, rating, rank) => sum + (2 ** rating - 1) / Math.log2(rank + 2), 0);
  const ideal = gain([...rated.values()].sort((a, b) => b - a));
  return ideal === 0 ? null : gain(ids.map((id) => rated.get(id) ?? 0)) / ideal;
}

function recall(ids: readonly string[], rated: ReadonlyMap<string, number>, depth: number): number | null {
  const good = [...rated].flatMap(([id, rating]) => (rating >= 2 ? [id] : []));
  const seen = new Set(ids.slice(0, depth));
  return good.length === 0 ? null : good.filter((id) => seen.has(id)).length / good.length;
}

function summary(found: readonly Found[]) {
  const mean = (figure: "ndcg_10" | "recall_50"): number => {
    const known = found.flatMap((one) => one[figure] ?? []);
    return Math.round((known.reduce((sum, value) => sum + value, 0) / known.length) * 10_000) / 10_000;
  };
  return {
    searches_judged: found.filter((one) => one.ndcg_10 !== null).length,
    ndcg_10: mean("ndcg_10"),
    recall_50: mean("recall_50"),
  };
}

function report(reports: readonly ({ ratings: string; searches: Found[] } & ReturnType<typeof summary>)[]): void {
  console.log("");
  console.table(
    reports.map(({ ratings, searches_judged, ndcg_10, recall_50 }) => ({
      ratings,
      searches: searches_judged,
      "NDCG@10": ndcg_10,
      "recall@50": recall_50,
    })),
  );
  if (values.verbose) for (const { searches } of reports) console.table(searches);
  const file = join(benchFolder, "search.json");
  const json = JSON.stringify({ at: new Date().toISOString(), reports });
  writeFileSync(file, `${json}\n`);
  console.log(
    `${JSON.stringify(reports.map(({ searches: _, ...rest }) => rest))}\n\nAs JSON, search by search: ${file}\n`,
  );
}
