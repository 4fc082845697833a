import { z } from "@hono/zod-openapi";
import { currency } from "../../platform/schemas.ts";
import { julianDay } from "../attributes/ranges.ts";
import { longestFilter, shelfOfAttribute, shelfOfBrand, shelfOfCategory } from "../lists/shelf-names.ts";

const operator = z.enum(["is", "is_not", "at_least", "at_most", "between", "contains", "contains_not"]);
type Operator = z.infer<typeof operator>;

const value = z.union([z.string().trim().min(1).max(200), z.number(), z.boolean()]);
type Value = z.infer<typeof value>;

/** The attributes of products' own follow this. */
const ownAttribute = "attr.";

const equality: readonly Operator[] = ["is", "is_not"];
const bounds: readonly Operator[] = ["at_least", "at_most", "between"];

/** What each attribute can be asked. */
const askable: Readonly<Record<string, { operators: readonly Operator[]; values: "text" | "number" | "yes-or-no" }>> = {
  brand: { operators: equality, values: "text" },
  category: { operators: equality, values: "text" },
  title: { operators: ["contains", "contains_not"], values: "text" },
  price: { operators: bounds, values: "number" },
  age_days: { operators: bounds, values: "number" },
  in_stock: { operators: ["is"], values: "yes-or-no" },
  reduced: { operators: ["is"], values: "yes-or-no" },
};

const condition = z
  .strictObject({
    attribute: z
      .string()
      .max(90)
      .openapi({
        description:
          "`brand`; `category` (ids; what is below counts too); `title`; `price` (of its cheapest variant, minor units); " +
          "`age_days` since it was added; `in_stock`; `reduced`; or `attr.<name>`, an attribute of its own, tags among them",
        example: "attr.material",
      }),
    operator,
    values: z.array(value).min(1, "Say at least one value.").max(50, "At most 50 values."),
    currency: currency
      .optional()
      .openapi({ description: "For `price` and `reduced`; the store's where it is left out" }),
  })
  .superRefine((given, context) => {
    const fault = faultOf(given);
    if (fault) context.addIssue({ code: "custom", path: [fault.field], message: fault.message });
  })
  .openapi("CollectionCondition");
type Condition = z.infer<typeof condition>;

/** Which products belong to a collection: those for which `all`, or `any`, of the conditions hold. */
export const collectionRules = z
  .strictObject({
    match: z.enum(["all", "any"]),
    conditions: z.array(condition).min(1, "A rule needs a condition.").max(20, "At most 20 conditions."),
  })
  .openapi("CollectionRules");
export type CollectionRules = z.infer<typeof collectionRules>;

/** A row of `collection_conditions`. */
export interface ConditionRow {
  condition: number;
  alternative: number;
  excluded: 0 | 1;
  kind: "shelf" | "number" | "price" | "title" | "in_stock" | "reduced" | "age";
  what: string | null;
  currency: string | null;
  low: number | null;
  high: number | null;
}

/** The conditions in the form that products are held against. @param storeCurrency of prices that name none */
export function conditionRows(rules: CollectionRules, storeCurrency: string): ConditionRow[] {
  return rules.conditions.flatMap((given, index) =>
    alternativesOf(given, storeCurrency).map((row, alternative) => ({
      what: null,
      currency: null,
      low: null,
      high: null,
      ...row,
      condition: index,
      alternative,
    })),
  );
}

/** The categories that a rule names. */
export function categoriesIn(rules: CollectionRules): string[] {
  return rules.conditions.flatMap(({ attribute, values }) => (attribute === "category" ? values.map(String) : []));
}

/** A rule with its categories named otherwise: by their slugs in a file, by their ids here. */
export function nameCategories(rules: CollectionRules, nameOf: (category: string) => string): CollectionRules {
  const conditions = rules.conditions.map((condition) =>
    condition.attribute === "category"
      ? { ...condition, values: condition.values.map((value) => nameOf(String(value))) }
      : condition,
  );
  return { ...rules, conditions };
}

type Alternative = Pick<ConditionRow, "kind" | "excluded"> &
  Partial<Pick<ConditionRow, "what" | "currency" | "low" | "high">>;

function alternativesOf({ attribute, operator, values, currency }: Condition, storeCurrency: string): Alternative[] {
  const excluded = operator === "is_not" || operator === "contains_not" ? 1 : 0;
  const money = currency ?? storeCurrency;
  switch (attribute) {
    case "brand":
      return values.map((one) => ({ kind: "shelf", excluded, what: shelfOfBrand(String(one)) }));
    case "category":
      return values.map((one) => ({ kind: "shelf", excluded, what: shelfOfCategory(String(one)) }));
    case "title":
      return values.map((one) => ({ kind: "title", excluded, what: String(one) }));
    case "price":
      return [{ kind: "price", excluded, currency: money, ...boundsOf(operator, values) }];
    case "age_days":
      return [{ kind: "age", excluded, ...boundsOf(operator, values) }];
    case "in_stock":
      return [{ kind: "in_stock", excluded: values[0] === true ? 0 : 1 }];
    case "reduced":
      return [{ kind: "reduced", excluded: values[0] === true ? 0 : 1, currency: money }];
  }
  const name = attribute.slice(ownAttribute.length);
  if (bounds.includes(operator)) return [{ kind: "number", excluded, what: name, ...boundsOf(operator, values) }];
  return values.map((one) => ({ kind: "shelf", excluded, what: shelfOfAttribute(name, String(one)) }));
}

function boundsOf(operator: Operator, values: readonly Value[]): { low: number | null; high: number | null } {
  const [first, second] = values.map(measureOf);
  if (operator === "at_least") return { low: first ?? null, high: null };
  if (operator === "at_most") return { low: null, high: first ?? null };
  return { low: first ?? null, high: second ?? null };
}

/** A number, or a day as the number that the catalogue keeps of it. */
function measureOf(value: Value): number {
  return typeof value === "string" ? julianDay(value) : Number(value);
}

function faultOf({
  attribute,
  operator,
  values,
  currency,
}: Condition): { field: keyof Condition; message: string } | null {
  const own = attribute.startsWith(ownAttribute) && attribute.length > ownAttribute.length;
  const known = own ? undefined : Object.hasOwn(askable, attribute) ? askable[attribute] : null;
  if (known === null)
    return { field: "attribute", message: `Products have no ${attribute}. Their own begin with attr.` };
  const operators = known?.operators ?? [...equality, ...bounds];
  if (!operators.includes(operator)) return { field: "operator", message: `Here one of ${operators.join(", ")}.` };
  if (currency !== undefined && attribute !== "price" && attribute !== "reduced") {
    return { field: "currency", message: "Only price and reduced have a currency." };
  }
  const message = faultOfValues(operator, values, known?.values ?? null);
  return message === null ? null : { field: "values", message };
}

function faultOfValues(
  operator: Operator,
  values: readonly Value[],
  kind: "text" | "number" | "yes-or-no" | null,
): string | null {
  if (bounds.includes(operator)) {
    if (values.length !== (operator === "between" ? 2 : 1))
      return operator === "between" ? "Two values." : "One value.";
    const measures = values.map(measureOf);
    if (values.some((one) => typeof one === "boolean" || (kind === "number" && typeof one !== "number")))
      return "A number.";
    if (measures.some((one) => Number.isNaN(one))) return "A number, or a day as 2026-11-21.";
    return (measures[0] ?? 0) > (measures[1] ?? Number.POSITIVE_INFINITY) ? "The lower one first." : null;
  }
  if (kind === "yes-or-no") return values.length === 1 && typeof values[0] === "boolean" ? null : "true or false.";
  if (kind === "text" && values.some((one) => typeof one !== "string")) return "Texts.";
  return values.some((one) => String(one).length > longestFilter) ? `At most ${longestFilter} characters.` : null;
}
