import { allocate } from "../../platform/money.ts";
import type { Bill, OpenLine, Plan } from "../bill.ts";
import type { Test } from "../conditions.ts";
import { type Taken, takenOff } from "../off.ts";
import type { SaleLine } from "../sale.ts";

/** Off all that lines still cost together: worked out and rounded once, then split among them by what each still costs. */
export function offOrder(bill: Bill, those: Test<SaleLine>, taken: Taken): Plan {
  const lines = bill.those(those);
  return lines.length === 0 ? "no_line_meets_it" : offTogether(bill, lines, taken);
}

/** A step of tiers: from what is spent on, and what is taken off then. */
export interface Step {
  from: number;
  taken: Taken | null;
}

/** As {@link offOrder}, by the highest step that is not above what the lines come to before promotions. */
export function offBySpend(bill: Bill, those: Test<SaleLine>, steps: readonly Step[]): Plan {
  const lines = bill.those(those);
  if (lines.length === 0) return "no_line_meets_it";
  const spent = lines.reduce((sum, { line }) => sum + line.unit_price * line.quantity, 0);
  const reached = steps.reduce<Step | null>(
    (best, step) => (step.from <= spent && (best === null || step.from >= best.from) ? step : best),
    null,
  );
  if (reached === null) return "conditions_not_met";
  return reached.taken === null ? "other_currency" : offTogether(bill, lines, reached.taken);
}

function offTogether(bill: Bill, lines: readonly OpenLine[], taken: Taken): Plan {
  const left = lines.map((line) => line.left);
  const together = left.reduce((sum, amount) => sum + amount, 0);
  const parts = allocate(takenOff(taken, together, bill.sale.rounding), left);
  return lines.map(({ at }, index) => ({ at, amount: parts[index] ?? 0, pieces: 0 }));
}
