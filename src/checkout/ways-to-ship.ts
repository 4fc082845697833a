import { pricingRules } from "../cart/pricing-rules.ts";
import type { Currency } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { askCarriers } from "../shipping/live/ask-carriers.ts";
import { asksCarrier } from "../shipping/live/inquiries.ts";
import { type LivePrice, type ShippingOption, shippingOptions } from "../shipping/methods.ts";
import type { ShippedItem } from "../shipping/parcels.ts";
import type { Place } from "../tax/rules.ts";
import { type OfferedLine, offerLines } from "./lines.ts";
import { type Goods, type PricedGoods, priceGoods } from "./price-goods.ts";
import type { QuoteRequest } from "./schemas.ts";

/**
 * The ways to ship what was priced, each at what it would cost.
 * @param place null while unknown: the store's own country then
 * @throws cannot-ship-there where nothing leads there
 */
export async function waysToShip(
  store: Store,
  { lines, priced, live_shipping: live }: Pick<PricedGoods, "lines" | "priced" | "live_shipping">,
  place: Place | null,
): Promise<ShippingOption[]> {
  const { shipping, home_country } = await pricingRules(store);
  return shippingOptions(shipping, {
    ...{ place: place ?? { country: home_country }, home_country, currency: priced.currency },
    ...{ subtotal: priced.shipping_subtotal, items: lines.map(travelling), locale: store.locale, live },
  });
}

/**
 * What carriers take for the goods, where a method that leads there is priced by one and the place is known to the postal code. Gifts
 * are not in it: which there are is known when all is priced.
 * @param ask whether they may be called: never while a cart is held, for then what the quote was told counts
 * @throws not-available naming each line that is no longer sold
 */
export async function carriersPrices(
  store: Store,
  goods: Pick<Goods, "lines">,
  { address, currency }: { address: QuoteRequest["address"]; currency: Currency },
  ask: "ask" | "as-quoted",
): Promise<ReadonlyMap<string, LivePrice> | undefined> {
  const { country, postal_code, region, city } = address ?? {};
  if (!country || !postal_code || goods.lines.length === 0) return undefined;
  const { shipping } = await pricingRules(store);
  if (!shipping.methods.some(asksCarrier)) return undefined;
  const lines = await offerLines(store, goods.lines);
  return askCarriers(
    store,
    { to: { country, postal_code, region, city }, currency, items: lines.map(travelling) },
    ask,
  );
}

/** Whether a way to ship is priced by a carrier. */
export async function isPricedByCarrier(store: Store, code: string): Promise<boolean> {
  const { shipping } = await pricingRules(store);
  return shipping.methods.some((method) => method.code === code && asksCarrier(method));
}

/**
 * The way that is chosen until the shopper chooses another: the one that was asked for where it leads there, else the first.
 * @throws not-available; cannot-ship-there where nothing leads there
 */
export async function usualWay(
  store: Store,
  { lines, currency }: Pick<Goods, "lines"> & { currency: Currency },
  place: Place | null,
  asked: string | undefined,
): Promise<string | undefined> {
  const goods = { lines, codes: [], email: null };
  const sale = await priceGoods(store, goods, { currency, place, shipping_option: null, vat_id: null });
  const ways = await waysToShip(store, sale, place);
  return (ways.find(({ id }) => id === asked) ?? ways[0])?.id;
}

function travelling({ quantity, offer }: OfferedLine): ShippedItem {
  const { weight_grams, length_mm, width_mm, height_mm, ships_alone } = offer;
  return { quantity, weight_grams, length_mm, width_mm, height_mm, ships_alone };
}
