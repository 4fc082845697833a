import { openCart } from "../cart/cart.ts";
import { lineIdOf } from "../cart/contents.ts";
import { inMarketOf } from "../catalog/markets/which-market.ts";
import { aheadOf } from "../inventory/sold-ahead.ts";
import { openProviders } from "../payments/providers.ts";
import { addressFaults, tidyAddress } from "../platform/addresses/check-address.ts";
import type { Currency } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import type { Priced } from "../pricing/price.ts";
import { standingOf, toldCode } from "./codes.ts";
import { exemptionOf, type OfferedLine, pricedLine } from "./lines.ts";
import type { Goods } from "./price-goods.ts";
import { placeOf, priceSale } from "./price-sale.ts";
import type { missingParts, Quote, QuoteRequest } from "./schemas.ts";
import { type VatStanding, vatStandingOf } from "./vat-standing.ts";
import { usualWay, waysToShip, withTotals } from "./ways-to-ship.ts";

/** The parts of an address that a parcel cannot do without in any country. */
const needed = ["name", "line1", "country"] as const;

/**
 * What the caller's cart would cost as an order, the ways to ship it there, and what is still missing. Nothing is held.
 * @param usual whether the first way that leads there is taken where the one that is asked for does not, or none is asked for
 * @throws not-available when something in the cart is no longer sold; cannot-ship-there; invalid-vat-id; unknown-code for one of the
 *   request's own codes
 */
export async function quoteCart(asker: Store, given: QuoteRequest, usual = false): Promise<Quote> {
  const [cart, request] = await Promise.all([openCart(asker), tidied(given)]);
  const { vat_id, address } = request;
  const [store, standing] = await Promise.all([
    cart ? inMarketOf(asker, cart) : asker,
    vatStandingOf(asker, { vat_id, country: address?.country }),
  ]);
  const filling = cart ?? { currency: store.currency, lines: [], codes: [] };
  const shipping_option = usual
    ? await usualWay(store, filling, placeOf(address), request.shipping_option)
    : request.shipping_option;
  return quoteOf(store, filling, { ...request, shipping_option }, standing, "ask");
}

/** The request with its address as the order will have it: its region and postal code decide about tax and shipping. */
async function tidied(request: QuoteRequest): Promise<QuoteRequest> {
  return request.address ? { ...request, address: await tidyAddress(request.address) } : request;
}

/** What is quoted: a cart, or what a checkout holds of one. */
type Quoted = Pick<Goods, "lines" | "codes"> & { currency: Currency };

/**
 * {@link quoteCart}, of a filling that is there already. Codes that are of no use any more are told and not counted.
 * @param store in the filling's market
 * @param ask whether an outside service may be called: never while a cart is held
 */
export async function quoteOf(
  store: Store,
  { currency, lines, codes }: Quoted,
  request: QuoteRequest,
  standing: VatStanding,
  ask: "ask" | "as-quoted",
): Promise<Quote> {
  const asked = await standingOf(store, codes, request.codes ?? []);
  const { address, shipping_option = null, email = null } = request;
  const usable = asked.filter(({ standing }) => standing === "usable");
  const terms = { currency, address, shipping_option, standing };
  const sale = await priceSale(store, { lines, codes: usable, email }, terms, ask);
  const { priced } = sale;
  const [ways, payment_providers] = await Promise.all([
    waysToShip(store, sale, placeOf(address)),
    openProviders(store, { currency, country: address?.country ?? null }),
  ]);
  const options = withTotals(ways, sale);
  const { subtotal, discount_total, shipping_total, shipping_discount_total, shipping_tax } = priced;
  const { tax_total, tax_included, tax_estimated, total } = priced;
  return {
    currency,
    items: sale.lines.map((line) => quoteLine(line, priced)),
    subtotal,
    discount_total,
    shipping_total,
    shipping_discount_total,
    tax_total,
    shipping_tax_total: shipping_tax.tax_total,
    shipping_tax_rate: shipping_tax.tax_rate,
    shipping_tax_reason: shipping_tax.tax_reason,
    shipping_taxes: shipping_tax.taxes,
    tax_included,
    tax_estimated,
    tax_source: priced.tax_source,
    tax_exemption: exemptionOf(priced),
    vat_check: standing.vat_check,
    total,
    promotions: sale.promotions.map(({ first_order: _, ...one }) => one),
    codes: asked.map((code) => toldCode(code, priced)),
    shipping_option,
    shipping_options: options,
    payment_providers,
    missing: await missing(request, lines.length),
  };
}

function quoteLine(line: OfferedLine, priced: Priced): Quote["items"][number] {
  const { variant_id, quantity, gift_of, offer } = line;
  const { unit_price, price_source, discount_total, discounts, total, tax_total, tax_rate, tax_reason, taxes } =
    pricedLine(priced.lines, line);
  return {
    line_id: lineIdOf(gift_of ?? variant_id),
    ...{ variant_id, quantity, unit_price, price_source, discount_total, discounts, gift_of },
    ...{ total, tax_total, tax_rate, tax_reason, taxes },
    ...aheadOf(offer, quantity),
    sku: offer.sku,
    title: offer.title,
  };
}

async function missing(request: QuoteRequest, lines: number): Promise<(typeof missingParts)[number][]> {
  const parts: (typeof missingParts)[number][] = request.email === undefined ? ["email"] : [];
  if (lines === 0) parts.unshift("items");
  if (!(await isWhole(request.address))) parts.push("shipping_address");
  if (!request.shipping_option) parts.push("shipping_option");
  return parts;
}

async function isWhole(address: QuoteRequest["address"]): Promise<boolean> {
  const country = address?.country;
  if (country === undefined || !needed.every((part) => address?.[part])) return false;
  return (await addressFaults({ ...address, country })).length === 0;
}
