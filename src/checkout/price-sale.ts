import type { Store } from "../platform/store.ts";
import { withAssessedTaxes } from "../pricing/assessed.ts";
import type { Priced, PriceInput } from "../pricing/price.ts";
import type { TaxInquiry } from "../tax/assessment.ts";
import { defaultTaxClass, type Place } from "../tax/rules.ts";
import { assessedBefore, assessTaxes } from "../tax/service/assess.ts";
import { taxServices } from "../tax/zones/read-rules.ts";
import type { OfferedLine } from "./lines.ts";
import { type Goods, type PricedGoods, priceGoods } from "./price-goods.ts";
import type { QuoteRequest } from "./schemas.ts";
import { countedVatId, type VatStanding } from "./vat-standing.ts";
import { carriersPrices } from "./ways-to-ship.ts";

type KnownAddress = NonNullable<QuoteRequest["address"]>;

/** Where a sale goes, and to whom. */
export interface SaleTerms extends Pick<PriceInput, "currency" | "shipping_option"> {
  /** As far as it is known. */
  address: KnownAddress | undefined;
  standing: VatStanding;
}

/**
 * What a sale comes to with its taxes, by the store's own rules or an outside service's, and its shipping, by the store's own rates or
 * what carriers take.
 * @throws not-available naming each line that is no longer sold; cannot-ship-there; quantity-over-limit
 * @param ask whether those services may be called: never while a cart is held, for then what the quote was told counts
 */
export async function priceSale(
  store: Store,
  goods: Goods,
  { address, standing, ...terms }: SaleTerms,
  ask: "ask" | "as-quoted",
): Promise<PricedGoods> {
  const vat_id = countedVatId(standing);
  const to = { ...terms, place: placeOf(address), vat_id };
  const first = await priceGoods(store, goods, to);
  // Which gifts travel with the goods is known when these are priced; with what carriers take for all of it they are priced again.
  const live_shipping = await carriersPrices(store, first, { address, currency: terms.currency }, ask);
  const sale = live_shipping ? await priceGoods(store, goods, { ...to, live_shipping }) : first;
  return { ...sale, priced: await withOutsideTaxes(store, sale.priced, sale.lines, { address, vat_id }, ask) };
}

/** Where an address lies, as far as it is known; null before a country is. */
export function placeOf(address: KnownAddress | undefined): Place | null {
  const { country, region, postal_code } = address ?? {};
  return country === undefined ? null : { country, region, postal_code };
}

/**
 * The price with an outside service's taxes, where staff have one asked and the goods' place is known to the postal code. Where it is
 * of no use the store's own stay, marked.
 */
async function withOutsideTaxes(
  store: Store,
  priced: Priced,
  lines: readonly OfferedLine[],
  to: { address: KnownAddress | undefined; vat_id: string | null },
  ask: "ask" | "as-quoted",
): Promise<Priced> {
  const { provider, tax_codes } = await taxServices(store);
  const { country, postal_code, region, city, line1 } = to.address ?? {};
  if (provider === "own" || !country || !postal_code || priced.tax_estimated) return priced;
  const inquiry: TaxInquiry = {
    currency: priced.currency,
    lines: priced.lines
      .flatMap(({ key, total, quantity }) => {
        const tax_class = lines.find((line) => line.key === key)?.offer.tax_class ?? defaultTaxClass;
        return total > 0 ? [{ key, amount: total, quantity, tax_class }] : [];
      })
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    shipping: priced.shipping_total,
    tax_included: priced.tax_included,
    place: { country, postal_code, region, city, line1 },
    home_country: store.env.STORE_COUNTRY,
    relief: priced.tax_relief,
    vat_id: to.vat_id,
    codes: tax_codes,
  };
  if (inquiry.lines.length === 0) return priced;
  const answer = await (ask === "ask" ? assessTaxes : assessedBefore)(store, provider, inquiry);
  return answer ? withAssessedTaxes(priced, answer) : { ...priced, tax_source: "own_fallback" };
}
