import { allocate } from "../platform/money.ts";
import { Bill, type Picked, type Plan, type Taking } from "./bill.ts";
import { takenOff } from "./off.ts";
import type { Promotion, Refusal } from "./promotion.ts";
import type { Ready, ReadyAction } from "./ready.ts";

/** What a promotion took off one thing; minor units, by the prices that everybody sees. */
export interface Discount {
  promotion_id: string;
  amount: number;
}

export interface Gift {
  promotion_id: string;
  variant_id: string;
  quantity: number;
}

/** What promotions do to a sale. */
export interface Outcome {
  /** What was taken off each line, by its place in the sale, in the order in which it was; a line that nothing was taken off is missing. */
  lines: ReadonlyMap<number, readonly Discount[]>;
  /** What shipping costs before promotions take from it, by the subtotal that they left; null while none is chosen. */
  shipping_cost: number | null;
  shipping: readonly Discount[];
  gifts: readonly Gift[];
  /** Those that took something off or gave something, in the order in which they did. */
  applied: readonly Promotion[];
}

/** What shipping costs when the lines come to so much; null while no way to ship is chosen. */
export type ShippingCost = (subtotal: number) => number | null;

/** Promotions that are done one after the other, without regard to others. */
export class Trial implements Outcome {
  readonly lines = new Map<number, Discount[]>();
  readonly shipping: Discount[] = [];
  readonly gifts: Gift[] = [];
  readonly applied: Promotion[] = [];
  /** Those that found nothing to do, and why. */
  readonly idle = new Map<string, Refusal>();
  readonly #bill: Bill;
  readonly #shippingCost: ShippingCost;
  /** Asked for once the lines are done, and only where something depends on it: parcels have to be packed for it. */
  #cost: number | null | undefined;

  /** @param promotions in the order in which they are asked @param shippingCost is asked once at most */
  constructor(picked: Picked, promotions: readonly Ready[], shippingCost: ShippingCost) {
    this.#bill = new Bill(picked);
    this.#shippingCost = shippingCost;
    const later: (() => void)[] = [];
    for (const { promotion, action } of promotions) {
      if ("plan" in action) this.#note(promotion, this.#takeFromLines(promotion, action.plan(this.#bill)));
      else if (action.turn === "gifts") later.push(() => this.#note(promotion, this.#give(promotion, action)));
      else later.push(() => this.#note(promotion, this.#takeFromShipping(promotion, action)));
    }
    for (const one of later) one();
  }

  get shipping_cost(): number | null {
    if (this.#cost === undefined) this.#cost = this.#shippingCost(this.#bill.left);
    return this.#cost;
  }

  /** All that was taken off. */
  get saved(): number {
    const sumOf = (discounts: readonly Discount[]): number => discounts.reduce((sum, { amount }) => sum + amount, 0);
    return [...this.lines.values()].reduce((sum, discounts) => sum + sumOf(discounts), sumOf(this.shipping));
  }

  #note(promotion: Promotion, why: Refusal | null): void {
    if (why === null) this.applied.push(promotion);
    else this.idle.set(promotion.id, why);
  }

  #takeFromLines(promotion: Promotion, plan: Plan): Refusal | null {
    if (typeof plan === "string") return plan;
    const takings = withinBudget(promotion, plan);
    if (takings.every(({ amount }) => amount === 0)) return "nothing_left";
    this.#bill.take(takings);
    for (const { at, amount } of takings) {
      if (amount === 0) continue;
      const discounts = this.lines.get(at) ?? [];
      discounts.push({ promotion_id: promotion.id, amount });
      this.lines.set(at, discounts);
    }
    return null;
  }

  #give({ id: promotion_id }: Promotion, { variant_id, quantity }: ReadyAction & { turn: "gifts" }): Refusal | null {
    // Something has to be bought for a gift to come with.
    if (this.#bill.sale.lines.length === 0) return "no_line_meets_it";
    this.gifts.push({ promotion_id, variant_id, quantity });
    return null;
  }

  #takeFromShipping(promotion: Promotion, action: ReadyAction & { turn: "shipping" }): Refusal | null {
    const { currency, shipping_option, rounding } = this.#bill.sale;
    if (this.shipping_cost === null || shipping_option === null) return "shipping_not_chosen";
    if (action.options !== null && !action.options.has(shipping_option)) return "conditions_not_met";
    const taken = action.taken(currency);
    if (taken === null) return "other_currency";
    const left = this.shipping.reduce((rest, { amount }) => rest - amount, this.shipping_cost);
    const amount = Math.min(takenOff(taken, left, rounding), leftOf(promotion));
    if (amount === 0) return "nothing_left";
    this.shipping.push({ promotion_id: promotion.id, amount });
    return null;
  }
}

/** What is left of a promotion's budget is all that it can take. */
function leftOf({ budget }: Promotion): number {
  return budget === null ? Number.POSITIVE_INFINITY : Math.floor(budget.left);
}

/** Where the budget does not suffice, what is left of it is split as the whole would have been. */
function withinBudget(promotion: Promotion, takings: readonly Taking[]): readonly Taking[] {
  if (promotion.budget === null) return takings;
  const amounts = takings.map(({ amount }) => amount);
  const left = leftOf(promotion);
  if (amounts.reduce((sum, amount) => sum + amount, 0) <= left) return takings;
  const parts = allocate(left, amounts);
  return takings.map((taking, index) => ({ ...taking, amount: parts[index] ?? 0 }));
}
