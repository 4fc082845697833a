import type { Currency } from "../platform/money.ts";
import { bundlePrice } from "./actions/bundle-price.ts";
import { buyGet, type Wanted } from "./actions/buy-get.ts";
import { offLines } from "./actions/off-lines.ts";
import { offBySpend, offOrder } from "./actions/off-order.ts";
import { offPieces } from "./actions/off-pieces.ts";
import type { Bill, Plan } from "./bill.ts";
import { readLineConditions, readSaleConditions, type Test } from "./conditions.ts";
import { amountIn, areAmounts, readOff, type Taken } from "./off.ts";
import type { Action, Conditions, LineFact, Off, Pieces, Promotion } from "./promotion.ts";
import type { Sale, SaleLine } from "./sale.ts";

/** What a promotion takes from; what stands earlier here is asked earlier, whatever the priorities. */
export const turns = ["pieces", "lines", "order", "shipping", "gifts"] as const;

export type Turn = (typeof turns)[number];

/** An action, ready to be done. */
export type ReadyAction =
  | { turn: "pieces" | "lines" | "order"; plan(bill: Bill): Plan }
  | { turn: "shipping"; options: ReadonlySet<string> | null; taken(currency: Currency): Taken | null }
  | { turn: "gifts"; variant_id: string; quantity: number };

/** A promotion whose data has been read once, so that pricing a cart only asks. */
export interface Ready {
  promotion: Promotion;
  action: ReadyAction;
  meets: Test<Sale>;
  /** What the sale must hold beside that. */
  requires: Wanted | null;
}

const known = new WeakMap<readonly Promotion[], readonly Ready[]>();

/**
 * A rule set in the order in which its promotions are asked: by turn, then priority, then age (ids sort by time). It is kept as
 * long as the set itself is; nobody may change a set that has been asked.
 */
export function readyPromotions(promotions: readonly Promotion[]): readonly Ready[] {
  const kept = known.get(promotions);
  if (kept) return kept;
  const reader = new Reader();
  const ready = promotions.map((promotion) => reader.read(promotion)).sort(inTurn);
  known.set(promotions, ready);
  return ready;
}

function inTurn(a: Ready, b: Ready): number {
  const turn = (of: Ready): number => turns.indexOf(of.action.turn);
  const byAge = a.promotion.id < b.promotion.id ? -1 : 1;
  return turn(a) - turn(b) || b.promotion.priority - a.promotion.priority || byAge;
}

/** What a promotion does whose data makes no sense. */
const unreadable: ReadyAction = { turn: "pieces", plan: () => "unreadable" };

/** Reads the promotions of one set. Conditions on lines that are written alike become one test, so that it is asked once a sale. */
class Reader {
  readonly #tests = new Map<string, Test<SaleLine>>();

  read(promotion: Promotion): Ready {
    const { sale, time_zone, requires } = promotion;
    const wanted = requires === null ? null : this.#pieces(requires);
    return {
      promotion,
      action: (requires !== null && wanted === null ? null : this.#action(promotion.action)) ?? unreadable,
      meets: readSaleConditions(sale, time_zone),
      requires: wanted,
    };
  }

  /** @returns null where the action makes no sense */
  #action(action: Action): ReadyAction | null {
    switch (action.kind) {
      case "off_order": {
        const those = this.#lines(action.lines);
        return taking("order", action.off, (bill, taken) => offOrder(bill, those, taken));
      }
      case "off_lines": {
        const those = this.#lines(action.lines);
        return taking("lines", action.off, (bill, taken) => offLines(bill, those, taken));
      }
      case "off_pieces": {
        const those = this.#lines(action.lines);
        if (!isCount(action.quantity)) return null;
        return taking("pieces", action.off, (bill, taken) => offPieces(bill, those, taken, action));
      }
      case "buy_get": {
        const [buy, get] = [this.#pieces(action.buy), this.#pieces(action.get)];
        const { times } = action;
        if (buy === null || get === null || !isTimes(times)) return null;
        return taking("pieces", action.off, (bill, taken) => buyGet(bill, { buy, get, taken, times }));
      }
      case "bundle_price":
        return this.#bundle(action);
      case "tiers":
        return this.#tiers(action);
      case "off_shipping": {
        const taken = readOff(action.off);
        return taken && { turn: "shipping", options: action.options && new Set(action.options), taken };
      }
      case "gift":
        if (!isCount(action.quantity)) return null;
        return { turn: "gifts", variant_id: action.variant_id, quantity: action.quantity };
      default:
        return null;
    }
  }

  #bundle({ parts, price, times }: Action & { kind: "bundle_price" }): ReadyAction | null {
    const wanted = parts.flatMap((part) => this.#pieces(part) ?? []);
    if (wanted.length !== parts.length || parts.length === 0 || !areAmounts(price) || !isTimes(times)) return null;
    const plan = (bill: Bill): Plan => {
      const asked = amountIn(price, bill.sale.currency);
      return asked === null ? "other_currency" : bundlePrice(bill, { parts: wanted, price: asked.amount, times });
    };
    return { turn: "pieces", plan };
  }

  #tiers({ lines, currency, steps }: Action & { kind: "tiers" }): ReadyAction | null {
    const those = this.#lines(lines);
    const read = steps.flatMap(({ from, off }) => {
      const taken = readOff(off);
      return taken === null || Number.isNaN(from) ? [] : [{ from, taken: taken(currency) }];
    });
    if (read.length !== steps.length) return null;
    const plan = (bill: Bill): Plan =>
      bill.sale.currency === currency ? offBySpend(bill, those, read) : "other_currency";
    return { turn: "order", plan };
  }

  #pieces({ lines, quantity }: Pieces): Wanted | null {
    return isCount(quantity) ? { those: this.#lines(lines), quantity } : null;
  }

  #lines(conditions: Conditions<LineFact>): Test<SaleLine> {
    const written = JSON.stringify(conditions);
    const test = this.#tests.get(written) ?? readLineConditions(conditions);
    this.#tests.set(written, test);
    return test;
  }
}

/** An action that takes a part or an amount, as far as that is known in the sale's currency. */
function taking(
  turn: "pieces" | "lines" | "order",
  off: Off,
  plan: (bill: Bill, taken: Taken) => Plan,
): ReadyAction | null {
  const read = readOff(off);
  if (read === null) return null;
  return {
    turn,
    plan(bill) {
      const taken = read(bill.sale.currency);
      return taken === null ? "other_currency" : plan(bill, taken);
    },
  };
}

function isCount(quantity: number): boolean {
  return Number.isSafeInteger(quantity) && quantity >= 1;
}

function isTimes(times: number | null): boolean {
  return times === null || isCount(times);
}
