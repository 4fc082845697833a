import { money } from "../money.ts";
import { actionChoices } from "./actions.ts";
import type { Amounts, Off, Promotion } from "./promotion-api.ts";

const kinds = new Map(actionChoices);

/** What a promotion gives and to whom, in a line: `10 % off the whole order · with a code`. */
export function held({ action, needs_code }: Pick<Promotion, "action" | "needs_code">): string {
  const off = "off" in action ? `${offWords(action.off)}: ` : "";
  return [`${off}${kinds.get(action.kind)}`, needs_code ? "with a code" : "for everybody"].join(" · ");
}

function offWords(off: Off): string {
  return "percent" in off ? `${off.percent} %` : amountWords(off.amounts);
}

const amountWords = (amounts: Amounts) =>
  Object.entries(amounts)
    .map(([currency, amount]) => money(amount, currency))
    .join(" or ");
