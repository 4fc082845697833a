import { type CartState, later, lookEverySeconds } from "./contents.ts";

/** Seconds after which a checkout that was never finished no longer holds others up. */
export const checkoutPatienceSeconds = 30;

/** What a checkout is told when it asks for the cart. */
export type CheckoutStart =
  | {
      outcome: "began";
      /** Names this filling of the cart: of one key there is one order, whoever comes first. */
      checkout_key: string;
      lines: { variant_id: string; quantity: number }[];
      currency: string;
      version: number;
    }
  | { outcome: "in-progress"; idempotency_key: string }
  | { outcome: "empty" }
  | { outcome: "ordered"; order_id: string; idempotency_key: string };

/**
 * Asks for the cart on behalf of a checkout, and holds other checkouts off until {@link finishCheckout} or for
 * {@link checkoutPatienceSeconds}. After that the next one gets the same checkout key, for the first may have placed its
 * order without saying so: which of them made it is decided by the order's unique key. Beginning is a touch: the cart gets its
 * whole life again.
 */
export function beginCheckout(
  cart: CartState,
  idempotencyKey: string,
  now: string,
): { cart: CartState; start: CheckoutStart } {
  if (cart.last_order?.idempotency_key === idempotencyKey) {
    return { cart, start: { outcome: "ordered", ...cart.last_order } };
  }
  if (isCheckingOut(cart, now)) {
    return { cart, start: { outcome: "in-progress", idempotency_key: cart.checkout.idempotency_key } };
  }
  if (cart.lines.length === 0) return { cart, start: { outcome: "empty" } };
  const lines = cart.lines.map(({ line_id, quantity }) => ({ line_id, quantity }));
  return {
    cart: {
      ...cart,
      checkout: { idempotency_key: idempotencyKey, since: now, lines },
      expires_at: later(now, cart.life_seconds),
    },
    start: {
      outcome: "began",
      checkout_key: checkoutKeyOf(cart),
      lines: cart.lines.map(({ variant_id, quantity }) => ({ variant_id, quantity })),
      currency: cart.currency,
      version: cart.version,
    },
  };
}

/**
 * Ends a checkout. With an order, what was ordered leaves the cart (what was added meanwhile stays) and a new generation
 * begins; without, the cart is let go as it is. A key of an earlier generation changes nothing.
 */
export function finishCheckout(cart: CartState, checkoutKey: string, orderId: string | null, now: string): CartState {
  if (checkoutKey !== checkoutKeyOf(cart)) return cart;
  if (orderId === null) return cart.checkout ? { ...cart, checkout: null } : cart;
  const lines = cart.checkout ? withoutOrdered(cart, cart.checkout.lines) : [];
  return {
    ...cart,
    lines,
    generation: nextGeneration(cart, now),
    version: cart.version + 1,
    expires_at: later(now, cart.life_seconds),
    look_at: lines.length > 0 ? later(now, lookEverySeconds) : null,
    left_out: 0,
    checkout: null,
    last_order: cart.checkout ? { order_id: orderId, idempotency_key: cart.checkout.idempotency_key } : cart.last_order,
  };
}

/** Whether a checkout holds the cart at this moment. */
export function isCheckingOut(
  cart: CartState,
  now: string,
): cart is CartState & { checkout: NonNullable<CartState["checkout"]> } {
  return cart.checkout !== null && now < later(cart.checkout.since, checkoutPatienceSeconds);
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
