import { allocate } from "../platform/money.ts";

/** What was sold and what of the money has come and gone, in minor units of one currency. */
export interface Settled {
  /** What the order came to, and the tax of that, included or added. */
  total: number;
  tax_total: number;
  /** What was paid; more than `total` where it was paid twice. */
  captured: number;
  /** What went back before, or is on its way. */
  refunded: number;
}

/**
 * The tax that goes back with a refund. However an order is given back in parts, the taxes of the parts sum to its own: each is
 * what the tax of all that is given back by then grew by. What was paid beyond the total goes back first, and bears none.
 * @param amount of this refund, not more than is left
 */
export function taxOfRefund({ total, tax_total, captured, refunded }: Settled, amount: number): number {
  const beyond = Math.max(0, captured - total);
  const taxOf = (given: number): number => {
    const sold = Math.min(total, Math.max(0, given - beyond));
    return allocate(tax_total, [sold, total - sold])[0] ?? 0;
  };
  return taxOf(refunded + amount) - taxOf(refunded);
}
