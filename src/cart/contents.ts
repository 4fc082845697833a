import type { Offer } from "../catalog/prices/offers.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import type { Currency } from "../platform/money.ts";
import { subtotalOf } from "../pricing/amounts.ts";
import type { BroughtCode } from "../promotions/promotion.ts";

/** The most of one line, and the most lines of one cart. */
export const largestQuantity = 999;
export const mostLines = 200;

/** Seconds between two looks at whether what is inside can still be bought. */
export const lookEverySeconds = 300;

/** What a line remembers of what the catalogue said of its variant when it was last asked; `unit_price` in the cart's currency. */
export type LineOffer = Pick<
  Offer,
  | "variant_id"
  | "product_id"
  | "slug"
  | "sku"
  | "title"
  | "image_url"
  | "category_ids"
  | "brand"
  | "tax_class"
  | "unit_price"
  | "compare_at_price"
  | "converted_from"
  | "list_prices"
  | "weight_grams"
  | "available"
> &
  // What a cart kept before it was told has none of it.
  Partial<Pick<Offer, "in_stock" | "sold_ahead" | "ships_at">>;

/** One variant in the cart; adding it again raises the quantity. */
export interface CartLine extends LineOffer {
  line_id: string;
  quantity: number;
  /** False once the catalogue no longer offers the variant. */
  sold: boolean;
  /** The price before it changed under the shopper; null once they have seen the line at its present price. */
  previous_price: number | null;
  /** Since when it was found that it cannot be bought; absent while it can. */
  gone_since?: string;
}

/** A line that was taken out because it could not be bought. */
export interface RemovedLine {
  line_id: string;
  title: string;
  reason: "no-longer-sold" | "sold-out";
}

/** Everything that a cart's object remembers. Times are ISO 8601 UTC with milliseconds, and so compare as text. */
export interface CartState {
  id: string;
  /** The code of the market that it was begun in; its lines are priced there until it is moved. */
  market: string;
  currency: Currency;
  /** Names one filling of the cart: milliseconds since 1970 when it began. An order is made of one generation, once. */
  generation: number;
  /** Rises whenever what a shopper sees changes. */
  version: number;
  /** How long the cart lives after a change. */
  life_seconds: number;
  expires_at: string;
  /** True for the cart of an account: what is in it is kept when its life is over, and looked at again when it is asked for. */
  sleeps: boolean;
  /** When to look at what can still be bought; null while the cart is empty or asleep. */
  look_at: string | null;
  /** What the store's figures count of it; null where it is not among them. */
  counted: string | null;
  /** When the shards that tell of changes last heard of everything inside; null where they do not know it as it is. */
  held_at: string | null;
  /** When the catalogue was last asked about everything inside. */
  looked_at: string;
  /** The `expires_at` that those who look on were warned of; null for none. */
  warned_for: string | null;
  lines: readonly CartLine[];
  /** Discount codes that the shopper brought, in that order. */
  codes: readonly BroughtCode[];
  /** Lines of an earlier cart that did not fit when it was merged, until the next change. */
  left_out: number;
  /** Lines that were taken out because they could not be bought, until the next change. */
  removed: readonly RemovedLine[];
  /** The last order made of this cart. */
  last_order: { order_id: string; idempotency_key: string } | null;
  /** Lines on their way to the cart of the shopper who signed in, until that cart has them. */
  handed_over: HandedOver | null;
  /** Hand-overs that this cart has taken in, newest last; each is taken once. */
  merged_from: readonly string[];
}

export interface HandedOver {
  /** The guest's cart and its generation: `cart_...:1795512345678`. */
  from: string;
  market: string;
  currency: Currency;
  lines: readonly CartLine[];
  codes: readonly BroughtCode[];
}

/**
 * The id of a line, of what it is there for: the variant that is bought, of which there is one line, or the promotion that gives it.
 * Each can be told from the other.
 */
export function lineIdOf(id: string): string {
  return id.replace(/^(var|promo)_/, "line_");
}

export function variantIdOf(lineId: string): string {
  return lineId.replace(/^line_/, "var_");
}

/** Where a cart is filled: a market's code, and the currency that is paid there. */
export interface CartPlace {
  market: string;
  currency: Currency;
}

/** A cart with nothing in it yet. */
export function startCart(id: string, { market, currency }: CartPlace, lifeSeconds: number, now: string): CartState {
  return {
    id,
    market,
    currency,
    generation: Date.parse(now),
    version: 0,
    life_seconds: lifeSeconds,
    expires_at: later(now, lifeSeconds),
    sleeps: false,
    look_at: null,
    counted: null,
    held_at: null,
    looked_at: now,
    warned_for: null,
    lines: [],
    codes: [],
    left_out: 0,
    removed: [],
    last_order: null,
    handed_over: null,
    merged_from: [],
  };
}

/**
 * Puts more of a variant into the cart.
 * @param offer of this moment; the line takes its price
 * @throws quantity-over-limit, insufficient-stock, not-available
 */
export function addLine(
  cart: CartState,
  offer: LineOffer,
  { market, currency }: CartPlace,
  quantity: number,
  now: string,
): CartState {
  const line = cart.lines.find(({ variant_id }) => variant_id === offer.variant_id);
  refuseOtherMarket(cart, { market, currency });
  if (!line && cart.lines.length >= mostLines) {
    throw new DomainError("quantity-over-limit", `A cart holds at most ${mostLines} different things.`);
  }
  const wanted = (line?.quantity ?? 0) + quantity;
  refuseTooMany(offer.title, wanted);
  refuseShort(offer, wanted);
  const lines = line
    ? cart.lines.map((other) => (other === line ? seen(line, offer, wanted) : other))
    : [...cart.lines, { ...pick(offer), line_id: lineIdOf(offer.variant_id), quantity: wanted, ...asNew }];
  subtotalOf(lines);
  return change({ ...cart, market, currency }, lines, now);
}

/** @throws cart-currency naming the market that the cart is in */
export function refuseOtherMarket(cart: CartState, place: CartPlace): void {
  if (cart.lines.length === 0 || (place.market === cart.market && place.currency === cart.currency)) return;
  const detail = `This cart is in ${cart.currency}, and this is offered in ${place.currency}. Move the cart, or empty it.`;
  throw new DomainError("cart-currency", detail, { market: cart.market, currency: cart.currency });
}

/**
 * Sets the quantity of a line; 0 removes it. Lowering is never refused, so that a short line can be mended step by step.
 * @param offer of this moment; null when the variant is no longer offered
 * @throws not-found, quantity-over-limit, insufficient-stock, not-available
 */
export function setQuantity(
  cart: CartState,
  lineId: string,
  quantity: number,
  offer: LineOffer | null,
  now: string,
): CartState {
  const line = lineIn(cart, lineId);
  if (quantity === 0) return dropLine(cart, lineId, now);
  refuseTooMany(line.title, quantity);
  if (quantity > line.quantity) {
    if (!offer) throw new DomainError("not-available", `${line.title} is no longer sold.`);
    refuseShort(offer, quantity);
  }
  const edited = offer ? seen(line, offer, quantity) : { ...line, quantity, sold: false };
  const lines = cart.lines.map((other) => (other === line ? edited : other));
  if (quantity > line.quantity) subtotalOf(lines);
  return change(cart, lines, now);
}

/** Takes a line out. @throws not-found */
export function dropLine(cart: CartState, lineId: string, now: string): CartState {
  const line = lineIn(cart, lineId);
  return change(
    cart,
    cart.lines.filter((other) => other !== line),
    now,
  );
}

/** Takes everything out, codes too. A cart that is empty stays as it is. */
export function dropAll(cart: CartState, now: string): CartState {
  return cart.lines.length === 0 && cart.codes.length === 0 ? cart : { ...change(cart, [], now), codes: [] };
}

/** The cart with other lines: a change by the shopper, which gives it its whole life again. */
export function change(cart: CartState, lines: readonly CartLine[], now: string): CartState {
  return {
    ...cart,
    lines,
    version: cart.version + 1,
    left_out: 0,
    removed: [],
    expires_at: later(now, cart.life_seconds),
    ...nextLook(cart, lines, now),
  };
}

/** What was looked at long ago is looked at again at once; what is put into an empty cart is as new as can be. */
function nextLook(cart: CartState, lines: readonly CartLine[], now: string): Pick<CartState, "look_at" | "looked_at"> {
  if (lines.length === 0) return { look_at: null, looked_at: now };
  const looked_at = cart.lines.length === 0 ? now : cart.looked_at;
  const next = later(looked_at, lookEverySeconds);
  return { looked_at, look_at: cart.look_at !== null && cart.look_at < next ? cart.look_at : next };
}

/**
 * Prices what is inside in another market; an empty cart just moves there.
 * @param offers of that market
 * @throws not-available naming each line that is not sold there: then nothing is moved, and nothing was converted
 */
export function moveCart(
  cart: CartState,
  { market, currency }: CartPlace,
  offers: ReadonlyMap<string, LineOffer>,
  now: string,
): CartState {
  if (market === cart.market && currency === cart.currency) return cart;
  const unsold = cart.lines.filter(({ variant_id }) => !offers.has(variant_id));
  if (unsold.length > 0) {
    const names = unsold.map(({ title }) => title).join(", ");
    throw new DomainError("not-available", `Not sold there: ${names}. Take it out, or stay where you are.`, {
      lines: unsold.map(({ line_id, variant_id, sku, title }) => ({ line_id, variant_id, sku, title })),
    });
  }
  const lines = cart.lines.flatMap((line): CartLine[] => {
    const offer = offers.get(line.variant_id);
    return offer ? [{ ...pick(offer), line_id: line.line_id, quantity: line.quantity, ...asNew }] : [];
  });
  return change({ ...cart, market, currency }, lines, now);
}

/** A time so many seconds after another. */
export function later(now: string, seconds: number): string {
  return new Date(Date.parse(now) + seconds * 1000).toISOString();
}

const asNew = { sold: true, previous_price: null } as const;

/** The line as the shopper has just seen and set it. */
function seen(line: CartLine, offer: LineOffer, quantity: number): CartLine {
  const previous_price = offer.unit_price === line.unit_price ? null : line.unit_price;
  return { ...pick(offer), line_id: line.line_id, quantity, sold: true, previous_price };
}

/** Only what a line remembers of an offer. */
export function pick(offer: LineOffer): LineOffer {
  const { variant_id, product_id, slug, sku, title, image_url, category_ids, brand, tax_class } = offer;
  const { unit_price, compare_at_price, converted_from, list_prices, weight_grams, available } = offer;
  const { in_stock = null, sold_ahead = null, ships_at = null } = offer;
  return {
    ...{ variant_id, product_id, slug, sku, title, image_url, category_ids, brand, tax_class },
    ...{ unit_price, compare_at_price, converted_from, list_prices, weight_grams, available },
    ...{ in_stock, sold_ahead, ships_at },
  };
}

function lineIn(cart: CartState, lineId: string): CartLine {
  const line = cart.lines.find(({ line_id }) => line_id === lineId);
  if (!line) throw notFound("line in this cart");
  return line;
}

function refuseTooMany(title: string, quantity: number): void {
  if (quantity <= largestQuantity) return;
  throw new DomainError("quantity-over-limit", `At most ${largestQuantity} of ${title}, not ${quantity}.`);
}

function refuseShort(offer: LineOffer, requested: number): void {
  const { variant_id, sku, title, available } = offer;
  if (available === null || requested <= available) return;
  const detail = available > 0 ? `Only ${available} of ${title} left.` : `${title} is sold out.`;
  throw new DomainError("insufficient-stock", detail, {
    available: Math.max(0, available),
    lines: [{ line_id: lineIdOf(variant_id), variant_id, sku, title, requested, available: Math.max(0, available) }],
  });
}
