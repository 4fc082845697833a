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

const home = {
  name: "Amina Haddad",
  line1: "12 Rue des Oliviers",
  city: "Lyon",
  postal_code: "69002",
  country: "FR",
};
const amounts = { subtotal: 2500, discount_total: 0, shipping_total: 490, tax_total: 499, total: 2990 };
const item = {
  variant_id: "var_01m7z9vrq6vc8n6y2cwbvy98z3",
  sku: "KETTLE-0-0",
  title: "Copper kettle number 0 - Small",
  image_url: null,
  quantity: 1,
  unit_price: 2500,
  total: 2500,
};

const trace = "00-40c20d71c2472d72b333e002f0cb12a4-fef599c4eaa3f4a3-01";

/** What an event tells of an order, as long as in the store. */
const snapshot = JSON.stringify({
  order_id: "ord_01m7z9vrs6c69ka5wg9kc9wbj7",
  number: 247694820,
  customer_id: null,
  email: "amina@example.org",
  locale: "en",
  currency: "EUR",
  items: [item],
  ...amounts,
  shipping_option: "standard",
  shipping_address: home,
});

/** What a checkout answers, as long as in the store. */
const placed = JSON.stringify({
  order: {
    id: "ord_01m7z9vrs6c69ka5wg9kc9wbj7",
    status: "open",
    payment_status: "pending",
    shipping_status: "unfulfilled",
    ...amounts,
    shipping_address: home,
    billing_address: home,
    items: [{ ...item, product_id: "prod_01m7z9vrq51kcv3d0khvggmy35", discount_total: 0, tax_total: 417 }],
    payments: [
      { id: "pay_01m7z9vrs8yhns28pj0wxdkdks", redirect_url: "http://localhost:8787/pay/test/pay_01m7z9vrs8yhns" },
    ],
    timeline: ["order.created", "order.prepared", "payment.initiated"].map((type) => ({
      at: "2026-11-21T14:58:42.598Z",
      type,
      data: { payment_id: "pay_01m7z9vrs8yhns28pj0wxdkdks", amount: 2990, currency: "EUR" },
    })),
  },
  payment: { id: "pay_01m7z9vrs8yhns28pj0wxdkdks", provider: "test", status: "pending", amount: 2990, currency: "EUR" },
});

/**
 * The statements that place an order of one line, in the order, with the rows and of the length of
 * src/checkout/order-batch.ts.
 */
function orderBatch(books: D1Database): D1PreparedStatement[] {
  const at = new Date().toISOString();
  const id = crypto.randomUUID();
  const variant = `var_${Number.parseInt(id.slice(0, 2), 16) % 50}`;
  const address = JSON.stringify(home);
  const story = JSON.stringify({ payment_id: id, provider: "test", amount: 2990, currency: "EUR" });
  const held = JSON.stringify([{ variant_id: variant, quantity: 1 }]);
  return [
    books.prepare("insert into idempotency_keys values (?, ?, ?, ?, ?, ?)").bind("bench", id, id, 201, placed, at),
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
         values (?1, ?1, 0, ?2, 'prod_1', 'KETTLE-0-0', 'Copper kettle number 0 - Small', 1, 2500, 2500)`,
      )
      .bind(id, variant),
    books
      .prepare(
        `insert into reservations (order_id, variant_id, location_id, quantity, created_at, updated_at)
         select ?1, value ->> 'variant_id', 'main', value ->> 'quantity', ?2, ?2 from json_each(?3)`,
      )
      .bind(id, at, held),
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
        `insert into outbox (id, type, subject, time, data, traceparent, sent_at) values
         (?1 || 1, 'order.created', ?1, ?2, ?3, ?5, ?2), (?1 || 2, 'order.prepared', ?1, ?2, ?4, ?5, ?2),
         (?1 || 3, 'payment.initiated', ?1, ?2, ?6, ?5, ?2)`,
      )
      .bind(id, at, snapshot, snapshot, trace, story),
    books
      .prepare(
        `insert into outbox (id, type, subject, time, data, traceparent)
         select ?1, 'stock.changed', variant_id, ?2,
         json_object('variant_id', variant_id, 'sku', sku, 'available', on_hand - reserved), ?4
         from stock_levels where variant_id = ?3 returning id, type, subject, time, data, traceparent`,
      )
      .bind(id, at, variant, trace),
  ];
}

export default app;
