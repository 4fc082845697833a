/**
 * The floors: the least that each kind of work costs on this runtime. No validation, no business, no second round trip.
 */
import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";
import type { WrittenRows } from "./sample-order.ts";

interface FloorEnv {
  BOOKS: D1Database;
  SHELF: DurableObjectNamespace<Shelf>;
}

/** One row that is read, and written. */
export class Shelf extends DurableObject<FloorEnv> {
  readonly #sql = this.ctx.storage.sql;

  constructor(ctx: DurableObjectState, env: FloorEnv) {
    super(ctx, env);
    this.#sql.exec("create table if not exists lines (id integer primary key, quantity integer not null)");
  }

  read(): { lines: unknown[] } {
    return { lines: this.#sql.exec("select id, quantity from lines").toArray() };
  }

  write(): { lines: unknown[] } {
    this.#sql.exec("insert into lines values (1, 1) on conflict (id) do update set quantity = quantity + 1");
    return this.read();
  }
}

const app = new Hono<{ Bindings: FloorEnv }>();

app.get("/hello", (c) => c.json({ hello: "world" }));

app.get("/d1-read", async (c) =>
  c.json(await c.env.BOOKS.prepare("select * from stock_locations where id = ?").bind("main").first()),
);

app.get("/cache-read", async (c) => {
  const key = new URL("/kept", c.req.url).href;
  const kept = await caches.default.match(key);
  if (kept) return new Response(kept.body, { headers: { "Content-Type": "application/json" } });
  await caches.default.put(key, Response.json({ hello: "world" }, { headers: { "Cache-Control": "max-age=60" } }));
  return c.json({ hello: "world" });
});

app.get("/object-read/:name", async (c) => c.json(await c.env.SHELF.getByName(c.req.param("name")).read()));

app.post("/object-write/:name", async (c) => c.json(await c.env.SHELF.getByName(c.req.param("name")).write()));

let sample: WrittenRows[] = [];

/** Takes the rows that {@link orderBatch} writes. */
app.post("/order", async (c) => {
  sample = await c.req.json();
  return c.json({ tables: sample.length }, 201);
});

app.post("/d1-batch", async (c) => {
  await c.env.BOOKS.batch(orderBatch(c.env.BOOKS));
  return c.json({ placed: true }, 201);
});

/** What names one order and nothing else: each batch writes its own. */
const namesOrder = new Set(["id", "order_id", "checkout_key", "caller", "key", "reference", "subject"]);
const suffixLength = 12;

/** The statements that place an order, with the rows and of the length of the store's own, in the names of a new one. */
function orderBatch(books: D1Database): D1PreparedStatement[] {
  const suffix = crypto.randomUUID().slice(-suffixLength);
  const variant = `var_${Number.parseInt(suffix.slice(0, 2), 16)}`;
  const renamed = (column: string, value: unknown): unknown => {
    if (column === "number") return crypto.getRandomValues(new Uint32Array(1))[0];
    if (column === "variant_id") return variant;
    return typeof value === "string" && namesOrder.has(column) ? value.slice(0, -suffixLength) + suffix : value;
  };
  const inserts = sample.map(({ table, columns, rows }) => {
    const row = `(${columns.map(() => "?").join(", ")})`;
    const values = rows.flatMap((one) => one.map((value, index) => renamed(columns[index] ?? "", value)));
    return books
      .prepare(`insert into ${table} (${columns.join(", ")}) values ${rows.map(() => row).join(", ")}`)
      .bind(...values);
  });
  const announcement = books
    .prepare(
      `insert into outbox (id, type, subject, time, data, traceparent)
       select ?1, 'stock.changed', variant_id, ?2,
       json_object('variant_id', variant_id, 'sku', sku, 'available', on_hand - reserved), ?4
       from stock_levels where variant_id = ?3 returning id, type, subject, time, data, traceparent`,
    )
    .bind(`evt_${suffix}`, new Date().toISOString(), variant, trace);
  return [...inserts, announcement];
}

const trace = "00-40c20d71c2472d72b333e002f0cb12a4-fef599c4eaa3f4a3-01";

export default app;
