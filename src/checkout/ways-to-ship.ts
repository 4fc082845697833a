import { pricingRules } from "../cart/pricing-rules.ts";
import type { Currency } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { type ShippingOption, shippingOptions } from "../shipping/methods.ts";
import type { ShippedItem } from "../shipping/parcels.ts";
import type { Place } from "../tax/rules.ts";
import type { OfferedLine } from "./lines.ts";
import { type Goods, type PricedGoods, priceGoods } from "./price-goods.ts";

/**
 * The ways to ship what was priced, each at what it would cost.
 * @param place null while unknown: the store's own country then
 * @throws cannot-ship-there where nothing leads there
 */
export async function waysToShip(
  store: Store,
  { lines, priced }: Pick<PricedGoods, "lines" | "priced">,
  place: Place | null,
): Promise<ShippingOption[]> {
  const { shipping, home_country } = await pricingRules(store);
  return shippingOptions(shipping, {
    ...{ place: place ?? { country: home_country }, home_country, currency: priced.currency },
    ...{ subtotal: priced.shipping_subtotal, items: lines.map(travelling), locale: store.locale },
  });
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
