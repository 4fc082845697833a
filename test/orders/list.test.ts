import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { listOrders } from "../../src/orders/list-orders.ts";
import { orderQuery } from "../../src/orders/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { meter, type Spent } from "../budgets/meter.ts";
import { staff } from "../checkout/shop.ts";
import { seeded } from "../events/delivery.ts";
import { writeBook } from "./book.ts";

const small = 3000;
/** A million takes a few minutes: `SOUK_TEST_ORDERS=1000000 npx vitest run --project workers test/orders/list`. */
const large = Number(env.TEST_ORDERS || 60_000);

/**
 * 20 orders a page: 25 are looked at for each, found by one row of an index and asked by up to four more, and once again for where the
 * look ends; or every standing has its own page.
 */
const mostRows = 25 * 20 * 6 + 100;

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
  ["what was looked at", { review: "cleared" }],
];

/** A value of each filter that many orders have, and one that few or none have. */
const values: Record<string, [many: Question, few: Question]> = {
  status: [{ status: "finished" }, { status: "open" }],
  payment_status: [{ payment_status: "paid" }, { payment_status: "refunded" }],
  shipping_status: [{ shipping_status: "delivered" }, { shipping_status: "returned" }],
  from: [{ from: "2023-11-15" }, { from: "2100-01-01" }],
  to: [{ to: "2100-01-01" }, { to: "2023-11-16" }],
  email: [{ email: "buyer7@example.com" }, { email: "nobody@example.com" }],
  name: [{ name: "ada" }, { name: "bob" }],
  number: [{ number: "1000000042" }, { number: "7" }],
  total_min: [{ total_min: "10" }, { total_min: "999999999" }],
  total_max: [{ total_max: "999999999" }, { total_max: "30" }],
  currency: [{ currency: "EUR" }, { currency: "JPY" }],
  country: [{ country: "DE" }, { country: "MT" }],
  tag: [{ tag: "gift wrap" }, { tag: "lost" }],
  sku: [{ sku: "SKU-7" }, { sku: "rare" }],
  provider: [{ provider: "stripe" }, { provider: "paypal" }],
  review: [{ review: "none" }, { review: "cleared" }],
  to_ship: [{ to_ship: "true" }, { to_ship: "true", status: "open" }],
  q: [{ q: "ada" }, { q: "nobody@example.com" }],
};

/** Each filter with each other, however many orders either has; and three and more, now and then. */
function combinations(): Question[] {
  const names = Object.keys(values);
  const pairs = names.flatMap((one, index) =>
    names
      .slice(index + 1)
      .flatMap((other) => (values[one] ?? []).flatMap((a) => (values[other] ?? []).map((b) => ({ ...a, ...b })))),
  );
  const next = seeded(20261122);
  const more = Array.from({ length: 200 }, () => {
    const some = names.filter(() => next() < 0.35);
    return Object.assign({}, ...some.map((name) => values[name]?.[next() < 0.7 ? 0 : 1]));
  });
  return [...pairs, ...more];
}

describe("the list of orders", () => {
  const first = new Map<string, number>();

  beforeAll(async () => {
    await writeBook(1, small);
    for (const [what, question] of questions) first.set(what, (await asked(question)).spent.rows_read);
    await writeBook(small + 1, large - small);
    await env.ORDERS.exec("analyze");
  }, 600_000);

  it.each(questions)(
    "asked for %s reads no more of a book twenty times as large, in one round trip",
    async (what, question) => {
      const { spent, data } = await asked(question);
      expect(spent.rows_read, what).toBeLessThan(mostRows);
      expect(spent.trips).toBe(1);
      if (data.length >= 20) expect(spent.rows_read).toBeLessThanOrEqual(Math.max(2 * (first.get(what) ?? 0), 1600));
    },
  );

  it("reads no more than a page's share for any combination of what can be asked, in one round trip", async () => {
    const spent: { question: string; rows: number }[] = [];
    for (const question of combinations()) {
      const answer = await asked(question);
      expect(answer.spent.trips, JSON.stringify(question)).toBe(1);
      spent.push({ question: JSON.stringify(question), rows: answer.spent.rows_read });
    }
    const dearest = spent.toSorted((a, b) => b.rows - a.rows);
    console.info(
      `${spent.length} questions of ${large} orders; rows read: half of them up to ${dearest[spent.length >> 1]?.rows}, the dearest ${dearest[0]?.rows} (${dearest[0]?.question})`,
    );
    expect(dearest.filter(({ rows }) => rows >= mostRows)).toEqual([]);
  }, 60_000);

  it("leafs through all that fit, each once, whatever is asked", async () => {
    const numbers = Array.from({ length: large / 1000 }, (_, thousand) => thousand * 1000 + 7);
    const delivered = numbers.filter((number) => number % 7 !== 0 && number % 11 !== 0);
    const counts: [Question, number][] = [
      [{ name: "Bob" }, large / 500],
      [{ sku: "RARE" }, large / 1000],
      [{ country: "FR", status: "cancelled" }, Math.floor(large / 350)],
      [{ payment_status: "paid", shipping_status: "unfulfilled" }, Math.floor(large / 11) - Math.floor(large / 77)],
      [{ total_min: "59000", name: "bob" }, Math.floor(large / 500) - 117],
      [{ provider: "paypal" }, Math.floor(large / 900)],
      [{ email: "buyer7@example.com", shipping_status: "delivered" }, delivered.length],
    ];
    for (const [question, count] of counts) {
      const found = await all(question);
      expect(new Set(found.map(({ id }) => id)).size, JSON.stringify(question)).toBe(found.length);
      expect(found.length, JSON.stringify(question)).toBe(count);
    }
  }, 120_000);

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
