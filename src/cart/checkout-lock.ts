import type { BroughtCode } from "../promotions/promotion.ts";
import { type CartState, later, lookEverySeconds } from "./contents.ts";

/** Seconds after which a checkout that was never finished no longer holds others up. */
export const checkoutPatienceSeconds = 30;

/** What a checkout orders. */
export interface Filling {
  /** Names this filling of the cart: of one key there is one order, whoever comes first. */
  checkout_key: string;
  lines: { variant_id: string; quantity: number }[];
  market: string;
  codes: BroughtCode[];
  currency: string;
}

/** A checkout under way. The object remembers it as long as it lives; should it die, the order's unique key decides. */
export interface CheckoutLock {
  idempotency_key: string;
  since: string;
  /** What is being ordered, so that what is added meanwhile stays. */
  lines: readonly { line_id: string; quantity: number }[];
}

/** What a checkout is told that asks for the cart. */
type CheckoutStart = { outcome: "began"; filling: Filling; lock: CheckoutLock } | CheckoutRefusal;

export type CheckoutRefusal =
  | { outcome: "in-progress"; idempotency_key: string }
  | { outcome: "empty" }
  | { outcome: "ordered"; order_id: string; idempotency_key: string };

/**
 * Asks for the cart on behalf of a checkout, which holds others off until it ends or for {@link checkoutPatienceSeconds}.
 * After that the next one gets the same checkout key, for the first may have placed its order without saying so: which of
 * them made it is decided by the order's unique key.
 */
export function beginCheckout(
  cart: CartState,
  held: CheckoutLock | null,
  idempotencyKey: string,
  now: string,
): CheckoutStart {
  if (cart.last_order?.idempotency_key === idempotencyKey) return { outcome: "ordered", ...cart.last_order };
  if (held && isHeld(held, now)) return { outcome: "in-progress", idempotency_key: held.idempotency_key };
  if (cart.lines.length === 0) return { outcome: "empty" };
  return {
    outcome: "began",
    filling: {
      checkout_key: checkoutKeyOf(cart),
      lines: cart.lines.map(({ variant_id, quantity }) => ({ variant_id, quantity })),
      market: cart.market,
      codes: [...cart.codes],
      currency: cart.currency,
    },
    lock: {
      idempotency_key: idempotencyKey,
      since: now,
      lines: cart.lines.map(({ line_id, quantity }) => ({ line_id, quantity })),
    },
  };
}

/**
 * The cart after a checkout: it gets its whole life again, for trying is a touch. With an order, what was ordered leaves it
 * with the codes (what was added meanwhile stays) and a new generation begins. A key of an earlier generation changes nothing.
 */
export function finishCheckout(
  cart: CartState,
  checkoutKey: string,
  lock: CheckoutLock,
  orderId: string | null,
  now: string,
): CartState {
  if (checkoutKey !== checkoutKeyOf(cart)) return cart;
  const expires_at = later(now, cart.life_seconds);
  if (orderId === null) return { ...cart, expires_at };
  const lines = withoutOrdered(cart, lock.lines);
  return {
    ...cart,
    lines,
    codes: [],
    generation: nextGeneration(cart, now),
    version: cart.version + 1,
    expires_at,
    look_at: lines.length > 0 ? later(now, lookEverySeconds) : null,
    left_out: 0,
    removed: [],
    last_order: { order_id: orderId, idempotency_key: lock.idempotency_key },
  };
}

/** Whether a checkout still holds others off. */
export function isHeld(lock: CheckoutLock, now: string): boolean {
  return now < later(lock.since, checkoutPatienceSeconds);
}

/** Never the same twice for a cart, even when its object was emptied and began again: generations are times. */
export function nextGeneration(cart: CartState, now: string): number {
  return Math.max(cart.generation + 1, Date.parse(now));
}

function checkoutKeyOf(cart: CartState): string {
  return `${cart.id}:${cart.generation}`;
}

function withoutOrdered(cart: CartState, ordered: readonly { line_id: string; quantity: number }[]) {
  const quantities = new Map(ordered.map(({ line_id, quantity }) => [line_id, quantity]));
  return cart.lines.flatMap((line) => {
    const taken = quantities.get(line.line_id) ?? 0;
    if (taken === 0) return [line];
    return line.quantity > taken ? [{ ...line, quantity: line.quantity - taken }] : [];
  });
}
