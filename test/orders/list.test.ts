import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { listOrders } from "../../src/orders/list-orders.ts";
import { orderQuery } from "../../src/orders/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { meter, type Spent } from "../budgets/meter.ts";
import { staff } from "../checkout/shop.ts";
import { writeBook } from "./book.ts";

const small = 3000;
const large = 60_000;

type Question = Record<string, string>;

/** What a question answers, and what it cost. */
async function asked(question: Question) {
  const spent: Spent = { trips: 0, queries: 0, rows_read: 0 };
  const store = openStore({ ...env, ORDERS: meter(env.ORDERS, spent) }, { actor: staff });
  const page = await listOrders(store, orderQuery.parse(question));
  return { ...page, spent };
}

/** All that a question finds, page by page. */
async function all(question: Question) {
  const found: Awaited<ReturnType<typeof asked>>["data"] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof asked>> = await asked({
      limit: "100",
      ...question,
      ...(cursor && { cursor }),
    });
    found.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}

const questions: [string, Question][] = [
  ["everything", {}],
  ["what is to be shipped", { payment_status: "paid", shipping_status: "unfulfilled", status: "open" }],
  ["what may leave", { to_ship: "true" }],
  ["one status", { status: "finished" }],
  ["what is nowhere", { payment_status: "authorized" }],
  ["a country", { country: "FR" }],
  ["a country of nobody", { country: "MT" }],
  ["a name's beginning", { name: "bob" }],
  ["a buyer", { email: "buyer7@example.com" }],
  ["a SKU, in capitals or not", { sku: "rare" }],
  ["a rare way to pay", { provider: "paypal" }],
  ["a range of totals", { total_min: "2000", total_max: "2500" }],
  ["a range of days", { from: "2023-11-15", to: "2023-11-16" }],
  ["a status in a country", { country: "FR", status: "cancelled" }],
  ["what does not go together", { country: "MT", payment_status: "paid", from: "2023-11-15" }],
  ["a number", { number: "1000000042" }],
  ["a tag", { tag: "gift wrap" }],
  ["what is held", { review: "held" }],
];

describe("the list of orders", () => {
  const first = new Map<string, number>();

  beforeAll(async () => {
    await writeBook(1, small);
    for (const [what, question] of questions) first.set(what, (await asked(question)).spent.rows_read);
    await writeBook(small + 1, large - small);
    await env.ORDERS.exec("analyze");
  });

  it.each(questions)(
    "asked for %s reads no more of a book twenty times as large, in one round trip",
    async (what, question) => {
      const { spent, data } = await asked(question);
      // 20 orders a page: 25 looked at for each and once again for where the look ends, or every standing with its own page.
      expect(spent.rows_read, what).toBeLessThan(2200);
      expect(spent.trips).toBe(1);
      if (data.length >= 20) expect(spent.rows_read).toBeLessThanOrEqual(Math.max(2 * (first.get(what) ?? 0), 1600));
    },
  );

  it("leafs through all that fit, each once, whatever is asked", async () => {
    const counts: [Question, number][] = [
      [{ name: "Bob" }, large / 500],
      [{ sku: "RARE" }, large / 1000],
      [{ country: "FR", status: "cancelled" }, Math.floor(large / 350)],
      [{ payment_status: "paid", shipping_status: "unfulfilled" }, Math.floor(large / 11) - Math.floor(large / 77)],
      [{ total_min: "59000", name: "bob" }, 3],
      [{ provider: "paypal" }, Math.floor(large / 900)],
      [{ email: "buyer7@example.com", shipping_status: "delivered" }, 47],
    ];
    for (const [question, count] of counts) {
      const found = await all(question);
      expect(new Set(found.map(({ id }) => id)).size, JSON.stringify(question)).toBe(found.length);
      expect(found.length, JSON.stringify(question)).toBe(count);
    }
  });

  it("is told newest first; totals the largest first; names by the alphabet", async () => {
    const newest = (await asked({ country: "FR" })).data.map(({ created_at }) => created_at);
    expect(newest).toEqual(newest.toSorted().reverse());
    const totals = (await asked({ total_min: "5000", total_max: "6000" })).data.map(({ total }) => total);
    expect(totals.slice(0, 3)).toEqual([6000, 5999, 5998]);
    const names = (await asked({ name: "ada 5" })).data.map(({ ships_to }) => ships_to?.name);
    expect(names).toEqual(names.toSorted());
    expect(names[0]).toBe("Ada 5");
  });

  it("understands what staff type: a number, an address, a name", async () => {
    expect((await asked({ q: "#1000000042" })).data).toHaveLength(1);
    expect((await asked({ q: "Buyer7@example.com" })).data[0]?.email).toBe("buyer7@example.com");
    expect((await asked({ q: "bob b" })).data[0]?.ships_to).toEqual({ name: "Bob Beamon", country: "FR" });
  });

  it("refuses a cursor of another question", async () => {
    const { next_cursor } = await asked({ country: "FR" });
    await expect(asked({ country: "DE", cursor: next_cursor ?? "" })).rejects.toMatchObject({ code: "invalid-cursor" });
  });
});
