import { DomainError } from "../platform/errors.ts";
import type { Assessment } from "../tax/assessment.ts";
import { largestAmount, type Priced } from "./price.ts";

/**
 * A price with the taxes of an outside service in the place of the store's own. Nothing else changes: what lines and shipping cost, and
 * whether that holds its tax, is the store's to say. A line that the service was not asked about cost nothing and bears nothing.
 * @throws quantity-over-limit when the total passes {@link largestAmount} by the new taxes
 */
export function withAssessedTaxes(priced: Priced, { calculation, lines, shipping }: Assessment): Priced {
  const taxed = priced.lines.map((line) => ({ ...line, ...(lines[line.key] ?? { tax_total: 0, taxes: [] }) }));
  const shipping_tax = priced.shipping_total > 0 ? shipping : { ...priced.shipping_tax, tax_total: 0, taxes: [] };
  const tax_total = taxed.reduce((sum, line) => sum + line.tax_total, shipping_tax.tax_total);
  const total = priced.total + (priced.tax_included ? 0 : tax_total - priced.tax_total);
  if (total > largestAmount) {
    throw new DomainError("quantity-over-limit", "This is more than one order may come to. Take something out.");
  }
  return {
    ...priced,
    lines: taxed,
    shipping_tax,
    tax_total,
    total,
    tax_source: "stripe",
    tax_calculation: calculation,
  };
}
