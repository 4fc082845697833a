import type { z } from "@hono/zod-openapi";
import type { Store } from "../platform/store.ts";
import { type ShippingOption, shippingOptions } from "./methods.ts";
import { shippingRules } from "./read-rules.ts";
import type { ratesRequest } from "./schemas.ts";

/**
 * The ways to ship something, whoever asks. No carrier is asked: a live rate is told by the price that stands in for it.
 * @throws cannot-ship-there, quantity-over-limit
 */
export async function askRates(store: Store, request: z.infer<typeof ratesRequest>): Promise<ShippingOption[]> {
  const { country, region, postal_code, currency = store.currency, subtotal, weight_grams = 0, items } = request;
  return shippingOptions(await shippingRules(store), {
    place: { country, region, postal_code },
    home_country: store.env.STORE_COUNTRY,
    currency,
    subtotal,
    items: items ?? [{ quantity: 1, weight_grams }],
    locale: store.locale,
  });
}
