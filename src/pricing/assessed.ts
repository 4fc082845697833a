import type { Assessment } from "../tax/assessment.ts";
import { bounded } from "./amounts.ts";
import type { Priced } from "./price.ts";

/**
 * A price with the taxes of an outside service in the place of the store's own. Nothing else changes: what lines and shipping cost, and
 * whether that holds its tax, is the store's to say. A line that the service was not asked about costs nothing, and bears nothing either way.
 * @throws quantity-over-limit when the total passes what one order may come to by the new taxes
 */
export function withAssessedTaxes(priced: Priced, { calculation, lines, shipping }: Assessment): Priced {
  const taxed = priced.lines.map((line) => ({ ...line, ...lines[line.key] }));
  const shipping_tax = priced.shipping_total > 0 ? shipping : { ...priced.shipping_tax, tax_total: 0, taxes: [] };
  const tax_total = taxed.reduce((sum, line) => sum + line.tax_total, shipping_tax.tax_total);
  const total = bounded(priced.total + (priced.tax_included ? 0 : tax_total - priced.tax_total));
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
