import type { CartState } from "./contents.ts";

/** What a cart's object has to do now, whoever woke it. */
export type Due = "expire" | "look" | null;

/** Seconds until an alarm that failed is tried again. */
export const retryAlarmSeconds = 60;

/** What is due at this time; expiry goes first, for there is nothing to look at in a cart that is gone. */
export function dueNow(cart: CartState | null, now: string): Due {
  if (!cart) return null;
  if (cart.expires_at <= now) return "expire";
  return cart.look_at !== null && cart.look_at <= now ? "look" : null;
}

/** The nearest time at which something will be due; null for a cart that is not there. */
export function nextDue(cart: CartState | null): string | null {
  if (!cart) return null;
  return cart.look_at !== null && cart.look_at < cart.expires_at ? cart.look_at : cart.expires_at;
}
