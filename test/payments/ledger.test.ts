import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { listAccounts, listEntries } from "../../src/payments/ledger.ts";
import { choose, giveBack, order, sell, storeFor } from "../checkout/shop.ts";

const store = storeFor();

/** An order of 24.90, waiting to be paid. */
const ordered = async () => {
  const pan = await sell();
  return order(pan.variant_id);
};

const entries = async (order_id: string) => {
  const { data } = await listEntries(store, { order_id, limit: 20 });
  return data.toReversed().map(({ kind, debit, credit, amount }) => [kind, debit, credit, amount]);
};

describe("the ledger of money", () => {
  it("knows nothing of an order until it is paid; then the sale, and where the money is", async () => {
    const placed = await ordered();
    const { id: order_id, total } = placed.order;
    expect(await entries(order_id)).toEqual([]);
    await choose(placed, "approve");
    expect((await entries(order_id)).toSorted()).toEqual([
      ["payment", "provider:test", "buyer", total],
      ["sale", "buyer", "sales", total],
    ]);
  });

  it("takes the sale back with what is given back, in parts", async () => {
    const placed = await ordered();
    const { id: order_id, total } = placed.order;
    await choose(placed, "approve");
    await giveBack(store, order_id, { amount: 1000, reason: "scratched" });
    await giveBack(store, order_id, { reason: "sent back" });
    expect((await entries(order_id)).slice(2)).toEqual([
      ["refund", "buyer", "provider:test", 1000],
      ["sale_undone", "sales", "buyer", 1000],
      ["refund", "buyer", "provider:test", total - 1000],
      ["sale_undone", "sales", "buyer", total - 1000],
    ]);
  });

  it("sums to nothing in every currency", async () => {
    const accounts = await listAccounts(store);
    expect(accounts.length).toBeGreaterThan(2);
    for (const [, all] of Map.groupBy(accounts, ({ currency }) => currency)) {
      expect(all.reduce((sum, { balance }) => sum + balance, 0)).toBe(0);
    }
  });

  it("lets nobody change what was written, nor take money back without a refund", async () => {
    for (const forbidden of ["update ledger_entries set amount = 1", "delete from ledger_entries"]) {
      await expect(env.ORDERS.prepare(forbidden).run()).rejects.toThrow("append-only");
    }
    const taking = "update payments set captured = 0 where captured > 0";
    await expect(env.ORDERS.prepare(taking).run()).rejects.toThrow("goes back by a refund");
  });

  it("is read a page at a time", async () => {
    const first = await listEntries(store, { limit: 2 });
    const second = await listEntries(store, { limit: 2, cursor: first.next_cursor ?? "" });
    expect(first.data.map(({ id }) => id)).toEqual([...first.data.map(({ id }) => id)].sort((a, b) => b - a));
    expect(second.data[0]?.id).toBeLessThan(first.data[1]?.id ?? 0);
  });
});
