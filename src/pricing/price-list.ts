import { type Currency, partOf } from "../platform/money.ts";
import type { PriceSource } from "../platform/price-source.ts";

/** A price that a list holds for a variant, in the currency of the offer that it stands on. */
export interface ListPrice {
  price_list_id: string;
  /** The pieces from which it holds: 1 for all, more for a tier. */
  min_quantity: number;
  /** Minor units, for one piece. */
  amount: number;
  /** What it was converted from; left out where the list has a price in that currency itself. */
  converted_from?: PriceSource["from"];
}

/** The source of a variant's own price. */
export const basePrice: PriceSource = {
  kind: "base",
  price_list_id: null,
  title: null,
  min_quantity: null,
  from: null,
};

/** What a rule of a price list may ask of a sale. */
export const listFacts = ["group", "market", "currency", "category", "brand", "product", "variant"] as const;

export type ListFact = (typeof listFacts)[number];

export const listOperators = ["in", "not_in"] as const;

/** `in`: one of the values is so; `not_in`: none is. A category counts for all that is below it. */
export interface ListCondition {
  attribute: ListFact;
  operator: (typeof listOperators)[number];
  values: readonly string[];
}

/** A list of prices, as far as a calculation must know of it; its fixed amounts travel with each variant as {@link ListPrice}s. */
export interface PriceList {
  id: string;
  name: string;
  /** The higher is asked first. */
  priority: number;
  /** ISO 8601 UTC with milliseconds; it holds from `starts_at` until just before `ends_at`. Null: from ever, for ever. */
  starts_at: string | null;
  ends_at: string | null;
  /** Codes of customers' groups; none: for everybody. */
  groups: readonly string[];
  /** Codes of markets; none: everywhere. */
  markets: readonly string[];
  rules: { match: "all" | "any"; conditions: readonly ListCondition[] };
  /** Null: it holds fixed amounts. Else so much is added to the variant's own price: ten-thousandths of a percent, at least -100 %. */
  percent: number | null;
}

/** What is sold, as far as price lists ask. */
export interface ListedGood {
  variant_id: string;
  product_id: string;
  /** The product's categories and all above them. */
  category_ids: readonly string[];
  brand: string | null;
  /** The variant's own price of one piece: minor units, not negative. */
  unit_price: number;
  /** What that was converted from; null where it is a price of its own. */
  converted_from: PriceSource["from"];
  list_prices: readonly ListPrice[];
}

/** The sale that a price is for. */
export interface PriceQuestion {
  /** A guest is in no group. */
  buyer: { groups: readonly string[] };
  /** The market's code. */
  market: string;
  currency: Currency;
  /** ISO 8601 UTC with milliseconds. */
  at: string;
  /** Pieces: a whole number, at least 1. */
  quantity: number;
}

/** A price with where it came from. */
export interface ChosenPrice {
  /** Minor units, for one piece. */
  unit_price: number;
  price_source: PriceSource;
}

/** What a list asks for one piece, from so many pieces on. */
type Asked = Omit<ListPrice, "price_list_id">;

const wholePercent = 1_000_000;

/**
 * What one piece costs: by the list of the highest priority that applies and has a price for so many pieces, whether that is
 * below the variant's own price or above it. Of lists of equal priority the lowest price counts, and of equal prices the list
 * that was made first; the order in which lists are given makes no difference. Without a list it is the variant's own price.
 */
export function chooseUnitPrice(good: ListedGood, lists: readonly PriceList[], question: PriceQuestion): ChosenPrice {
  let best: (Asked & { list: PriceList }) | null = null;
  for (const list of lists) {
    if (!holds(list, good, question)) continue;
    const offered = priceBy(list, good, question.quantity);
    if (offered && (!best || comesBefore({ list, ...offered }, best))) best = { list, ...offered };
  }
  const { unit_price, converted_from: from } = good;
  if (!best) return { unit_price, price_source: from ? { ...basePrice, kind: "converted", from } : basePrice };
  const { list, amount, min_quantity, converted_from: ofList = null } = best;
  return {
    unit_price: amount,
    price_source: { kind: "price_list", price_list_id: list.id, title: list.name, min_quantity, from: ofList },
  };
}

/** Whether a list is for this sale, whatever it holds. */
export function holds(list: PriceList, good: ListedGood, question: PriceQuestion): boolean {
  const { at, market, buyer } = question;
  if (list.starts_at !== null && at < list.starts_at) return false;
  if (list.ends_at !== null && at >= list.ends_at) return false;
  if (list.markets.length > 0 && !list.markets.includes(market)) return false;
  if (list.groups.length > 0 && !list.groups.some((group) => buyer.groups.includes(group))) return false;
  const { match, conditions } = list.rules;
  if (conditions.length === 0) return true;
  const meets = ({ attribute, operator, values }: ListCondition): boolean => {
    const facts = factsOf(attribute, good, question);
    // What nobody can read is never met: staff cannot save it, and a shopper gets a price all the same.
    if (facts === null || !listOperators.includes(operator)) return false;
    return values.some((value) => facts.includes(value)) === (operator === "in");
  };
  return match === "all" ? conditions.every(meets) : conditions.some(meets);
}

/** Null for an attribute that nobody knows. */
function factsOf(
  attribute: ListFact,
  good: ListedGood,
  { buyer, market, currency }: PriceQuestion,
): readonly string[] | null {
  switch (attribute) {
    case "group":
      return buyer.groups;
    case "market":
      return [market];
    case "currency":
      return [currency];
    case "category":
      return good.category_ids;
    case "brand":
      return good.brand === null ? [] : [good.brand];
    case "product":
      return [good.product_id];
    case "variant":
      return [good.variant_id];
    default:
      return null;
  }
}

/** What a list asks for one of so many pieces; null where it says nothing of so few, or of this variant. */
function priceBy(list: PriceList, good: ListedGood, quantity: number): Asked | null {
  const { unit_price, converted_from } = good;
  if (list.percent !== null) return { amount: changedBy(unit_price, list.percent), min_quantity: 1, converted_from };
  let reached: ListPrice | null = null;
  for (const price of good.list_prices) {
    if (price.price_list_id !== list.id || price.min_quantity > quantity) continue;
    if (!reached || price.min_quantity > reached.min_quantity) reached = price;
  }
  return reached;
}

/** An amount so much higher or lower, rounded half up to whole minor units. @param percent ten-thousandths of a percent */
export function changedBy(amount: number, percent: number): number {
  return partOf(amount, Math.max(0, wholePercent + percent), wholePercent, "half_up");
}

function comesBefore(one: { list: PriceList; amount: number }, other: { list: PriceList; amount: number }): boolean {
  if (one.list.priority !== other.list.priority) return one.list.priority > other.list.priority;
  if (one.amount !== other.amount) return one.amount < other.amount;
  return one.list.id < other.list.id;
}
