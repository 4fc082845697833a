/**
 * The floors: the least that each kind of work costs on this runtime. No validation, no business, no second round trip.
 */
import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";
import { statementsOf, type WrittenRows } from "./order-statements.ts";

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

/** Takes the rows of the order that {@link orderBatch} writes again and again. */
app.post("/order", async (c) => {
  sample = await c.req.json();
  return c.json({ tables: sample.length }, 201);
});

app.post("/d1-batch", async (c) => {
  await c.env.BOOKS.batch(orderBatch(c.env.BOOKS));
  return c.json({ placed: true }, 201);
});

/** The statements that place an order, of the length of the store's own, in the names of a new one. */
const orderBatch = (books: D1Database): D1PreparedStatement[] =>
  statementsOf(sample).map(({ sql, values }) => books.prepare(sql).bind(...values));

export default app;
