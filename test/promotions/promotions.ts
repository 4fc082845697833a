import type {
  Action,
  Condition,
  Conditions,
  LineFact,
  Off,
  Pieces,
  Promotion,
} from "../../src/promotions/promotion.ts";

/** Conditions of which all must hold. */
export const all = <Fact extends string>(...conditions: Condition<Fact>[]): Conditions<Fact> => {
  return { match: "all", conditions };
};

export const any = <Fact extends string>(...conditions: Condition<Fact>[]): Conditions<Fact> => {
  return { match: "any", conditions };
};

export const everything: Conditions<LineFact> = all();

/** Lines on which these are sold: names as `goods` gives them. */
export const only = (...names: string[]): Conditions<LineFact> => {
  return all({ attribute: "line.variant", operator: "in", values: names.map((name) => `var_${name}`) });
};

export const percent = (text: string): Off => ({ percent: text });
export const euros = (cents: number): Off => ({ amounts: { EUR: cents } });
export const pieces = (quantity: number, lines = everything): Pieces => ({ quantity, lines });

/** A promotion that everybody gets, always. */
export function promotion(id: string, action: Action, over: Partial<Promotion> = {}): Promotion {
  return {
    id,
    title: `Promotion ${id}`,
    needs_code: false,
    sale: all(),
    requires: null,
    action,
    priority: 0,
    stacking_group: null,
    exclusive: false,
    starts_at: null,
    ends_at: null,
    time_zone: "UTC",
    budget: null,
    exhausted: false,
    ...over,
  };
}

export const offOrder = (off: Off, lines = everything): Action => ({ kind: "off_order", off, lines });
export const offLines = (off: Off, lines = everything): Action => ({ kind: "off_lines", off, lines });
export const offShipping = (off: Off, options: string[] | null = null): Action => {
  return { kind: "off_shipping", off, options };
};
export const offPieces = (which: "cheapest" | "dearest", quantity: number, off: Off, lines = everything): Action => ({
  kind: "off_pieces",
  which,
  quantity,
  off,
  lines,
});
export const bundle = (cents: number, parts: Pieces[], times: number | null = null): Action => {
  return { kind: "bundle_price", parts, price: { EUR: cents }, times };
};
export const buyGet = (buy: Pieces, get: Pieces, off: Off, times: number | null = null): Action => {
  return { kind: "buy_get", buy, get, off, times };
};
export const tiers = (steps: [from: number, off: Off][], lines = everything): Action => {
  return { kind: "tiers", lines, currency: "EUR", steps: steps.map(([from, off]) => ({ from, off })) };
};
export const gift = (name: string, quantity = 1): Action => ({ kind: "gift", variant_id: `var_${name}`, quantity });
