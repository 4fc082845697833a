import { z } from "@hono/zod-openapi";
import { amount, time } from "../platform/schemas.ts";
import { taxSources } from "./assessment.ts";
import { taxReasons } from "./rules.ts";
import { vatCheckStatuses } from "./vat-check.ts";

/** What each tax of a line came to. */
export const taxParts = z
  .array(
    z
      .object({
        name: z.string().openapi({ example: "GST" }),
        percent: z.string().openapi({ example: "5", description: "Percent, as a decimal text" }),
        amount,
      })
      .openapi("TaxPart"),
  )
  .openapi({ description: "What each tax came to; they sum to the tax. Empty where none is charged" });

/** What every taxed line tells of its tax, on carts, quotes and orders. */
export const taxFields = {
  tax_rate: z.string().openapi({ example: "19", description: "Percent, as a decimal text" }),
  tax_reason: z.enum(taxReasons).openapi({
    description:
      "Why: `zero` for exports too, and wherever the store charges none; `reverse_charge`: the buyer, a business, accounts for it",
  }),
  taxes: taxParts,
};

/** Whose taxes they are. */
export const taxSource = z.enum(taxSources).openapi({
  description:
    "Who worked the taxes out: `own` the store's rules, `stripe` Stripe Tax, `own_fallback` the store's rules because the outside " +
    "service did not answer in time or not soundly",
});

/** What the register of VAT numbers said of the buyer's. */
export const vatCheck = z
  .object({
    status: z.enum(vatCheckStatuses).openapi({
      description:
        "`invalid`: it is nobody's, and tax is charged. `unavailable`: the register did not answer; the number's form is good, and the " +
        "sale went on as if it were valid",
    }),
    name: z.string().nullable().openapi({ description: "Who it belongs to, where the member state tells it" }),
    consultation_number: z.string().nullable().openapi({ description: "The register's proof that it was asked" }),
    checked_at: time,
  })
  .openapi("VatCheck");

/** The certificate that freed the buyer of tax. */
export const taxExemption = z
  .object({ id: z.string(), number: z.string(), reason: z.string() })
  .openapi("TaxExemptionOfSale");
