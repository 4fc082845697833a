import { z } from "@hono/zod-openapi";
import { optionalText, somethingChanges, text, time } from "../../platform/schemas.ts";
import { strategies } from "./allocate.ts";

const country = z
  .string()
  .regex(/^[A-Z]{2}$/, "Two capital letters, as DE.")
  .openapi({ description: "ISO 3166-1 alpha-2" });

const fields = {
  name: text(120).openapi({ example: "Warehouse Berlin" }),
  line1: optionalText(200),
  postal_code: optionalText(20),
  city: optionalText(120),
  country: z.union([country, z.literal("")]),
  serves: z
    .array(country)
    .max(250)
    .openapi({ description: "Countries that parcels from here reach sooner than from elsewhere" }),
  active: z
    .boolean()
    .openapi({ description: "Orders are served from here; what lies here stays in the books otherwise" }),
  pickup: z.boolean().openapi({ description: "Whether buyers can fetch their orders here" }),
  priority: z.int().min(0).max(1000).openapi({ description: "Where nothing else decides, the smaller comes first" }),
};

/** A place where stock lies. */
export const location = z
  .object({
    id: z.string(),
    ...fields,
    country: z.string().openapi({ description: "ISO 3166-1 alpha-2; empty where it was never said" }),
    units: z.int().openapi({ description: "Units of all goods that lie there" }),
    version: z.int(),
  })
  .openapi("Location");

export type Location = z.infer<typeof location>;

export const locations = z.object({ data: z.array(location) });

export const newLocation = z
  .strictObject({
    ...fields,
    line1: fields.line1.default(""),
    postal_code: fields.postal_code.default(""),
    city: fields.city.default(""),
    country,
    serves: fields.serves.default([]),
    active: fields.active.default(true),
    pickup: fields.pickup.default(false),
    priority: fields.priority.default(100),
  })
  .openapi("NewLocation");

export type NewLocation = z.infer<typeof newLocation>;

export const locationChange = z
  .strictObject(fields)
  .partial()
  .refine(...somethingChanges)
  .openapi("LocationChange");

export type LocationChange = z.infer<typeof locationChange>;

const settingFields = {
  strategy: z.enum(strategies).openapi({
    description:
      "`nearest`: what lies nearest to where it goes. `most_stock`: from where there is most. `fewest_parcels`: from as few places as can be, of those the nearest.",
  }),
  low_stock_at: z.int().min(0).max(1_000_000).openapi({
    description: "At or below so many to sell an item counts as low, where it does not say so itself",
  }),
};

/** What holds for the stock of the whole store. */
export const stockSettings = z
  .object({ ...settingFields, version: z.int(), updated_at: time })
  .openapi("StockSettings");

export type StockSettings = z.infer<typeof stockSettings>;

export const stockSettingsChange = z
  .strictObject(settingFields)
  .partial()
  .refine(...somethingChanges)
  .openapi("StockSettingsChange");

export type StockSettingsChange = z.infer<typeof stockSettingsChange>;
