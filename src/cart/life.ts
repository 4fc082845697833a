import { type CartState, later } from "./contents.ts";

/** What a cart's object has to do now, whoever woke it. */
export type Due = "expire" | "warn" | "look" | "sleep" | null;

/** Who looks on, and how long before its end a cart warns them. */
export interface Watch {
  /** Whether a connection is open. Nobody is warned who is not there. */
  watched: boolean;
  warning_seconds: number;
}

/** Seconds until an alarm that failed is tried again. */
export const retryAlarmSeconds = 60;

/** Whether the cart's life is over and nothing of it is kept, whether or not its alarm has come. */
export function isOver(cart: CartState, now: string): boolean {
  return cart.expires_at <= now && !isKept(cart);
}

/** Whether the cart of somebody with an account has been left alone for so long that it is no longer looked after. */
export function isAsleep(cart: CartState, now: string): boolean {
  return cart.expires_at <= now && isKept(cart);
}

/** What is due at this time; expiry goes first, for there is nothing to look at in a cart that is gone. */
export function dueNow(cart: CartState | null, watch: Watch, now: string): Due {
  if (!cart) return null;
  if (isOver(cart, now)) return "expire";
  if (isAsleep(cart, now)) return cart.look_at === null ? null : "sleep";
  if ((warningTime(cart, watch) ?? later(now, 1)) <= now) return "warn";
  return cart.look_at !== null && cart.look_at <= now ? "look" : null;
}

/** The nearest time at which something will be due; null for a cart that is not there, or asleep. */
export function nextDue(cart: CartState | null, watch: Watch): string | null {
  if (!cart || (isKept(cart) && cart.look_at === null)) return null;
  return [cart.look_at, warningTime(cart, watch)].reduce<string>(
    (nearest, time) => (time !== null && time < nearest ? time : nearest),
    cart.expires_at,
  );
}

/** Those who look on have been warned of this end; a later one is another. */
export function warned(cart: CartState): CartState {
  return { ...cart, warned_for: cart.expires_at };
}

/** The cart asleep: nobody looks after it until it is asked for again. */
export function fallAsleep(cart: CartState): CartState {
  return { ...cart, look_at: null };
}

/** What is in an account's cart is not thrown away because nobody came. */
function isKept(cart: CartState): boolean {
  return cart.sleeps && cart.lines.length > 0;
}

function warningTime(cart: CartState, { watched, warning_seconds }: Watch): string | null {
  const warns = watched && !cart.sleeps && cart.lines.length > 0 && cart.warned_for !== cart.expires_at;
  return warns ? later(cart.expires_at, -warning_seconds) : null;
}
