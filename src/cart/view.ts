import type { Market } from "../platform/market.ts";
import { type Currency, formatMoney } from "../platform/money.ts";
import { lineToPrice } from "../pricing/goods.ts";
import { type PricedLine, priceCart } from "../pricing/price.ts";
import type { Buyer } from "../promotions/promotion.ts";
import type { CartLine, CartPlace } from "./contents.ts";
import { type PricingRules, saleIn } from "./pricing-rules.ts";
import type { CartSnapshot } from "./requests.ts";
import type { CartItem, CartView, LineNotice } from "./schemas.ts";

/** What a view depends on beside the cart itself. */
export interface Viewing {
  locale: string;
  rules: PricingRules;
  /** The one that the cart is in. */
  market: Market;
  buyer: Buyer;
  now: Date;
}

/**
 * The cart as the wire and the pages show it, totals and all. Shipping counts from checkout on; tax is that of the store's
 * own country until the destination is known.
 * @throws quantity-over-limit when prices have risen past what one order may come to
 */
export function viewCart(cart: CartSnapshot, viewing: Viewing): CartView {
  const { locale, rules, market, buyer, now } = viewing;
  const priced = priceCart({
    ...rules,
    buyer,
    currency: cart.currency,
    lines: cart.lines.map((line) => lineToPrice(line.line_id, line, line.quantity, cart.currency)),
    place: null,
    shipping_option: null,
    ...saleIn(market),
    codes: [],
    at: now.toISOString(),
    vat_id: null,
  });
  // Lines are answered in the order in which they were asked.
  const items = priced.lines.flatMap((of, index) => {
    const line = cart.lines[index];
    return line ? [itemOf(line, of, cart.currency, locale)] : [];
  });
  const { subtotal, discount_total, shipping_total, tax_total, tax_included, tax_estimated, total } = priced;
  return {
    id: cart.id,
    version: cart.version,
    market: cart.market,
    currency: cart.currency,
    items,
    subtotal,
    discount_total,
    shipping_total,
    tax_total,
    tax_included,
    tax_estimated,
    total,
    promotions: [],
    notices: noticesOf(cart, items),
    expires_at: cart.expires_at,
    expires_in_seconds: Math.max(0, Math.ceil((Date.parse(cart.expires_at) - now.getTime()) / 1000)),
  };
}

/** The view of a cart that nobody has put anything into yet. */
export function viewNothing(id: string | null, { market, currency }: CartPlace): CartView {
  return {
    id,
    version: 0,
    market,
    currency,
    items: [],
    subtotal: 0,
    discount_total: 0,
    shipping_total: 0,
    tax_total: 0,
    tax_included: true,
    tax_estimated: true,
    total: 0,
    promotions: [],
    notices: [],
    expires_at: null,
    expires_in_seconds: null,
  };
}

/** What the shopper should know of a line, the weightiest first; null when all is well. */
function noticeOf(line: CartLine, currency: Currency, locale: string): LineNotice | null {
  const { sold, available, quantity, previous_price, unit_price } = line;
  if (!sold) return { code: "no-longer-sold", message: "This is no longer sold. Remove it to check out." };
  if (available !== null && available <= 0) {
    return { code: "sold-out", message: "This has sold out. Remove it to check out." };
  }
  if (available !== null && available < quantity) {
    return { code: "fewer-left", message: `Only ${available} left. Lower the quantity to check out.` };
  }
  if (previous_price !== null) {
    const [was, is] = [previous_price, unit_price].map((amount) => formatMoney(amount, currency, locale));
    return { code: "price-changed", message: `The price was ${was} and is now ${is}.` };
  }
  return null;
}

function itemOf(line: CartLine, priced: PricedLine, currency: Currency, locale: string): CartItem {
  const { unit_price, price_source, total, tax_total, tax_rate, tax_reason, taxes } = priced;
  const { line_id, variant_id, sku, product_id, slug, title, image_url, quantity, available, sold } = line;
  return {
    line_id,
    variant_id,
    sku,
    product_id,
    slug,
    title,
    image_url,
    quantity,
    unit_price,
    price_source,
    total,
    tax_total,
    tax_rate,
    tax_reason,
    taxes,
    available: sold ? available : 0,
    notice: noticeOf(line, currency, locale),
  };
}

function noticesOf(cart: CartSnapshot, items: readonly CartItem[]): CartView["notices"] {
  const notices: CartView["notices"] = items.flatMap(({ line_id, notice }) => (notice ? [{ ...notice, line_id }] : []));
  if (cart.left_out > 0) {
    const message = `${cart.left_out} of the things you chose before signing in did not fit into this cart.`;
    notices.push({ code: "left-out", message, line_id: null });
  }
  return notices;
}
