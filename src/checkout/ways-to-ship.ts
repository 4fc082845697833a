import { pricingRules } from "../cart/pricing-rules.ts";
import { DomainError } from "../platform/errors.ts";
import type { Currency } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { type Priced, type PriceInput, priceCart } from "../pricing/price.ts";
import { askCarriers } from "../shipping/live/ask-carriers.ts";
import { asksCarrier } from "../shipping/live/inquiries.ts";
import { type LivePrice, type ShippingOption, shippingOptions } from "../shipping/methods.ts";
import type { ShippedItem } from "../shipping/parcels.ts";
import type { Place } from "../tax/rules.ts";
import type { OfferedLine } from "./lines.ts";
import { type Goods, type PricedGoods, priceGoods } from "./price-goods.ts";
import type { QuoteRequest } from "./schemas.ts";

/**
 * The ways to ship what was priced, each at what it would cost.
 * @param place null while unknown: the market's own country then, as prices are estimated for it
 * @throws cannot-ship-there where nothing leads there
 */
export async function waysToShip(
  store: Store,
  { lines, priced, input }: Pick<PricedGoods, "lines" | "priced" | "input">,
  place: Place | null,
): Promise<ShippingOption[]> {
  const { shipping, home_country } = await pricingRules(store);
  const { live_shipping: live, likely_country } = input;
  return shippingOptions(shipping, {
    ...{ place: place ?? { country: likely_country ?? home_country }, home_country, currency: priced.currency },
    ...{ subtotal: priced.shipping_subtotal, items: lines.map(travelling), locale: store.locale, live },
  });
}

/** A way to ship a sale, with what this buyer would pay for it in the end. */
export type OfferedWay = ShippingOption & { total: number; discount_total: number };

/**
 * Each way with what shipping would cost in this very sale if it were the chosen one: after promotions, and without taxes for who pays
 * none. A way that could not be paid for if it were chosen is left out: what promotions then leave of the goods has no price there, or
 * the order would come to more than one may. Whatever staff ask for one way, the others stay open.
 */
export function withTotals(
  options: readonly ShippingOption[],
  { priced, input }: Pick<PricedGoods, "priced" | "input">,
): OfferedWay[] {
  return options.flatMap((option) => {
    const chosen = option.id === input.shipping_option ? priced : pricedWith(input, option.id);
    return chosen ? [{ ...option, total: chosen.shipping_total, discount_total: chosen.shipping_discount_total }] : [];
  });
}

const unpayable: ReadonlySet<string> = new Set(["cannot-ship-there", "quantity-over-limit"]);

function pricedWith(input: PriceInput, shipping_option: string): Priced | null {
  try {
    return priceCart({ ...input, shipping_option });
  } catch (thrown) {
    if (thrown instanceof DomainError && unpayable.has(thrown.code)) return null;
    throw thrown;
  }
}

/**
 * What carriers take for the goods, gifts among them, where a method that leads there is priced by one and the place is known to
 * the postal code.
 * @param ask whether they may be called: never while a cart is held, for then what the quote was told counts
 */
export async function carriersPrices(
  store: Store,
  { lines }: Pick<PricedGoods, "lines">,
  { address, currency }: { address: QuoteRequest["address"]; currency: Currency },
  ask: "ask" | "as-quoted",
): Promise<ReadonlyMap<string, LivePrice> | undefined> {
  const { country, postal_code, region, city } = address ?? {};
  if (!country || !postal_code || lines.length === 0) return undefined;
  const { shipping } = await pricingRules(store);
  if (!shipping.methods.some(asksCarrier)) return undefined;
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
