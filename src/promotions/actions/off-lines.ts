import { type Bill, type OpenLine, type Plan, runsOf } from "../bill.ts";
import type { Test } from "../conditions.ts";
import { type Taken, takenOff } from "../off.ts";
import type { SaleLine } from "../sale.ts";

/** A percentage off what each line still costs, rounded once a line; or an amount off each piece, as far as that piece still costs it. */
export function offLines(bill: Bill, those: Test<SaleLine>, taken: Taken): Plan {
  const lines = bill.those(those);
  if (lines.length === 0) return "no_line_meets_it";
  return lines.map((line) => ({ at: line.at, amount: offLine(bill, line, taken), pieces: 0 }));
}

function offLine({ sale: { rounding } }: Bill, line: OpenLine, taken: Taken): number {
  if ("millionths" in taken) return takenOff(taken, line.left, rounding);
  return runsOf(line).reduce((sum, run) => sum + Math.min(taken.amount * run.pieces, run.left), 0);
}
