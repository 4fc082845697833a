import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Placed } from "../../src/checkout/schemas.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { choose, giveBack, order, sell, storeFor } from "../checkout/shop.ts";

/** What somebody's hand breaks: statements with `:order`, `:variant` and `:payment`, and the rules that must name it, by what. */
interface Damage {
  /** What became of the order before. */
  so?: "paid" | "shipped" | "refunded" | "unpaid";
  by: string[];
  found: Record<string, "order" | "variant" | "payment" | "other">;
}

const held = "reserved is the sum of what live orders hold";
const onHand = "on hand is the sum of the movements";
const ledger = "the ledger has every payment and every refund";

const damages: Record<string, Damage> = {
  "a paid order without a payment": {
    by: ["update payments set captured = 0, status = 'failed' where id = :payment"],
    found: { "a paid order was paid in full": "order" },
  },
  "a capture that is written twice": {
    by: ["update payments set amount = amount * 2, captured = captured * 2 where id = :payment"],
    found: { [ledger]: "payment", "money that nothing is owed for is back, or on its way": "order" },
  },
  "a reservation that nobody gave back": {
    by: ["update orders set status = 'cancelled' where id = :order"],
    found: { "a cancelled order holds nothing": "order" },
  },
  "a movement that is one too many": {
    by: ["update stock_movements set delta = delta + 1 where variant_id = :variant"],
    found: { [onHand]: "variant" },
  },
  "an event that never left": {
    by: ["update outbox set sent_at = null, time = '2020-01-01T00:00:00.000Z' where subject = :order"],
    found: { "what is told is sent": "other" },
  },
  "an event that was never written": {
    by: ["delete from outbox where subject = :order and type = 'order.billed'"],
    found: { "what happened to an order was told": "order" },
  },
  "a level that somebody corrected by hand": {
    by: ["update stock_levels set on_hand = on_hand + 5 where variant_id = :variant"],
    found: { [onHand]: "variant" },
  },
  "a reservation that was deleted": {
    by: ["delete from reservations where order_id = :order"],
    found: { [held]: "variant" },
  },
  "goods given free that a paid order waits for, with the level put right": {
    by: [
      "update reservations set state = 'released' where order_id = :order",
      "update stock_levels set reserved = 0 where variant_id = :variant",
    ],
    found: { "an order that has still to leave holds all of it": "order" },
  },
  "goods that are held for an order that has left": {
    so: "shipped",
    by: [
      "update reservations set state = 'held' where order_id = :order",
      "update stock_levels set reserved = 2 where variant_id = :variant",
    ],
    found: { "what is held is held for goods that have still to leave": "order" },
  },
  "a parcel whose goods never left the ledger, with the level put right": {
    so: "shipped",
    by: [
      "delete from stock_movements where order_id = :order",
      "update stock_levels set on_hand = on_hand + 2 where variant_id = :variant",
    ],
    found: { "what left with an order is in the ledger": "order" },
  },
  "a line that was made dearer": {
    by: ["update order_lines set total = total + 1 where order_id = :order"],
    found: { "an order's lines add up to its subtotal": "order" },
  },
  "a chapter torn out of an order's story": {
    by: ["delete from order_events where order_id = :order and version = 2"],
    found: { "an order's version counts its story": "order" },
  },
  "a refund that was made smaller": {
    so: "refunded",
    by: ["update refunds set amount = amount - 1 where order_id = :order"],
    found: { "what was refunded is the sum of the refunds": "payment" },
  },
  "a refund that stands with another order": {
    so: "refunded",
    by: ["update refunds set order_id = (select min(id) from orders) where order_id = :order"],
    found: { "a refund goes back by a payment of its own order": "other" },
  },
  "an entry of the ledger that was changed": {
    by: ["update ledger_entries set amount = amount - 1 where order_id = :order and kind = 'payment'"],
    found: {
      [ledger]: "payment",
      "an account is the sum of its entries, and all accounts together are nothing": "other",
    },
  },
  "a sale that vanished from the ledger, and from its accounts": {
    by: [
      `update ledger_accounts set balance = balance + case account when 'sales' then 1 else -1 end
         * (select amount from ledger_entries where order_id = :order and kind = 'sale')
       where currency = 'EUR' and account in ('sales', 'buyer')`,
      "delete from ledger_entries where order_id = :order and kind = 'sale'",
    ],
    found: { "what was sold is in the ledger": "order" },
  },
  "an order that counts as held without any money": {
    so: "unpaid",
    by: ["update orders set payment_status = 'authorized' where id = :order"],
    found: { "money that is held or promised has a payment that says so": "order" },
  },
  "a finished order that still asks to be paid": {
    so: "unpaid",
    by: ["update orders set status = 'finished' where id = :order"],
    found: { "a closed order asks nobody for money": "order" },
  },
  "an unpaid order that nobody closed": {
    so: "unpaid",
    by: ["update orders set expires_at = '2020-01-01T00:00:00.000Z' where id = :order"],
    found: { "an order that nobody paid is closed in time": "order" },
  },
  "a parcel that holds more than was ordered": {
    by: [
      "insert into shipments (id, order_id, carrier, service, tracking_number, tracking_url, status, created_at, updated_at) values ('shp_' || :order, :order, 'DHL', 'part', :order, '', 'in_transit', '', '')",
      "insert into shipment_lines (shipment_id, line_id, quantity) select 'shp_' || :order, id, quantity + 1 from order_lines where order_id = :order",
    ],
    found: { "no more left than was ordered": "order" },
  },
};

/** The books without their rules for a moment, as a hand in the database's console may have them. */
async function breakIn(statements: readonly string[], names: Record<string, string>): Promise<void> {
  const { results } = await env.ORDERS.prepare("select name, sql from sqlite_master where type = 'trigger'").all<
    Record<"name" | "sql", string>
  >();
  const run = statements.map((text) =>
    Object.entries(names).reduce((filled, [name, id]) => filled.replaceAll(`:${name}`, `'${id}'`), text),
  );
  await env.ORDERS.batch(
    [...results.map(({ name }) => `drop trigger ${name}`), ...run].map((text) => env.ORDERS.prepare(text)),
  );
  await env.ORDERS.batch(results.map(({ sql }) => env.ORDERS.prepare(sql)));
}

describe("the audit of the books", () => {
  /** What each damage was done to. */
  const done = new Map<string, Record<string, string>>();
  let audit: Awaited<ReturnType<typeof auditBooks>>;

  beforeAll(async () => {
    for (const [what, { so = "paid" }] of Object.entries(damages)) {
      const { variant_id } = await sell({ stock: 5 });
      const placed: Placed = await order(variant_id, 2);
      if (so !== "unpaid") await choose(placed, "approve");
      if (so === "shipped") await moveShipping(storeFor(), placed.order.id, "shipped");
      if (so === "refunded") await giveBack(storeFor(), placed.order.id, { amount: 500, reason: "" });
      done.set(what, { order: placed.order.id, variant: variant_id, payment: placed.payment.id });
    }
    expect((await auditBooks(storeFor())).findings).toEqual([]);
    for (const [what, { by }] of Object.entries(damages)) await breakIn(by, done.get(what) ?? {});
    audit = await auditBooks(storeFor());
  }, 120_000);

  it.each(Object.entries(damages))("names %s", (what, { found }) => {
    for (const [rule, kind] of Object.entries(found)) {
      const broken = audit.findings.find((finding) => finding.rule === rule)?.broken_by ?? [];
      expect(broken.length, rule).toBeGreaterThan(0);
      if (kind !== "other") expect(broken, rule).toContain(done.get(what)?.[kind]);
    }
  });

  it("says nothing of whom nobody harmed", async () => {
    const { variant_id } = await sell({ stock: 5 });
    const placed = await order(variant_id, 2);
    await choose(placed, "approve");
    const { findings } = await auditBooks(storeFor());
    const named = findings.flatMap(({ broken_by }) => broken_by);
    for (const id of [placed.order.id, placed.payment.id, variant_id]) expect(named).not.toContain(id);
  });
});
