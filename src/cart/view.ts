import { aheadOf } from "../inventory/sold-ahead.ts";
import type { Market } from "../platform/market.ts";
import { type Currency, formatMoney } from "../platform/money.ts";
import { lineToPrice } from "../pricing/goods.ts";
import type { Priced, PricedLine, PriceInput } from "../pricing/price.ts";
import type { Buyer } from "../promotions/promotion.ts";
import { refusalTexts } from "./codes.ts";
import { type CartLine, type CartPlace, lineIdOf } from "./contents.ts";
import type { GivenGift } from "./gifts.ts";
import { type PricingRules, saleIn } from "./pricing-rules.ts";
import type { CartSnapshot } from "./requests.ts";
import type { CartItem, CartView, LineNotice } from "./schemas.ts";
import type { ShownSale } from "./too-dear.ts";

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
 */
export function viewCart(
  cart: CartSnapshot,
  { locale, now }: Viewing,
  { priced, gifts, missed, too_dear }: ShownSale,
): CartView {
  // Lines are answered in the order in which they were asked; gifts come behind them.
  const items = priced.lines.flatMap((of, index) => {
    const line = cart.lines[index];
    const gift = gifts[index - cart.lines.length];
    if (line) return [itemOf(line, of, too_dear.has(of.key) ? tooDear : noticeOf(line, cart.currency, locale))];
    return gift ? [giftOf(gift, of)] : [];
  });
  const codes = codesOf(cart, priced);
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
    promotions: priced.promotions,
    codes,
    notices: [...noticesOf(cart, items), ...missed.map(() => giftMissed)],
    expires_at: cart.expires_at,
    expires_in_seconds: Math.max(0, Math.ceil((Date.parse(cart.expires_at) - now.getTime()) / 1000)),
  };
}

/** What a cart's price depends on, before anything is known of its checkout. */
export function toPrice(cart: CartSnapshot, { rules, market, buyer, now }: Viewing): PriceInput {
  return {
    ...rules,
    buyer,
    currency: cart.currency,
    lines: cart.lines.map((line) => lineToPrice(line.line_id, line, line.quantity, cart.currency)),
    place: null,
    shipping_option: null,
    ...saleIn(market),
    codes: cart.codes,
    at: now.toISOString(),
    vat_id: null,
  };
}

/** Each code that the cart remembers, and whether it takes something off now. */
function codesOf({ codes }: CartSnapshot, { refused }: Priced): CartView["codes"] {
  return codes.map(({ code, promotion_id }) => {
    const reason = refused.find((one) => one.code === code)?.reason ?? null;
    return { code, promotion_id, applies: reason === null, reason, message: reason && refusalTexts[reason] };
  });
}

const giftMissed = {
  code: "gift-out-of-stock",
  message: "The gift that comes with this order is sold out.",
  line_id: null,
  title: null,
} as const;

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
    codes: [],
    notices: [],
    expires_at: null,
    expires_in_seconds: null,
  };
}

const tooDear = {
  code: "too-dear",
  message: "This is more than one order may come to, and is not counted. Lower the quantity or remove it to check out.",
} as const;

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

function itemOf(line: CartLine, priced: PricedLine, notice: LineNotice | null): CartItem {
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
    discount_total: priced.discount_total,
    discounts: priced.discounts,
    gift_of: null,
    available: sold ? available : 0,
    ...aheadOf(line, quantity),
    notice,
  };
}

/** A gift among the lines: it costs nothing, and nobody changes how many there are. */
function giftOf({ gift, offer }: GivenGift, priced: PricedLine): CartItem {
  const { variant_id, sku, product_id, slug, title, image_url, available } = offer;
  const { unit_price, price_source, total, tax_total, tax_rate, tax_reason, taxes, discount_total, discounts } = priced;
  return {
    line_id: lineIdOf(gift.promotion_id),
    ...{ variant_id, sku, product_id, slug, title, image_url, quantity: gift.quantity },
    ...{ unit_price, price_source, total, tax_total, tax_rate, tax_reason, taxes, discount_total, discounts },
    gift_of: gift.promotion_id,
    available,
    ...aheadOf(offer, gift.quantity),
    notice: null,
  };
}

function noticesOf(cart: CartSnapshot, items: readonly CartItem[]): CartView["notices"] {
  const notices: CartView["notices"] = items.flatMap(({ line_id, title, notice }) =>
    notice ? [{ ...notice, line_id, title }] : [],
  );
  for (const { line_id, title, reason } of cart.removed) {
    const why = reason === "sold-out" ? "has sold out" : "is no longer sold";
    notices.push({ code: "removed", message: `${title} ${why} and was taken out of the cart.`, line_id, title });
  }
  if (cart.left_out > 0) {
    const message = `${cart.left_out} of the things you chose before signing in did not fit into this cart.`;
    notices.push({ code: "left-out", message, line_id: null, title: null });
  }
  return notices;
}
