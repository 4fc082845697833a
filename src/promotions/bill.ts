import { allocate } from "../platform/money.ts";
import type { Test } from "./conditions.ts";
import type { Refusal } from "./promotion.ts";
import type { Sale, SaleLine } from "./sale.ts";

/** Pieces of one line that have fared alike. */
interface Run {
  pieces: number;
  /** What they still cost together. */
  left: number;
}

/** A line, and what it still costs while promotions take from it. */
export interface OpenLine {
  /** Its place in the sale. */
  at: number;
  line: SaleLine;
  /** What it still costs: never below zero. */
  left: number;
  /** Pieces that no deal has claimed; until all deals are done each of them costs its unit price. */
  open: number;
  /**
   * The unclaimed pieces first, then those of each deal; what was taken off the line as a whole is not off these yet. Null as long
   * as all pieces have fared alike.
   */
  runs: Run[] | null;
}

/** Which lines of a sale each test picks: asked once, however many promotions share it and however often they are tried. */
export class Picked {
  readonly #known = new Map<Test<SaleLine>, readonly number[]>();

  constructor(readonly sale: Sale) {}

  /** Their places in the sale, rising. */
  by(test: Test<SaleLine>): readonly number[] {
    const known = this.#known.get(test);
    if (known) return known;
    const { lines, currency } = this.sale;
    const places = lines.flatMap((line, at) => (test(line, currency) ? [at] : []));
    this.#known.set(test, places);
    return places;
  }
}

/** What an action would take from one line. */
export interface Taking {
  /** The line's place in the sale. */
  at: number;
  amount: number;
  /** Pieces that it claims, so that no other deal counts or gives them; 0 for actions that claim none. */
  pieces: number;
}

/** What an action would do as things stand, or why it does nothing. */
export type Plan = readonly Taking[] | Refusal;

/** What is left to pay of a sale's lines, while one promotion after the other takes from it. */
export class Bill {
  readonly sale: Sale;
  readonly #picked: Picked;
  /** Only those that a promotion has looked at: most promotions are for few. */
  readonly #open = new Map<number, OpenLine>();
  #left: number;

  constructor(picked: Picked) {
    this.#picked = picked;
    this.sale = picked.sale;
    this.#left = this.sale.subtotal;
  }

  /** The lines that a promotion looks at, in the sale's order. */
  those(test: Test<SaleLine>): OpenLine[] {
    const lines: OpenLine[] = [];
    for (const at of this.#picked.by(test)) {
      const line = this.#open.get(at) ?? this.#begin(at);
      if (line) lines.push(line);
    }
    return lines;
  }

  take(takings: readonly Taking[]): void {
    for (const { at, amount, pieces } of takings) {
      const open = this.#open.get(at);
      if (!open) continue;
      if (pieces > 0) claim(open, pieces, amount);
      open.left -= amount;
      this.#left -= amount;
    }
  }

  /** What the lines still cost together. */
  get left(): number {
    return this.#left;
  }

  #begin(at: number): OpenLine | undefined {
    const line = this.sale.lines[at];
    if (!line) return undefined;
    const open = { at, line, left: line.unit_price * line.quantity, open: line.quantity, runs: null };
    this.#open.set(at, open);
    return open;
  }
}

/** Deals come before all that is taken off lines as a whole: what they claim still costs its unit price. */
function claim(open: OpenLine, pieces: number, amount: number): void {
  const cost = open.line.unit_price * pieces;
  const [unclaimed = { pieces: open.open, left: open.left }, ...claimed] = open.runs ?? [];
  const rest = { pieces: unclaimed.pieces - pieces, left: unclaimed.left - cost };
  open.runs = [rest, ...claimed, { pieces, left: cost - amount }];
  open.open = rest.pieces;
}

/** The pieces of a line by how they have fared; what was taken off the line as a whole is split among them by what they cost. */
export function runsOf({ line, runs, left }: OpenLine): readonly Run[] {
  if (runs === null) return [{ pieces: line.quantity, left }];
  const costs = runs.map((run) => run.left);
  const parts = allocate(costs.reduce((sum, cost) => sum + cost, 0) - left, costs);
  for (const [index, run] of runs.entries()) run.left -= parts[index] ?? 0;
  return runs;
}
