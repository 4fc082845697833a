/**
 * The floors: the least that each kind of work costs on this runtime. No validation, no business, no second round trip.
 */
import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";

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

app.post("/d1-batch", async (c) => {
  await c.env.BOOKS.batch(orderBatch(c.env.BOOKS));
  return c.json({ placed: true }, 201);
});

/** The statements that place an order of one line, in the order and with the rows of src/checkout/order-batch.ts. */
function orderBatch(books: D1Database): D1PreparedStatement[] {
  const at = new Date().toISOString();
  const id = crypto.randomUUID();
  const variant = `var_${Number.parseInt(id.slice(0, 2), 16) % 50}`;
  const address = JSON.stringify({ name: "A", line1: "B", city: "C", postal_code: "1", country: "FR" });
  const story = JSON.stringify({ id, items: [{ variant_id: variant, quantity: 1 }], address, total: 3000 });
  const kinds = ["order.created", "order.prepared", "payment.initiated"];
  const lines = [
    { id: `line_${id}`, order_id: id, variant_id: variant, sku: "S", title: "T", quantity: 1, price: 2500 },
  ];
  return [
    books
      .prepare("insert into idempotency_keys values (?, ?, ?, ?, ?, ?)")
      .bind("bench", id, id, 201, JSON.stringify({ order: story, payment: story }), at),
    books
      .prepare(
        `insert into orders (id, number, checkout_key, version, email, locale, currency, subtotal, discount_total,
         shipping_total, tax_total, tax_included, total, shipping_option, shipping_address, billing_address, expires_at,
         created_at, updated_at)
         values (?1, ?2, ?1, 3, 'a@example.org', 'en', 'EUR', 2500, 0, 500, 479, 1, 3000, 'standard', ?3, ?3, ?4, ?4, ?4)`,
      )
      .bind(id, crypto.getRandomValues(new Uint32Array(1))[0], address, at),
    books
      .prepare(
        `insert into order_lines (id, order_id, position, variant_id, product_id, sku, title, quantity, unit_price, total)
         select value ->> 'id', value ->> 'order_id', 0, value ->> 'variant_id', 'prod_1', value ->> 'sku', value ->> 'title',
         value ->> 'quantity', value ->> 'price', value ->> 'price' from json_each(?)`,
      )
      .bind(JSON.stringify(lines)),
    books
      .prepare(
        `insert into reservations (order_id, variant_id, location_id, quantity, created_at, updated_at)
         select ?1, value ->> 'variant_id', 'main', value ->> 'quantity', ?2, ?2 from json_each(?3)`,
      )
      .bind(id, at, JSON.stringify(lines)),
    books
      .prepare(
        `insert into payments (id, order_id, provider, status, amount, currency, reference, redirect_url, created_at, updated_at)
         values (?1, ?1, 'test', 'pending', 3000, 'EUR', ?1, 'http://localhost/pay', ?2, ?2)`,
      )
      .bind(id, at),
    books
      .prepare(
        `insert into order_events (order_id, version, type, data, actor, at) values
         (?1, 1, 'order.created', ?2, 'shopper', ?3), (?1, 2, 'order.prepared', ?2, 'shopper', ?3),
         (?1, 3, 'payment.initiated', ?2, 'shopper', ?3)`,
      )
      .bind(id, story, at),
    books
      .prepare(
        `insert into outbox (id, type, subject, time, data, traceparent)
         select ?1 || value, value, ?1, ?2, ?3, 'trace' from json_each(?4)`,
      )
      .bind(id, at, story, JSON.stringify(kinds)),
    books
      .prepare(
        `insert into outbox (id, type, subject, time, data, traceparent)
         select ?1, 'stock.changed', variant_id, ?2, json_object('variant_id', variant_id, 'available', on_hand - reserved), 'trace'
         from stock_levels where variant_id = ?3 returning id, type, subject, time, data`,
      )
      .bind(id, at, variant),
  ];
}

export default app;
