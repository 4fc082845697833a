import type { Attribute } from "../catalog-wire.ts";
import { asDecimal, fromDecimal } from "../money.ts";
import type { Condition, Operator, Rules, Value } from "./collection-api.ts";

/** How an answer to a condition is typed. */
export type Kind = "words" | "brands" | "categories" | "money" | "number" | "day" | "yes-or-no" | "choices";

/** What a rule can ask of products, and how that is put to staff. */
export interface Question {
  /** As the store knows it. */
  attribute: string;
  label: string;
  kind: Kind;
  operators: readonly Operator[];
  unit?: string;
  choices?: string[];
}

const bounds = ["at_least", "at_most", "between"] as const;
const equality = ["is", "is_not"] as const;

const ofEveryProduct: Question[] = [
  { attribute: "category", label: "Category", kind: "categories", operators: equality },
  { attribute: "brand", label: "Brand", kind: "brands", operators: equality },
  { attribute: "title", label: "Title", kind: "words", operators: ["contains", "contains_not"] },
  { attribute: "price", label: "Price", kind: "money", operators: bounds },
  { attribute: "age_days", label: "Days since it was added", kind: "number", operators: bounds },
  { attribute: "in_stock", label: "In stock", kind: "yes-or-no", operators: ["is"] },
  { attribute: "reduced", label: "Reduced", kind: "yes-or-no", operators: ["is"] },
];

const ownAttribute = "attr.";

/**
 * Everything that a rule can ask: what every product has, then the attributes that are defined, then others that products
 * have. @param carried attributes that products have, as rules name them
 */
export function questions(attributes: readonly Attribute[], carried: readonly string[]): Question[] {
  const known = [...ofEveryProduct, ...attributes.map(questionOf)];
  const names = new Set(known.map(({ attribute }) => attribute));
  return [...known, ...carried.filter((each) => !names.has(each)).map((each) => questionFor([], each))];
}

function questionOf({ code, label, type, unit, choices }: Attribute): Question {
  const attribute = ownAttribute + code;
  switch (type) {
    case "number":
      return { attribute, label, kind: "number", operators: bounds, ...(unit ? { unit } : {}) };
    case "date":
      return { attribute, label, kind: "day", operators: bounds };
    case "boolean":
      return { attribute, label, kind: "yes-or-no", operators: ["is"] };
    case "enum":
      return { attribute, label, kind: "choices", operators: equality, choices };
    case "text":
      return { attribute, label, kind: "choices", operators: equality };
  }
}

/** The question that a condition answers. One that is not among them is about an attribute without a definition. */
export function questionFor(all: readonly Question[], attribute: string): Question {
  const known = all.find((question) => question.attribute === attribute);
  const label = attribute.startsWith(ownAttribute) ? attribute.slice(ownAttribute.length) : attribute;
  return known ?? { attribute, label, kind: "choices", operators: [...equality, ...bounds] };
}

/** An attribute without a definition, by the name that products carry it under. */
export function freeQuestion(name: string): Question {
  return questionFor([], ownAttribute + name);
}

/** What an operator is called, beside the kind of answer that follows it. */
export function operatorName(operator: Operator, kind: Kind): string {
  const day = kind === "day";
  const names: Record<Operator, string> = {
    is: kind === "yes-or-no" ? "is" : "is one of",
    is_not: "is none of",
    at_least: day ? "from" : "at least",
    at_most: day ? "until" : "at most",
    between: "between",
    contains: "contains one of",
    contains_not: "contains none of",
  };
  return names[operator];
}

/** A condition as it is being typed: `typed` holds its values as they stand in their fields. */
export interface DraftCondition {
  key: string;
  attribute: string;
  operator: Operator;
  typed: string[];
}

export interface DraftRules {
  match: Rules["match"];
  conditions: DraftCondition[];
}

export const isBound = (operator: Operator): boolean => (bounds as readonly Operator[]).includes(operator);

/** A condition to begin with. */
export function newCondition({ attribute, operators, kind }: Question): DraftCondition {
  const typed = kind === "yes-or-no" ? ["true"] : [];
  return { key: crypto.randomUUID(), attribute, operator: operators[0] ?? "is", typed };
}

export function toDraftRules({ match, conditions }: Rules, all: readonly Question[], currency: string): DraftRules {
  return {
    match,
    conditions: conditions.map(({ attribute, operator, values }) => {
      const { kind } = questionFor(all, attribute);
      const typed = values.map((value) =>
        kind === "money" && typeof value === "number" ? asDecimal(value, currency) : String(value),
      );
      return { key: crypto.randomUUID(), attribute, operator, typed };
    }),
  };
}

/** The rules as the store takes them; null while a condition is not typed to its end. */
export function fromDraftRules(
  { match, conditions }: DraftRules,
  all: readonly Question[],
  currency: string,
): Rules | null {
  const written = conditions.map((condition) => conditionFrom(condition, all, currency));
  const whole = written.filter((condition) => condition !== null);
  return whole.length === 0 || whole.length < written.length ? null : { match, conditions: whole };
}

function conditionFrom(
  { attribute, operator, typed }: DraftCondition,
  all: readonly Question[],
  currency: string,
): Condition | null {
  const { kind } = questionFor(all, attribute);
  const wanted = isBound(operator) ? typed.slice(0, operator === "between" ? 2 : 1) : typed;
  const values = wanted.map((value) =>
    valueFrom(value.trim(), isBound(operator) && kind === "choices" ? "number" : kind, currency),
  );
  const whole = values.filter((value) => value !== null);
  const needed = operator === "between" ? 2 : 1;
  return whole.length < needed || whole.length < values.length ? null : { attribute, operator, values: whole };
}

function valueFrom(typed: string, kind: Kind, currency: string): Value | null {
  if (typed === "") return null;
  if (kind === "money") return fromDecimal(typed, currency);
  if (kind === "yes-or-no") return typed === "true";
  if (kind !== "number") return typed;
  const number = Number(typed.replace(",", "."));
  return Number.isFinite(number) ? number : null;
}
