import type { Currency } from "../platform/money.ts";

/**
 * A promotion as data: what must be true of the sale, which lines it looks at, and what it takes off. Nothing in it is code, so
 * that staff write it, a test draws it at random, and the same answer comes out at every door.
 */

/** What a condition may ask of the sale as a whole. */
export const saleFacts = [
  /** Groups that the buyer belongs to; a guest is in none. */
  "customer.group",
  /** Whether this would be the buyer's first order that was not cancelled: `true` or `false`. */
  "customer.first_order",
  "customer.signed_in",
  /** Of all lines, before promotions: minor units of the sale's currency. */
  "cart.subtotal",
  /** Pieces of all lines. */
  "cart.quantity",
  "cart.weight_grams",
  "shipping.option",
  "shipping.country",
  "shipping.region",
  "shipping.postal_code",
  /** 1 (Monday) to 7 (Sunday), in the promotion's time zone. */
  "time.weekday",
  /** `09:30`, in the promotion's time zone. */
  "time.of_day",
  "market",
  "currency",
] as const;

/** What a condition may ask of a line. */
export const lineFacts = [
  "line.product",
  "line.variant",
  "line.sku",
  /** A category or any above it. */
  "line.category",
  "line.brand",
  /** Of one piece, before promotions: minor units of the sale's currency. */
  "line.unit_price",
  "line.quantity",
  /** Whether it is sold below its usual price already: `true` or `false`. */
  "line.reduced",
] as const;

export type SaleFact = (typeof saleFacts)[number];
export type LineFact = (typeof lineFacts)[number];

/** `in` and `not_in` compare with each value; `at_least` and `below` with the only one; `starts_with` is for postal codes and SKUs. */
export const operators = ["in", "not_in", "at_least", "below", "starts_with"] as const;

export type Operator = (typeof operators)[number];

export interface Condition<Fact extends string> {
  attribute: Fact;
  operator: Operator;
  /** Texts, whole numbers, or `true`/`false` as the attribute's kind asks. An amount in minor units holds in one currency only: `currency`. */
  values: readonly (string | number | boolean)[];
  /** Of amounts: the currency that they are in. A sale in another one does not meet the condition. */
  currency?: Currency;
}

/** Conditions of which all or any must hold; an empty list holds. */
export interface Conditions<Fact extends string> {
  match: "all" | "any";
  conditions: readonly Condition<Fact>[];
}

/** Minor units by currency. A promotion of amounts takes nothing off a sale in a currency that it does not name. */
export type Amounts = Readonly<Record<Currency, number>>;

/** A part of a price: percent as staff write it (`12.5`, at most four decimals, above 0 and at most 100), or an amount. */
export type Off = { percent: string } | { amounts: Amounts };

/** So many pieces of lines of a kind. */
export interface Pieces {
  lines: Conditions<LineFact>;
  /** At least 1. */
  quantity: number;
}

/** What a promotion does; `lines` limits it to lines of a kind (all, where there is no condition). */
export type Action =
  /** Off the whole order, spread over its lines by what they still cost. An amount is taken once. */
  | { kind: "off_order"; off: Off; lines: Conditions<LineFact> }
  /** Off each piece of the lines; an amount is taken off each piece. */
  | { kind: "off_lines"; off: Off; lines: Conditions<LineFact> }
  /** Off so many of the cheapest or dearest pieces, or off as many as there are. */
  | { kind: "off_pieces"; which: "cheapest" | "dearest"; quantity: number; off: Off; lines: Conditions<LineFact> }
  | { kind: "off_shipping"; off: Off; options: readonly string[] | null }
  /** The parts together for a fixed price, as often as they are there and it saves something, at most `times`. */
  | { kind: "bundle_price"; parts: readonly Pieces[]; price: Amounts; times: number | null }
  /** Buy so many, get up to so many (the cheapest of those left) with something off, as often as it goes, at most `times`. */
  | { kind: "buy_get"; buy: Pieces; get: Pieces; off: Off; times: number | null }
  /** A piece that comes with the order for nothing. */
  | { kind: "gift"; variant_id: string; quantity: number }
  /** Off the lines by what they come to before promotions: the highest step reached counts. An amount is taken once. Steps rise. */
  | { kind: "tiers"; lines: Conditions<LineFact>; currency: Currency; steps: readonly { from: number; off: Off }[] };

export interface Promotion {
  id: string;
  /** What shoppers read. */
  title: string;
  /** True: only for who brings one of its codes. */
  needs_code: boolean;
  sale: Conditions<SaleFact>;
  /** What the sale must hold beside that, whatever the action is taken from: so many pieces of lines of a kind. Null: nothing. */
  requires: Pieces | null;
  action: Action;
  /** Of the promotions that take from the same thing (pieces, lines, order, shipping) the higher is asked first, of equal ones the older. */
  priority: number;
  /** Of the promotions of one group only the one counts that would take most off if it were the only one; null: it stands beside all others. */
  stacking_group: string | null;
  /** It counts alone or not at all: whichever leaves less to pay, it or all the others together. */
  exclusive: boolean;
  /** ISO 8601 UTC with milliseconds; null: from ever, for ever. It holds from `starts_at` until just before `ends_at`. */
  starts_at: string | null;
  ends_at: string | null;
  /** IANA name, `Europe/Berlin`: for weekdays and times of day. */
  time_zone: string;
  /** What is left of its budget, as it was last read; null: no budget. The order's batch decides. */
  budget: { currency: Currency; left: number } | null;
  /** True: used up, as it was last read. */
  exhausted: boolean;
}

/** A code that the shopper brought, and the promotion that it belongs to. */
export interface BroughtCode {
  /** As it is kept: upper case. */
  code: string;
  promotion_id: string;
}

/** Who buys, as far as prices depend on it. */
export interface Buyer {
  /** Null: a guest. */
  customer_id: string | null;
  groups: readonly string[];
  /** Null while nobody can know: a guest who has named no e-mail address. It then counts as a first order. */
  first_order: boolean | null;
}

/** What one promotion took off. Minor units. */
export interface AppliedPromotion {
  promotion_id: string;
  title: string;
  code: string | null;
  /** Off lines and shipping together. */
  amount: number;
}

/** Why a promotion that was asked for (by a code, or in a preview) took nothing off. */
export const refusals = [
  "not_begun",
  "over",
  /** Its uses or its budget are spent. */
  "used_up",
  "conditions_not_met",
  /** None of the lines, or too few pieces of them, that other promotions have left it. */
  "no_line_meets_it",
  /** Its amounts name other currencies than that of the sale. */
  "other_currency",
  /** One of its stacking group, or an exclusive one, or the others together instead of this exclusive one. */
  "better_one_counts",
  /** With promotions shipping would be dearer by more than they take off: without them there is less to pay. */
  "dearer_with_it",
  "shipping_not_chosen",
  /** What it would take from costs nothing already. */
  "nothing_left",
  "code_needed",
  /** Another code of the same promotion was brought before. */
  "one_code_counts",
  /** The code's promotion is not there any more. */
  "gone",
  /** Its data makes no sense: a part above 100 %, an amount below zero. Staff cannot save such a one. */
  "unreadable",
] as const;

export type Refusal = (typeof refusals)[number];

export interface RefusedPromotion {
  promotion_id: string;
  code: string | null;
  reason: Refusal;
}
