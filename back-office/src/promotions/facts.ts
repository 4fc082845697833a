import { lineFacts, saleFacts } from "../../../src/promotions/promotion.ts";
import { type Condition, type Fact, listFacts, type Operator } from "./promotion-api.ts";

/** How an answer to a condition is given. */
export type Kind =
  | "texts"
  | "brands"
  | "markets"
  | "currencies"
  | "shipping"
  | "countries"
  | "categories"
  | "products"
  | "weekdays"
  | "time"
  | "money"
  | "count"
  | "weight"
  | "yes-or-no";

interface Question {
  label: string;
  kind: Kind;
  operators: readonly Operator[];
}

const listed = ["in", "not_in"] as const;
const compared = ["at_least", "below"] as const;
const spelled = ["in", "not_in", "starts_with"] as const;
const only = ["in"] as const;

const questions: Record<Fact, Question> = {
  "customer.group": { label: "Group of customers", kind: "texts", operators: listed },
  "customer.first_order": { label: "First order", kind: "yes-or-no", operators: only },
  "customer.signed_in": { label: "Signed in", kind: "yes-or-no", operators: only },
  "cart.subtotal": { label: "What the cart comes to", kind: "money", operators: compared },
  "cart.quantity": { label: "Pieces in the cart", kind: "count", operators: compared },
  "cart.weight_grams": { label: "Weight of the cart", kind: "weight", operators: compared },
  "shipping.option": { label: "Way to ship", kind: "shipping", operators: listed },
  "shipping.country": { label: "Country it goes to", kind: "countries", operators: listed },
  "shipping.region": { label: "State it goes to", kind: "texts", operators: listed },
  "shipping.postal_code": { label: "Postal code", kind: "texts", operators: spelled },
  "time.weekday": { label: "Day of the week", kind: "weekdays", operators: listed },
  "time.of_day": { label: "Time of day", kind: "time", operators: compared },
  market: { label: "Market", kind: "markets", operators: listed },
  currency: { label: "Currency", kind: "currencies", operators: listed },
  group: { label: "Group of customers", kind: "texts", operators: listed },
  category: { label: "Category", kind: "categories", operators: listed },
  brand: { label: "Brand", kind: "brands", operators: listed },
  product: { label: "Product", kind: "products", operators: listed },
  variant: { label: "Variant, by its id", kind: "texts", operators: listed },
  "line.product": { label: "Product", kind: "products", operators: listed },
  "line.variant": { label: "Variant, by its id", kind: "texts", operators: listed },
  "line.sku": { label: "SKU", kind: "texts", operators: spelled },
  "line.category": { label: "Category", kind: "categories", operators: listed },
  "line.brand": { label: "Brand", kind: "brands", operators: listed },
  "line.unit_price": { label: "Price of a piece", kind: "money", operators: compared },
  "line.quantity": { label: "Pieces of the line", kind: "count", operators: compared },
  "line.reduced": { label: "Reduced already", kind: "yes-or-no", operators: only },
};

export const question = (fact: Fact): Question => questions[fact];

/** What can be asked: of the sale, of a line in it, and by a price list. */
export const factsOf = { sale: saleFacts, line: lineFacts, list: listFacts } as const;
export type About = keyof typeof factsOf;

/** What an operator is called, beside the kind of answer that follows it. */
export function operatorName(operator: Operator, kind: Kind): string {
  if (kind === "yes-or-no") return "is";
  if (kind === "time" && operator === "at_least") return "from";
  if (kind === "time" && operator === "below") return "before";
  const names: Record<Operator, string> = {
    in: "is one of",
    not_in: "is none of",
    at_least: "at least",
    below: "below",
    starts_with: "begins with",
  };
  return names[operator];
}

/** A condition to begin with. @param currency of amounts */
export function newCondition(attribute: Fact, currency: string): Condition {
  const { kind, operators } = questions[attribute];
  return {
    key: crypto.randomUUID(),
    attribute,
    operator: operators[0] ?? "in",
    values: kind === "yes-or-no" ? [true] : [],
    ...(kind === "money" ? { currency } : {}),
  };
}
