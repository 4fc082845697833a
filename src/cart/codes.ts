import { DomainError, notFound } from "../platform/errors.ts";
import type { BroughtCode, Refusal } from "../promotions/promotion.ts";
import { type CartState, change } from "./contents.ts";

/** Codes that one cart remembers. */
export const mostCodes = 5;

/** The cart with a code that the shopper brought; one that is in it already stays where it is. @throws too-many-codes */
export function bringCode(cart: CartState, code: BroughtCode, now: string): CartState {
  if (cart.codes.some((other) => other.code === code.code)) return cart;
  if (cart.codes.length >= mostCodes) {
    throw new DomainError("too-many-codes", `At most ${mostCodes} codes at once. Take one out to bring another.`);
  }
  return { ...change(cart, cart.lines, now), codes: [...cart.codes, code] };
}

/** The cart without a code. @throws not-found */
export function leaveCode(cart: CartState, code: string, now: string): CartState {
  const codes = cart.codes.filter((other) => other.code !== code);
  if (codes.length === cart.codes.length) throw notFound("code in this cart");
  return { ...change(cart, cart.lines, now), codes };
}

/** The cart without codes that turned out to be of no use any more; nobody touched it, so its life is not prolonged. */
export function forgetCodes(cart: CartState, dead: readonly string[]): CartState {
  const codes = cart.codes.filter(({ code }) => !dead.includes(code));
  return codes.length === cart.codes.length ? cart : { ...cart, codes, version: cart.version + 1 };
}

/** The codes of two carts that become one. */
export function mergeCodes(own: readonly BroughtCode[], given: readonly BroughtCode[]): BroughtCode[] {
  const known = new Set(own.map(({ code }) => code));
  return [...own, ...given.filter(({ code }) => !known.has(code))].slice(0, mostCodes);
}

/** Why a code that the cart remembers takes nothing off now, for people. */
export const refusalTexts: Readonly<Record<Refusal, string>> = {
  not_begun: "It has not begun yet.",
  over: "Its time is over.",
  used_up: "It was used as often as it can be.",
  conditions_not_met: "This order does not meet its conditions.",
  no_line_meets_it: "Nothing in the cart that it is for, or not enough of it.",
  other_currency: "It does not hold in this currency.",
  better_one_counts: "Another discount takes more off, and the two do not go together.",
  dearer_with_it: "Without it you pay less.",
  shipping_not_chosen: "It counts once a way to ship is chosen.",
  nothing_left: "What it is for costs nothing already.",
  code_needed: "It needs a code.",
  one_code_counts: "Another code of the same promotion is in the cart already.",
  gone: "It is no longer valid.",
  unreadable: "It is not valid.",
};
