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
  /** The unclaimed pieces first, then those of each deal. */
  runs: Run[];
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
  readonly lines: readonly OpenLine[];

  constructor(readonly sale: Sale) {
    this.lines = sale.lines.map((line, at) => {
      const left = line.unit_price * line.quantity;
      return { at, line, left, open: line.quantity, runs: [{ pieces: line.quantity, left }] };
    });
  }

  /** The lines that a promotion looks at, in the sale's order. */
  those(test: Test<SaleLine>): OpenLine[] {
    const { currency } = this.sale;
    return this.lines.filter(({ line }) => test(line, currency));
  }

  take(takings: readonly Taking[]): void {
    for (const { at, amount, pieces } of takings) {
      const open = this.lines[at];
      if (!open) continue;
      if (pieces > 0) claim(open, pieces, amount);
      else spread(open, amount);
      open.left -= amount;
    }
  }

  /** What the lines still cost together. */
  get left(): number {
    return this.lines.reduce((sum, { left }) => sum + left, 0);
  }
}

function claim(open: OpenLine, pieces: number, amount: number): void {
  const [unclaimed] = open.runs;
  if (!unclaimed) return;
  const cost = open.line.unit_price * pieces;
  open.open -= pieces;
  unclaimed.pieces -= pieces;
  unclaimed.left -= cost;
  open.runs.push({ pieces, left: cost - amount });
}

function spread({ runs }: OpenLine, amount: number): void {
  const [only] = runs;
  if (only && runs.length === 1) {
    only.left -= amount;
    return;
  }
  const parts = allocate(
    amount,
    runs.map(({ left }) => left),
  );
  for (const [index, run] of runs.entries()) run.left -= parts[index] ?? 0;
}
