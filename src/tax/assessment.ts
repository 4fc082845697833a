import type { TaxPart } from "./rate.ts";
import type { Place, TaxClass, TaxReason } from "./rules.ts";

/** Who worked taxes out: the store's own rules, an outside service, or the own rules because that service was of no use. */
export const taxSources = ["own", "stripe", "own_fallback"] as const;

export type TaxSource = (typeof taxSources)[number];

/** What is asked of an outside service. Amounts are minor units of `currency`, after discounts. */
export interface TaxInquiry {
  currency: string;
  lines: readonly { key: string; amount: number; quantity: number; tax_class: TaxClass }[];
  /** What shipping costs; 0 where there is nothing to ship. */
  shipping: number;
  /** Whether the amounts hold their tax. */
  tax_included: boolean;
  place: Place & { line1?: string | undefined; city?: string | undefined };
  /** ISO 3166-1 alpha-2: where the goods leave from. */
  home_country: string;
  /** Why the buyer pays none, if so: the service keeps the sale for the store's returns all the same. */
  relief: Extract<TaxReason, "exempt" | "reverse_charge"> | null;
  /** The buyer's VAT identification number; null for a consumer. */
  vat_id: string | null;
  /** What the service calls goods of a class; a class without a code goes as any tangible thing. */
  codes: Readonly<Partial<Record<TaxClass, string>>>;
}

/** What a line or shipping bears, by an outside service. */
export interface AssessedTax {
  tax_total: number;
  tax_rate: string;
  tax_reason: TaxReason;
  taxes: TaxPart[];
}

/** What an outside service answered. */
export interface Assessment {
  /** The service's name for it, by which the sale is told later. */
  calculation: string;
  lines: Readonly<Record<string, AssessedTax>>;
  shipping: AssessedTax;
}

/** What an amount that nobody charges bears. */
export const untaxed: AssessedTax = { tax_total: 0, tax_rate: "0", tax_reason: "zero", taxes: [] };

/**
 * What is wrong with an answer; null where it can be charged. A service that answers nonsense is as good as one that does not answer.
 * @param told the tax of all together, as the service itself adds it up
 */
export function faultOf(
  { lines: asked, shipping, tax_included }: TaxInquiry,
  answer: Assessment,
  told: number,
): string | null {
  const taxes = [...Object.values(answer.lines), answer.shipping];
  if (Object.keys(answer.lines).length !== asked.length) return "it does not answer each line once";
  for (const { key, amount } of asked) {
    const tax = answer.lines[key];
    if (!tax) return `it does not answer the line ${key}`;
    if (tax_included && tax.tax_total > amount) return "a tax is more than the price that holds it";
  }
  if (tax_included && answer.shipping.tax_total > shipping) return "a tax is more than the shipping that holds it";
  if (shipping === 0 && answer.shipping.tax_total !== 0) return "it taxes shipping that costs nothing";
  for (const { tax_total, taxes: parts } of taxes) {
    if (
      ![tax_total, ...parts.map(({ amount }) => amount)].every((amount) => Number.isSafeInteger(amount) && amount >= 0)
    ) {
      return "a tax is no whole number of minor units";
    }
    if (parts.reduce((sum, { amount }) => sum + amount, 0) !== tax_total)
      return "the taxes of a line do not add up to its tax";
  }
  if (taxes.reduce((sum, { tax_total }) => sum + tax_total, 0) !== told)
    return "the taxes do not add up to their total";
  return null;
}
