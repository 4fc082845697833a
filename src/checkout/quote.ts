import { readCart } from "../cart/cart.ts";
import { inMarketOf } from "../catalog/markets/which-market.ts";
import { openProviders } from "../payments/providers.ts";
import type { Store } from "../platform/store.ts";
import { shippingOptions } from "../shipping/rates.ts";
import { ownCertificates } from "../tax/exemptions/exemptions.ts";
import { exemptionOf, offerLines, pricedLine } from "./lines.ts";
import { priceSale } from "./price-sale.ts";
import type { missingParts, Quote, QuoteRequest } from "./schemas.ts";
import { vatStandingOf } from "./vat-standing.ts";

/** The parts of an address that a parcel cannot do without. */
const needed = ["name", "line1", "city", "postal_code", "country"] as const;

/**
 * What the caller's cart would cost as an order, the ways to ship it there, and what is still missing. Nothing is held.
 * @throws not-available when something in the cart is no longer sold; cannot-ship-there; invalid-vat-id
 */
export async function quoteCart(asker: Store, request: QuoteRequest): Promise<Quote> {
  const cart = await readCart(asker);
  const store = await inMarketOf(asker, cart);
  const { country } = request.address ?? {};
  const [lines, exemptions, standing] = await Promise.all([
    offerLines(store, cart.items),
    ownCertificates(store),
    vatStandingOf(store, { vat_id: request.vat_id, country }),
  ]);
  const { address, shipping_option = null } = request;
  const terms = { currency: cart.currency, address, shipping_option, exemptions, standing };
  const priced = await priceSale(store, lines, terms, "ask");
  const options = shippingOptions({
    country: country ?? store.env.STORE_COUNTRY,
    home_country: store.env.STORE_COUNTRY,
    currency: priced.currency,
    subtotal: priced.subtotal - priced.discount_total,
    weight_grams: lines.reduce((sum, { quantity, offer }) => sum + quantity * offer.weight_grams, 0),
  });
  const { subtotal, discount_total, shipping_total, shipping_tax, tax_total, tax_included, tax_estimated } = priced;
  const { total, currency } = priced;
  return {
    currency,
    items: cart.items.map(({ line_id, variant_id, quantity }) => {
      const offered = lines.find((line) => line.variant_id === variant_id);
      const { unit_price, price_source, total, tax_total, tax_rate, tax_reason, taxes } = pricedLine(
        priced.lines,
        variant_id,
      );
      return {
        line_id,
        variant_id,
        quantity,
        unit_price,
        price_source,
        total,
        tax_total,
        tax_rate,
        tax_reason,
        taxes,
        sku: offered?.offer.sku ?? "",
        title: offered?.offer.title ?? "",
      };
    }),
    subtotal,
    discount_total,
    shipping_total,
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
    shipping_options: options,
    payment_providers: openProviders(store, priced.currency),
    missing: missing(request, lines.length),
  };
}

function missing(request: QuoteRequest, lines: number): (typeof missingParts)[number][] {
  const parts: (typeof missingParts)[number][] = ["email"];
  if (lines === 0) parts.unshift("items");
  if (!needed.every((part) => request.address?.[part])) parts.push("shipping_address");
  if (!request.shipping_option) parts.push("shipping_option");
  return parts;
}
