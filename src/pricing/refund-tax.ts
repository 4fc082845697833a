import { allocate } from "../platform/money.ts";

/** A part of an order that was paid for: a line, or shipping. Amounts in minor units of one currency. */
export interface Sold {
  /** The line's id; {@link shippingPart} for shipping. */
  key: string;
  /** Pieces; 1 for shipping. */
  quantity: number;
  /** What was paid for it, with its tax in it. */
  amount: number;
  tax_total: number;
}

export const shippingPart = "shipping";

/** What goes back of one part of an order. */
export interface GivenBack {
  key: string;
  /** Pieces that it is for; 0 where money goes back and no piece is meant. */
  quantity: number;
  /** With `tax_total` in it. */
  amount: number;
  tax_total: number;
}

/** What was sold, and what of the money has come and gone. */
export interface Settled {
  sold: readonly Sold[];
  /** What was paid; more than was sold where it was paid twice. */
  captured: number;
  /** What went back before, or is on its way. `parts` are empty where it was of no part, or nobody wrote them down. */
  refunds: readonly { amount: number; parts: readonly GivenBack[] }[];
}

/** What is to go back: so much, or so many pieces. */
export type Wanted = { amount: number } | { pieces: readonly { key: string; quantity: number }[] };

export interface RefundPlan {
  amount: number;
  tax_total: number;
  /** What was paid beyond the order's total belongs to no part. */
  parts: GivenBack[];
}

/** A part of an order with what went back of it so far. */
interface Standing extends Sold {
  given: number;
  pieces: number;
}

/** Pieces, or an amount, of which less is left. `at`: which of the wanted pieces. */
export class TooMuch extends RangeError {
  constructor(
    readonly at: number,
    readonly left: number,
  ) {
    super(`Only ${left} is left of it.`);
  }
}

/**
 * What a refund gives back of each part of an order, and its tax. However an order is given back, by amounts, by pieces, or both, once
 * all of it is back exactly what was paid for each part is, and exactly its tax: each refund takes what the tax of all that is given back
 * of the part by then grew by. An amount goes back first of what was paid beyond the total, which bears no tax, and is then spread over
 * the parts by what is left of each. Pieces give back their share of what is left of their line.
 * @throws TooMuch where less is left than is wanted
 */
export function planRefund(settled: Settled, wanted: Wanted): RefundPlan {
  const { standing, beyond } = standingOf(settled);
  if ("amount" in wanted) {
    const left = standing.reduce((sum, { amount, given }) => sum + amount - given, 0);
    const rest = Math.max(0, wanted.amount - beyond);
    if (rest > left) throw new TooMuch(0, left + beyond);
    return planOf(wanted.amount, spread(standing, rest));
  }
  const parts = wanted.pieces.map(({ key, quantity }, at): GivenBack => {
    const of = standing.find((one) => one.key === key);
    const left = of ? of.quantity - of.pieces : 0;
    if (!of || quantity > left) throw new TooMuch(at, left);
    const amount = allocate(of.amount - of.given, [quantity, left - quantity])[0] ?? 0;
    return { key, quantity, amount, tax_total: taxOf(of, amount) };
  });
  return planOf(
    parts.reduce((sum, { amount }) => sum + amount, 0),
    parts,
  );
}

/**
 * Shares a plan out among payments, in their order: each gives back what it still holds, and of the order's parts what its money paid.
 * @param holds what each payment still holds; together at least the plan's amount
 */
export function shareOut({ amount, parts }: RefundPlan, holds: readonly number[]): RefundPlan[] {
  const beyond = amount - parts.reduce((sum, part) => sum + part.amount, 0);
  const queue: (GivenBack | { key: null; amount: number })[] = [{ key: null, amount: beyond }, ...parts];
  let left = amount;
  return holds.map((most) => {
    const whole = Math.min(most, left);
    left -= whole;
    const taken: GivenBack[] = [];
    // What costs nothing goes with the money before it: there is no other for it to go with.
    for (let room = whole; room > 0 || (whole > 0 && queue[0]?.amount === 0); ) {
      const next = queue.shift();
      if (!next) throw new RangeError("The parts of a refund sum to less than the refund.");
      const now = Math.min(room, next.amount);
      room -= now;
      if (next.key === null) {
        if (now < next.amount) queue.unshift({ key: null, amount: next.amount - now });
        continue;
      }
      const [tax_total = 0] = allocate(next.tax_total, [now, next.amount - now]);
      taken.push({ ...next, amount: now, tax_total });
      // Its pieces went with the first of the money.
      const rest = { ...next, quantity: 0, amount: next.amount - now, tax_total: next.tax_total - tax_total };
      if (rest.amount > 0) queue.unshift(rest);
    }
    return planOf(whole, taken);
  });
}

function planOf(amount: number, parts: GivenBack[]): RefundPlan {
  return { amount, tax_total: parts.reduce((sum, { tax_total }) => sum + tax_total, 0), parts };
}

/** Each part as it stands, and what is left of the money that was paid beyond them all. */
function standingOf({ sold, captured, refunds }: Settled): { standing: Standing[]; beyond: number } {
  const before = refunds.flatMap(({ parts }) => parts);
  const standing = sold.map((part): Standing => {
    const of = before.filter(({ key }) => key === part.key);
    const given = of.reduce((sum, { amount }) => sum + amount, 0);
    return { ...part, given, pieces: of.reduce((sum, { quantity }) => sum + quantity, 0) };
  });
  const beyond = Math.max(
    0,
    sold.reduce((rest, { amount }) => rest - amount, captured),
  );
  const unwritten =
    refunds.reduce((sum, { amount }) => sum + amount, 0) - before.reduce((sum, { amount }) => sum + amount, 0);
  // Refunds from before parts were written down count as spread over all.
  const spreadBefore = spread(standing, Math.max(0, unwritten - beyond));
  for (const part of standing) part.given += spreadBefore.find(({ key }) => key === part.key)?.amount ?? 0;
  return { standing, beyond: Math.max(0, beyond - unwritten) };
}

function spread(standing: readonly Standing[], amount: number): GivenBack[] {
  const lefts = standing.map((part) => part.amount - part.given);
  const shares = amount === 0 ? [] : allocate(amount, lefts);
  return standing.flatMap((part, index) => {
    const share = shares[index] ?? 0;
    return share === 0 ? [] : [{ key: part.key, quantity: 0, amount: share, tax_total: taxOf(part, share) }];
  });
}

/** The tax in the next `amount` of a part. */
function taxOf({ amount: whole, tax_total, given }: Standing, amount: number): number {
  const upTo = (back: number): number => allocate(tax_total, [back, whole - back])[0] ?? 0;
  return upTo(given + amount) - upTo(given);
}
