import { nextGeneration } from "./checkout-lock.ts";
import { mergeCodes } from "./codes.ts";
import { type CartLine, type CartState, change, type HandedOver, largestQuantity, mostLines } from "./contents.ts";

/** How many hand-overs a cart remembers; one is made a sign-in. */
const mostRemembered = 20;

/**
 * Gives a guest's lines away to the cart of the account that has signed in. They stay with the guest's object until
 * {@link confirmHandOver}, so that nothing is lost if the receiving side fails; asked again, it gives the same ones.
 */
export function handOver(cart: CartState, now: string): CartState {
  if (cart.handed_over || (cart.lines.length === 0 && cart.codes.length === 0)) return cart;
  const handed_over = {
    from: `${cart.id}:${cart.generation}`,
    market: cart.market,
    currency: cart.currency,
    lines: cart.lines,
    codes: cart.codes,
  };
  return { ...change(cart, [], now), codes: [], handed_over, generation: nextGeneration(cart, now) };
}

/** The receiving cart has the lines; the guest's object forgets them. */
export function confirmHandOver(cart: CartState, from: string): CartState {
  return cart.handed_over?.from === from ? { ...cart, handed_over: null } : cart;
}

/**
 * Takes a guest's lines in, once for each hand-over: quantities of the same variant are added up to the largest allowed.
 * Lines beyond the cart's size, or in another currency, are left out and counted.
 */
export function takeIn(cart: CartState, given: HandedOver, now: string): CartState {
  if (cart.merged_from.includes(given.from)) return cart;
  const merged_from = [...cart.merged_from, given.from].slice(-mostRemembered);
  const foreign = cart.lines.length > 0 && cart.currency !== given.currency;
  const { market, currency } = cart.lines.length > 0 ? cart : given;
  const lines = foreign ? cart.lines : merge(cart.lines, given.lines);
  const kept = new Set(lines.map((line) => line.line_id));
  const left_out = foreign ? given.lines.length : given.lines.filter((line) => !kept.has(line.line_id)).length;
  const codes = mergeCodes(cart.codes, given.codes);
  return { ...change(cart, lines, now), codes, market, currency, merged_from, left_out };
}

function merge(own: readonly CartLine[], given: readonly CartLine[]): CartLine[] {
  const lines = new Map(own.map((line) => [line.line_id, line]));
  for (const line of given) {
    const present = lines.get(line.line_id);
    if (present) {
      lines.set(line.line_id, { ...present, quantity: Math.min(largestQuantity, present.quantity + line.quantity) });
    } else if (lines.size < mostLines) {
      lines.set(line.line_id, line);
    }
  }
  return [...lines.values()];
}
