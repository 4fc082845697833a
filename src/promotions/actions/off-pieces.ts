import type { Bill, OpenLine, Plan } from "../bill.ts";
import type { Test } from "../conditions.ts";
import { type Taken, takenOffPieces } from "../off.ts";
import type { SaleLine } from "../sale.ts";

/** Off so many of the cheapest or dearest pieces that no deal has claimed, or of as many as there are. */
export function offPieces(
  bill: Bill,
  those: Test<SaleLine>,
  taken: Taken,
  { which, quantity }: { which: "cheapest" | "dearest"; quantity: number },
): Plan {
  const open = unclaimed(bill, those);
  if (open.length === 0) return "no_line_meets_it";
  const sorted = which === "dearest" ? dearestFirst(open) : cheapestFirst(open);
  return pick(sorted, quantity).map(({ line: { at, line }, pieces }) => {
    return { at, pieces, amount: takenOffPieces(taken, pieces, line.unit_price, bill.sale.rounding) };
  });
}

/** Pieces of one line. */
export interface Picked {
  line: OpenLine;
  pieces: number;
}

/** The lines of a kind that have pieces which no deal has claimed. */
export function unclaimed(bill: Bill, those: Test<SaleLine>): OpenLine[] {
  return bill.those(those).filter(({ open }) => open > 0);
}

/** Lines of one price stay in the sale's order. */
export function dearestFirst(lines: readonly OpenLine[]): OpenLine[] {
  return lines.toSorted((a, b) => b.line.unit_price - a.line.unit_price);
}

export function cheapestFirst(lines: readonly OpenLine[]): OpenLine[] {
  return lines.toSorted((a, b) => a.line.unit_price - b.line.unit_price);
}

/** So many pieces from the first lines on, or as many as there are. @param spokenFor pieces of a line that are not to be had */
export function pick(
  lines: readonly OpenLine[],
  quantity: number,
  spokenFor: ReadonlyMap<OpenLine, number> = new Map(),
): Picked[] {
  const picked: Picked[] = [];
  let wanted = quantity;
  for (const line of lines) {
    if (wanted <= 0) break;
    const pieces = Math.min(line.open - (spokenFor.get(line) ?? 0), wanted);
    if (pieces > 0) picked.push({ line, pieces });
    wanted -= pieces;
  }
  return picked;
}
