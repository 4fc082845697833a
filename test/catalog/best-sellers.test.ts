import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { consumeInsights } from "../../queues/insights.ts";
import { countSales, forgetOldSales } from "../../src/catalog/lists/best-sellers.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { createProduct, updateProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type ProductPage, productQuery } from "../../src/catalog/schemas.ts";
import { project, subscriptions } from "../../src/events/routing.ts";
import { openStore } from "../../src/platform/store.ts";
import { choose, giveBack, order, sell, storeFor } from "../checkout/shop.ts";
import { deliver, eventAbout } from "../events/delivery.ts";

const shopper = openStore(env, { actor: { kind: "shopper", cartId: null } });
const quiet = openStore(env, { log: { info: () => {}, warn: () => {}, error: () => {} } });

const bestSelling = (query: Record<string, string> = {}): Promise<ProductPage> =>
  listProducts(shopper, productQuery.parse({ sort: "best-selling", limit: "100", ...query }));

const soldOf = (productId: string) =>
  env.CATALOG.prepare("select sold from products where id = ?").bind(productId).first<number>("sold");

/** What the queue of insights is told of an order. */
async function told(orderId: string, type: "order.billed" | "order.cancelled" | "order.refunded") {
  const subscription = subscriptions.find(({ subscriber }) => subscriber === "insights");
  if (!subscription) throw new Error("Nobody hears of sales.");
  return project(subscription, await eventAbout(orderId, type));
}

const tell = (...bodies: unknown[]) => deliver(quiet, consumeInsights, "insights", bodies);

async function bought(variantId: string, quantity: number): Promise<string> {
  const placed = await order(variantId, quantity);
  await choose(placed, "approve");
  return placed.order.id;
}

// The first order of all loads the whole store.
beforeAll(async () => {
  await bought((await sell({ title: "First of all" })).variant_id, 1);
}, 60_000);

describe("best sellers", () => {
  it("are sorted by the units of paid orders, and newest first where equally many were sold", async () => {
    const [few, many, none, newer] = [await sell({}), await sell({}), await sell({}), await sell({})];
    const first = await bought(few.variant_id, 1);
    const second = await bought(many.variant_id, 3);
    expect((await tell(await told(first, "order.billed"), await told(second, "order.billed"))).again).toEqual([]);
    const shown = (await bestSelling()).data.filter(({ title }) => title !== "First of all");
    expect(shown.map(({ id }) => id)).toEqual([many.product_id, few.product_id, newer.product_id, none.product_id]);
  });

  it("are counted by themselves in the seconds after an order is paid", async () => {
    const pan = await sell({});
    await bought(pan.variant_id, 2);
    const end = Date.now() + 25_000;
    while ((await soldOf(pan.product_id)) === 0 && Date.now() < end) await new Promise((go) => setTimeout(go, 200));
    expect(await soldOf(pan.product_id)).toBe(2);
  }, 30_000);

  it("count an order once, though its event comes twice, in one batch or in two", async () => {
    const pan = await sell({});
    const body = await told(await bought(pan.variant_id, 2), "order.billed");
    await tell(body, body);
    await tell(body);
    expect(await soldOf(pan.product_id)).toBe(2);
  });

  it("count no order that was cancelled or given back whole, whichever event comes first", async () => {
    const pan = await sell({});
    const [kept, refunded] = [await bought(pan.variant_id, 1), await bought(pan.variant_id, 4)];
    await tell(await told(kept, "order.billed"), await told(refunded, "order.billed"));
    expect(await soldOf(pan.product_id)).toBe(5);
    await giveBack(storeFor(), refunded, { reason: "It did not fit." });
    const undone = await told(refunded, "order.refunded");
    await tell(undone);
    expect((await tell(undone)).again).toEqual([]);
    expect(await soldOf(pan.product_id)).toBe(1);

    const early = {
      ...(undone as Record<string, unknown>),
      type: "order.cancelled",
      data: { order_id: "ord_early", items: [] },
    };
    const late = {
      ...early,
      type: "order.billed",
      data: { order_id: "ord_early", items: [{ variant_id: pan.variant_id, quantity: 9 }] },
    };
    await tell(early);
    await tell(late);
    expect(await soldOf(pan.product_id)).toBe(1);
  });

  it("still count an order of which a part of the money was given back as a favour", async () => {
    const pan = await sell({});
    const id = await bought(pan.variant_id, 2);
    await tell(await told(id, "order.billed"));
    await giveBack(storeFor(), id, { amount: 100, reason: "A scratch." });
    await tell(await told(id, "order.refunded"));
    expect(await soldOf(pan.product_id)).toBe(2);
  });

  it("stay best sellers on every shelf when the product is edited", async () => {
    const mug = (sku: string, attributes: Record<string, string> = {}) =>
      createProduct(
        storeFor(),
        newProduct.parse({
          title: `Mug ${sku}`,
          status: "active",
          brand: "Emaille",
          attributes,
          variants: [{ sku, prices: [{ currency: "EUR", amount: 900 }], stock: 5 }],
        }),
      );
    const product = await mug("MUG-A", { colour: "blue" });
    const plain = await mug("MUG-B");
    const variant = product.variants[0];
    await tell(await told(await bought(variant?.id ?? "", 2), "order.billed"));
    const inBrand = async () => (await bestSelling({ brand: "Emaille" })).data.map(({ id }) => id);
    expect(await inBrand()).toEqual([product.id, plain.id]);
    await updateProduct(storeFor(), product.id, product.version, { attributes: { colour: "red" } });
    expect(await inBrand()).toEqual([product.id, plain.id]);
    const red = await listProducts(shopper, {
      ...productQuery.parse({ sort: "best-selling" }),
      attributes: { colour: "red" },
    });
    expect(red.data.map(({ id }) => id)).toEqual([product.id]);
  });

  it("turn pages to the end, each product once", async () => {
    const all = (await bestSelling()).data.map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: ProductPage = await bestSelling({ limit: "2", ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(all);
  });

  it("gives back what is no event, and does the others", async () => {
    const pan = await sell({});
    const body = await told(await bought(pan.variant_id, 1), "order.billed");
    const nonsense = { type: "order.billed", data: {} };
    const outcome = await tell(nonsense, body);
    expect(outcome.done).toEqual([body]);
    expect(outcome.again).toEqual([{ body: nonsense, delaySeconds: 0 }]);
    expect(await soldOf(pan.product_id)).toBe(1);
  });

  it("are those of the last ninety days", async () => {
    const old = await sell({});
    const at = (days: number) => openStore(env, { now: () => new Date(Date.now() + days * 24 * 3600 * 1000) });
    const sale = (orderId: string, day: string) => ({
      order_id: orderId,
      items: [{ variant_id: old.variant_id, quantity: 7 }],
      day,
      taken_back: false,
    });
    const today = new Date().toISOString().slice(0, 10);
    await countSales(at(0), [sale("ord_today", today), sale("ord_long_ago", "2020-01-01")]);
    expect(await soldOf(old.product_id)).toBe(7);
    await forgetOldSales(at(89));
    expect(await soldOf(old.product_id)).toBe(7);
    await forgetOldSales(at(90));
    expect(await soldOf(old.product_id)).toBe(0);
    const shown = await env.CATALOG.prepare(
      "select max(l.sold) as sold from listings l join products p on p.no = l.product_no where p.id = ?",
    )
      .bind(old.product_id)
      .first("sold");
    expect(shown).toBe(0);
    const kept = await env.CATALOG.prepare("select count(*) as n from sold_orders where order_id = 'ord_today'").first(
      "n",
    );
    expect(kept).toBe(0);
  });
});
