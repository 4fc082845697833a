/**
 * `npm run bench`: how fast the built Worker is, beside the least that the same runtime needs for the same kind of work, in
 * the same run. Seconds of one machine say little; the ratio to the floor says what the store itself costs.
 *
 *   --seconds 5     how long each route is loaded
 *   --only cart     only the routes whose name contains this
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { step } from "../scripts/steps.ts";
import { busyWithAnOrder } from "./books-alone.ts";
import { ask, brandCount, fillCarts, furnish, type Goods } from "./goods.ts";
import { connections, type Load, type Measured, measure } from "./load.ts";
import type { WrittenRows } from "./order-statements.ts";
import { benchFolder, buildWorkers, type Runtime, startRuntime } from "./runtime.ts";
import { rowsOfOrder } from "./sample-order.ts";
import { bundleSize, startUpTime, type Weight, weigh } from "./size.ts";

/** A route, what is asked of it, and the floor that it is compared with. */
interface Route {
  name: string;
  /** The name of its floor; null for a floor. */
  floor: string | null;
  /** The ratio to its floor that it must reach; null where none is asked for. */
  reach: number | null;
  load: Load;
  /** What must be there before it is loaded, made as late as that: objects that nobody asks for some seconds fall asleep. */
  prepare?: () => Promise<unknown>;
}

interface Row extends Measured {
  name: string;
  floor: string | null;
  ratio: number | null;
  reach: number | null;
}

const limits = { bundle_kb: 900, start_up_ms: 150, script_kb: 15, page_kb: 60 };
const shelfSize = 200;
const cartCount = 400;
/** As many as are filled and ordered within the time that the runtime keeps an idle object awake. */
const orderCount = 1200;

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "5" }, only: { type: "string", default: "" } },
});
const seconds = Number(values.seconds);

console.log("\nSouk is measured.\n");
const bundle = await step("Built as it is deployed", buildWorkers);
const sizes = {
  bundle_kb: bundleSize(bundle),
  start_up_ms: await step("Start-up profiled", startUpTime, (time) => `${time} ms of CPU`),
};
const runtime = await startRuntime();
try {
  const goods = await step(
    "Furnished",
    () => furnish(runtime, shelfSize),
    ({ slugs }) => `${slugs.length} products`,
  );
  const page = await weigh(runtime.store, `/products/${goods.slugs[0]}`);
  const rows = await measureAll(await prepareRoutes(runtime, goods));
  report(rows, page);
} finally {
  await runtime.stop();
}

/** Floors stand before the routes that are compared with them, so that both meet the machine in the same mood. */
async function prepareRoutes(runtime: Runtime, goods: Goods): Promise<Route[]> {
  const { store, floors } = runtime;
  const pick = <Item>(items: readonly Item[], number: number): Item => {
    const item = items[number % items.length];
    if (item === undefined) throw new Error("There is nothing to pick from.");
    return item;
  };
  const carts = await step(
    "Carts filled",
    () => fillCarts(store, goods, cartCount),
    () => `${cartCount}`,
  );
  const [sample = ""] = await fillCarts(store, goods, 1);
  const checkout = await prepareCheckout(store, sample);
  const rows = await showFloorAnOrder(runtime, sample, checkout);
  await step(
    "An order written to the books alone",
    async () => busyWithAnOrder(rows),
    (busy) => `${busy.toFixed(2)} ms`,
  );
  const toOrder: string[] = [];
  const floor = (name: string, load: Omit<Load, "url">): Route => ({
    name,
    floor: null,
    reach: null,
    load: { url: floors, ...load },
  });
  const route = (name: string, ofFloor: string, reach: number | null, load: Omit<Load, "url">): Route => ({
    name,
    floor: ofFloor,
    reach,
    load: { url: store, ...load },
  });
  return [
    floor("hello", { path: "/hello" }),
    route("alive", "hello", null, { path: "/healthz" }),
    floor("d1 read", { path: "/d1-read" }),
    route("product", "d1 read", 0.6, { path: (number) => `/api/v1/products/${pick(goods.slugs, number)}` }),
    // An address that nobody asked for before: nothing of it is kept at the edge, and it is read, made and kept.
    route("product, made anew", "d1 read", null, {
      path: (number) => `/api/v1/products/${pick(goods.slugs, number)}?locale=en-n${number}`,
    }),
    route("product page, made anew", "d1 read", null, {
      path: (number) => `/products/${pick(goods.slugs, number)}?variant=${number}`,
      headers: () => ({ accept: "text/html" }),
    }),
    route("search", "d1 read", null, { path: (number) => `/api/v1/products?q=kettle%20${number % shelfSize}` }),
    route("suggestions", "d1 read", 0.33, {
      path: (number) => `/api/v1/search/suggest?q=${pick(["ke", "kett", "copper%20ke", "number%201", "cop"], number)}`,
    }),
    floor("cache read", { path: "/cache-read" }),
    route("product page", "cache read", null, {
      path: (number) => `/products/${pick(goods.slugs, number)}`,
      headers: () => ({ accept: "text/html" }),
    }),
    route("product list", "cache read", null, {
      path: (number) => `/api/v1/products?limit=20&brand=Workshop%20${number % brandCount}`,
    }),
    floor("object read", { path: (number) => `/object-read/${number % cartCount}` }),
    route("cart read", "object read", 0.6, {
      path: "/api/v1/cart",
      headers: (number) => ({ "x-cart-id": pick(carts, number) }),
    }),
    floor("object write", { method: "POST", path: (number) => `/object-write/${number % cartCount}` }),
    route("cart add", "object write", 0.5, {
      method: "POST",
      path: "/api/v1/cart/add",
      headers: (number) => ({ "x-cart-id": pick(carts, number) }),
      body: (number) => ({ variant_id: pick(goods.variantIds, number), quantity: 1 }),
    }),
    floor("d1 batch of an order", { method: "POST", path: "/d1-batch", amount: orderCount }),
    {
      ...route("checkout", "d1 batch of an order", 0.5, {
        method: "POST",
        path: "/api/v1/checkout",
        headers: (number) => ({ "x-cart-id": pick(toOrder, number), "idempotency-key": `bench-${number}` }),
        // Nobody orders a thousand times an hour: each cart is another shopper's.
        body: (number) => ({ ...checkout, email: `shopper-${number}@example.org` }),
        amount: orderCount,
      }),
      prepare: async () => toOrder.push(...(await fillCarts(store, goods, orderCount))),
    },
  ];
}

/** The body of every checkout: all carts hold the same amount. */
async function prepareCheckout(store: URL, cartId: string): Promise<object> {
  const address = {
    name: "Amina Haddad",
    line1: "12 Rue des Oliviers",
    city: "Lyon",
    postal_code: "69002",
    country: "FR",
  };
  const quote = await ask<{ total: number }>(
    store,
    "POST",
    "/api/v1/checkout/quote",
    { address, shipping_option: "standard" },
    { "x-cart-id": cartId },
  );
  return {
    email: "amina@example.org",
    shipping_address: address,
    shipping_option: "standard",
    payment_provider: "test",
    expected_total: quote.total,
  };
}

/** Places an order and has the floor's batch write what that one wrote. */
async function showFloorAnOrder(runtime: Runtime, cartId: string, checkout: object): Promise<WrittenRows[]> {
  const headers = { "x-cart-id": cartId, "idempotency-key": "sample" };
  const { order } = await ask<{ order: { id: string } }>(runtime.store, "POST", "/api/v1/checkout", checkout, headers);
  const rows = await rowsOfOrder(runtime, order.id);
  await ask(runtime.floors, "POST", "/order", rows);
  return rows;
}

async function measureAll(routes: readonly Route[]): Promise<Row[]> {
  const wanted = routes.filter(({ name }) => name.includes(values.only));
  const needed = new Set(wanted.flatMap(({ name, floor }) => [name, floor]));
  const rows: Row[] = [];
  for (const { name, floor, reach, load, prepare } of routes) {
    if (!needed.has(name)) continue;
    if (prepare) await step(`Made ready: ${name}`, prepare);
    const measured = await step(
      name,
      () => measure(load, seconds),
      ({ per_second }) => `${per_second} a second`,
    );
    const under = rows.find((row) => row.name === floor);
    const ratio = under ? Math.round((measured.per_second / under.per_second) * 100) / 100 : null;
    rows.push({ name, floor, ratio, reach, ...measured });
  }
  return rows;
}

function report(rows: readonly Row[], page: Weight): void {
  console.log(
    `\n${connections} connections, ${cpus().length} cores. Milliseconds; a ratio counts requests a second.\n`,
  );
  console.table(
    rows.map(({ name, floor, per_second, p50, p99, ratio, reach }) => ({
      route: floor ? name : `= ${name}`,
      "a second": per_second,
      p50,
      p99,
      "of floor": ratio ?? "",
      "to reach": reach ?? "",
      "": ratio === null || reach === null ? "" : ratio >= reach ? "reached" : "MISSED",
    })),
  );
  const verdict = (value: number, limit: number): string => `${value} of ${limit}${value > limit ? "  MISSED" : ""}`;
  console.log(`
  Bundle, gzipped, KB            ${verdict(sizes.bundle_kb, limits.bundle_kb)}
  Start-up, ms of CPU            ${verdict(sizes.start_up_ms, limits.start_up_ms)}
  Product page, scripts, KB      ${verdict(page.scripts, limits.script_kb)}
  Product page, in all, KB       ${verdict(page.total, limits.page_kb)}   (page ${page.html}, styles ${page.styles})
`);
  const file = join(benchFolder, "results.json");
  writeFileSync(
    file,
    `${JSON.stringify({ at: new Date().toISOString(), connections, seconds, rows, sizes, page, limits }, null, 2)}\n`,
  );
  console.log(`As JSON: ${file}\n`);
}
