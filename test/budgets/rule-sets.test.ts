import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { pricingRules } from "../../src/cart/pricing-rules.ts";
import { forgetPriceRules, priceRules } from "../../src/catalog/prices/rules.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { forgetPromotionRules, promotionRules } from "../../src/promotions/campaigns/read-rules.ts";
import { forgetShippingRules, shippingRules } from "../../src/shipping/read-rules.ts";
import { forgetTaxRules, taxRules } from "../../src/tax/zones/read-rules.ts";
import { meter } from "./meter.ts";

beforeEach(() => {
  for (const forget of [forgetPriceRules, forgetPromotionRules, forgetShippingRules, forgetTaxRules]) forget();
});

/** Stores of one isolate at times that follow one another, and what they asked of the databases together. */
function isolate() {
  const spent = { trips: 0, queries: 0, rows_read: 0 };
  const [CATALOG, ORDERS] = [meter(env.CATALOG, spent), meter(env.ORDERS, spent)];
  const begun = Date.now();
  const storeAfter = (seconds: number): Store =>
    openStore({ ...env, CATALOG, ORDERS }, { now: () => new Date(begun + seconds * 1000) });
  return { spent, storeAfter };
}

describe("a store reads once a minute, however many carts ask", () => {
  it.each<[string, number, (store: Store) => Promise<unknown>]>([
    ["its taxes", 1, taxRules],
    ["its ways to ship", 1, shippingRules],
    ["its price lists", 1, priceRules],
    ["its promotions", 1, promotionRules],
    ["all of these for a price", 4, pricingRules],
  ])("%s", async (_, trips, read) => {
    const { spent, storeAfter } = isolate();
    for (let cart = 0; cart < 50; cart++) await read(storeAfter(0));
    expect(spent.trips).toBe(trips);
    await read(storeAfter(59));
    expect(spent.trips).toBe(trips);
    await read(storeAfter(61));
    expect(spent.trips).toBe(2 * trips);
  });
});
