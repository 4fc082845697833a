import { z } from "@hono/zod-openapi";
import { id, optionalText, text, time } from "../../platform/schemas.ts";
import { defaultTaxClass, roundingLevels, taxClasses } from "../rules.ts";

/** What staff write; a class that does not exist is refused where the zone is looked at as a whole, at its place. */
const writtenClass = z
  .string()
  .max(40)
  .openapi({ enum: [...taxClasses] });

const taxClass = z.enum(taxClasses);

const zoneRate = z
  .strictObject({
    class: writtenClass,
    name: text(40).default("VAT").openapi({ description: "What the tax is called on paper" }),
    percent: z
      .string()
      .max(20)
      .openapi({ example: "19", description: "Percent as a decimal text: 0 to 100, at most four decimals" }),
    compound: z.boolean().default(false).openapi({
      description:
        "True: charged on the price with the other taxes of this class in it. Of the taxes of a class at one time at most one is",
    }),
    since: z.string().max(10).openapi({ format: "date", example: "2026-01-01", description: "The first day, UTC" }),
    until: z.string().max(10).nullable().default(null).openapi({
      format: "date",
      description: "The first day on which it no longer holds; null while no end is known",
    }),
    source: optionalText(200).default("").openapi({ description: "Where the rate was read" }),
  })
  .openapi("TaxRate");

const fields = {
  name: text(80).openapi({ example: "Germany" }),
  country: z.string().max(10).openapi({ example: "DE", description: "ISO 3166-1 alpha-2" }),
  region: text(60).nullable().openapi({
    description: "A state or province as addresses name it, or its ISO 3166-2 code; null for the whole country",
    example: "QC",
  }),
  postal_codes: z
    .array(z.string().max(30))
    .max(200)
    .openapi({ description: "Codes (`27498`), beginnings (`35*`), ranges (`51001..51081`); empty for all" }),
  prices: z.enum(["included", "added"]).openapi({ description: "Whether prices there hold their tax" }),
  shipping_class: writtenClass.openapi({ description: "How shipping there is taxed" }),
  rates: z.array(zoneRate).max(200).openapi({
    description:
      "Every rate with its days. Taxes of one class that hold at once are added. A class without a rate is taxed at the standard rate",
  }),
};

export const newTaxZone = z
  .strictObject({
    ...fields,
    region: fields.region.default(null),
    postal_codes: fields.postal_codes.default([]),
    shipping_class: fields.shipping_class.default(defaultTaxClass),
    rates: fields.rates.default([]),
  })
  .openapi("NewTaxZone");

export type NewTaxZone = z.infer<typeof newTaxZone>;

export const taxZoneChange = z.strictObject(fields).partial().openapi("TaxZoneChange");

export type TaxZoneChange = z.infer<typeof taxZoneChange>;

export const taxZone = z
  .object({ id: id("zone"), ...fields, version: z.int(), created_at: time, updated_at: time })
  .openapi("TaxZone");

export type TaxZone = z.infer<typeof taxZone>;

const rounding = {
  rounding_mode: z.enum(["half_up", "half_even"]).openapi({
    description: "What becomes of half a minor unit: `half_up` commercial, `half_even` banker's rounding",
  }),
  rounding_level: z.enum(roundingLevels).openapi({
    description:
      "`line`: each line's tax is rounded. `document`: the tax of all that bears one rate, which is then split",
  }),
};

const services = {
  provider: z.enum(["own", "stripe"]).openapi({
    description:
      "Who works taxes out once the address is known: `own` the zones kept here; `stripe` Stripe Tax, with the zones as the fallback " +
      "where it does not answer in time. Whether prices hold their tax stays the zone's to say",
  }),
  tax_codes: z
    .partialRecord(taxClass, z.string().max(40))
    .openapi({ example: { reduced: "txcd_35010000" }, description: "What the service calls goods of a class" }),
  vat_register: z.enum(["off", "vies"]).openapi({
    description:
      "`vies`: a VAT number that would take the tax off is looked up in VIES; one that is nobody's takes none off",
  }),
  store_vat_id: optionalText(30).nullable().openapi({
    example: "DE136695976",
    description:
      "The store's own VAT number: with it VIES answers with a consultation number, the proof that it was asked",
  }),
};

export const taxSettings = z
  .object({ ...rounding, ...services, version: z.int(), updated_at: time })
  .openapi("TaxSettings");

export type TaxSettings = z.infer<typeof taxSettings>;

export const taxSettingsChange = z
  .strictObject({ ...rounding, ...services })
  .partial()
  .openapi("TaxSettingsChange");

export type TaxSettingsChange = z.infer<typeof taxSettingsChange>;
