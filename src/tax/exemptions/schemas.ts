import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { id, somethingChanges, text, time } from "../../platform/schemas.ts";

const place = z
  .strictObject({
    country: z.string().max(10).openapi({ example: "US", description: "ISO 3166-1 alpha-2" }),
    region: text(60).nullable().default(null).openapi({
      example: "NY",
      description: "A state or province as addresses name it, or its ISO 3166-2 code; null for the whole country",
    }),
  })
  .openapi("ExemptPlace");

const fields = {
  number: text(60).openapi({ example: "ST-120 4711", description: "As it stands on the certificate" }),
  reason: text(300).openapi({ example: "Resale", description: "For the books; every order that it frees keeps it" }),
  places: z.array(place).max(300).openapi({ description: "Where it holds; empty for everywhere" }),
  since: z.string().max(10).openapi({ format: "date", example: "2026-01-01", description: "The first day, UTC" }),
  until: z
    .string()
    .max(10)
    .nullable()
    .openapi({ format: "date", description: "The first day on which it no longer holds; null while no end is known" }),
};

export const newExemption = z
  .strictObject({
    customer: text(254).openapi({ example: "ada@example.com", description: "An account, by its id or e-mail address" }),
    ...fields,
    places: fields.places.default([]),
    until: fields.until.default(null),
  })
  .openapi("NewTaxExemption");

export type NewExemption = z.infer<typeof newExemption>;

export const exemptionChange = z
  .strictObject(fields)
  .partial()
  .refine(...somethingChanges)
  .openapi("TaxExemptionChange");

export type ExemptionChange = z.infer<typeof exemptionChange>;

export const exemption = z
  .object({
    id: id("exm"),
    customer_id: z.string(),
    email: z.string().openapi({ description: "The account's" }),
    ...fields,
    places: z.array(z.object({ country: z.string(), region: z.string().nullable() })),
    version: z.int(),
    created_at: time,
    updated_at: time,
  })
  .openapi("TaxExemption");

export type Exemption = z.infer<typeof exemption>;

export const exemptionPage = pageOf(exemption).openapi("TaxExemptionPage");

export const exemptionQuery = z.strictObject({
  ...pageQuery,
  customer: z
    .string()
    .trim()
    .max(254)
    .optional()
    .openapi({ description: "Of one account, by its id or e-mail address" }),
});

export type ExemptionQuery = z.infer<typeof exemptionQuery>;
