import { z } from "@hono/zod-openapi";
import {
  address,
  currency,
  id,
  optionalText,
  ruleNumber,
  somethingChanges,
  text,
  time,
} from "../../platform/schemas.ts";
import { taxClasses } from "../../tax/rules.ts";
import { methodKinds, rateSources } from "../methods.ts";
import { reaches } from "../zones.ts";
import { bounds, positions, workingDays } from "./check-method.ts";

const country = z.string().max(10).openapi({ example: "DE", description: "ISO 3166-1 alpha-2" });

const zoneFields = {
  name: text(80).openapi({ example: "Alps" }),
  reach: z.enum(reaches).openapi({
    description:
      "`home`: the store's own country; `countries`: those that are listed; `everywhere`: all that no other zone holds",
  }),
  countries: z.array(country).max(250).openapi({ description: "Of `countries` alone" }),
  regions: z.array(text(60)).max(200).openapi({
    description: "States or provinces of the one country, as addresses name them or by ISO 3166-2; empty for all",
  }),
  postal_codes: z.array(z.string().max(30)).max(200).openapi({
    description: "Of the one country: codes (`27498`), beginnings (`35*`), ranges (`51001..51081`); empty for all",
  }),
};

export const newShippingZone = z
  .strictObject({
    ...zoneFields,
    countries: zoneFields.countries.default([]),
    regions: zoneFields.regions.default([]),
    postal_codes: zoneFields.postal_codes.default([]),
  })
  .openapi("NewShippingZone");

export type NewShippingZone = z.infer<typeof newShippingZone>;

export const shippingZoneChange = z
  .strictObject(zoneFields)
  .partial()
  .refine(...somethingChanges)
  .openapi("ShippingZoneChange");

export type ShippingZoneChange = z.infer<typeof shippingZoneChange>;

export const shippingZone = z
  .object({ id: id("shz"), ...zoneFields, version: z.int(), created_at: time, updated_at: time })
  .openapi("ShippingZone");

export type StoredZone = z.infer<typeof shippingZone>;

/** Ranges of amounts are checked with the rest of a method, each at its place. */
const price = z.number().openapi({ type: "integer", example: 490, description: "Minor units, at least 0" });
const days = ruleNumber(workingDays).openapi({ description: "Working days" });

const terms = {
  currency,
  free_from: price.nullable().default(null).openapi({
    description: "The subtotal after discounts from which it costs nothing; null for never",
  }),
  further_parcel: price.nullable().default(null).openapi({
    description: "What each parcel but the dearest costs; null where each costs what it would cost alone",
  }),
};

const band = z.strictObject({
  up_to: z
    .number()
    .nullable()
    .openapi({
      type: ["integer", "null"],
      description:
        "Grams of a parcel, or the subtotal in minor units, this included; null for all above the band before",
    }),
  price,
});

const bands = z.array(band).min(1, "At least one band.").max(50).openapi({ description: "From the lowest on" });

const rate = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("flat"), ...terms, price }),
    z.strictObject({ kind: z.literal("by_weight"), ...terms, bands }),
    z.strictObject({ kind: z.literal("by_price"), ...terms, bands }),
    z.strictObject({
      kind: z.literal("live"),
      ...terms,
      source: z.enum(rateSources).openapi({ description: "Who is asked" }),
      service: text(80).openapi({
        example: "dhl_de_paket",
        description: "The carrier's service, by the source's name for it",
      }),
      price: price.openapi({
        description: "What a parcel costs when the carrier does not answer in time; minor units",
      }),
    }),
  ])
  .openapi("ShippingRate", { description: "What a method costs in a zone in one currency" });

const methodZone = z
  .strictObject({
    zone_id: id("shz"),
    min_days: days.nullable().default(null),
    max_days: days.nullable().default(null).openapi({ description: "Working days; null as the method's own" }),
    rates: z.array(rate).max(100).openapi({ description: "One for each currency" }),
  })
  .openapi("ShippingMethodZone");

const pickupPlace = z
  .strictObject({
    name: text(80).openapi({ example: "Souk, the shop" }),
    line1: text(200),
    postal_code: text(20),
    city: text(120),
    country,
    hours: optionalText(300).openapi({ example: "Mon to Fri 10:00 to 18:00" }),
  })
  .openapi("PickupPlace", { description: "Where goods are picked up, and when it is open" });

const words = z.strictObject({
  name: text(80).optional(),
  description: optionalText(300).optional(),
  hours: optionalText(300).optional(),
});

const bound = (unit: string) =>
  ruleNumber(bounds)
    .nullable()
    .openapi({ description: `${unit}; null: no bound` });

const code = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Lower-case letters and digits, joined by hyphens.")
  .openapi({ example: "standard", description: "Names the method on the wire and in orders; it stays" });

const methodFields = {
  name: text(80).openapi({ example: "Standard" }),
  description: optionalText(300),
  translations: z.record(z.string().max(20), words).openapi({ description: "What shoppers read, by locale" }),
  kind: z.enum(methodKinds).openapi({ description: "Brought to the door, or picked up at a place" }),
  pickup: pickupPlace.nullable().openapi({ description: "Of `pickup` alone" }),
  carrier: text(60).nullable().openapi({ description: "Who brings it, as people call them" }),
  min_days: days,
  max_days: days,
  tax_class: z.enum(taxClasses).nullable().openapi({ description: "Null: as the tax zone says for shipping" }),
  max_grams: bound("What a parcel may weigh, grams"),
  max_length_mm: bound("Sides of a parcel, millimetres"),
  max_width_mm: bound("Sides of a parcel, millimetres"),
  max_height_mm: bound("Sides of a parcel, millimetres"),
  volumetric_divisor: bound("Cubic centimetres that count as a kilogram, 5000 usually; null: weight alone"),
  position: ruleNumber(positions).openapi({ description: "Lower ones are shown first" }),
  active: z.boolean(),
  zones: z.array(methodZone).max(100).openapi({ description: "Where it leads; a change replaces them all" }),
};

export const newShippingMethod = z
  .strictObject({
    ...methodFields,
    code,
    description: methodFields.description.default(""),
    translations: methodFields.translations.default({}),
    kind: methodFields.kind.default("delivery"),
    pickup: methodFields.pickup.default(null),
    carrier: methodFields.carrier.default(null),
    tax_class: methodFields.tax_class.default(null),
    max_grams: methodFields.max_grams.default(null),
    max_length_mm: methodFields.max_length_mm.default(null),
    max_width_mm: methodFields.max_width_mm.default(null),
    max_height_mm: methodFields.max_height_mm.default(null),
    volumetric_divisor: methodFields.volumetric_divisor.default(null),
    position: methodFields.position.default(0),
    active: methodFields.active.default(true),
    zones: methodFields.zones.default([]),
  })
  .openapi("NewShippingMethod");

export type NewShippingMethod = z.infer<typeof newShippingMethod>;

export const shippingMethodChange = z
  .strictObject(methodFields)
  .partial()
  .refine(...somethingChanges)
  .openapi("ShippingMethodChange");

export type ShippingMethodChange = z.infer<typeof shippingMethodChange>;

export const shippingMethod = z
  .object({ id: id("shm"), code, ...methodFields, version: z.int(), created_at: time, updated_at: time })
  .openapi("ShippingMethod");

export type StoredMethod = z.infer<typeof shippingMethod>;

const settingsFields = {
  ship_from: address
    .nullable()
    .openapi({ description: "Where parcels leave; carriers are asked for live rates with it alone" }),
};

export const shippingSettings = z
  .object({ ...settingsFields, version: z.int(), updated_at: time })
  .openapi("ShippingSettings");

export type ShippingSettings = z.infer<typeof shippingSettings>;

export const shippingSettingsChange = z.strictObject(settingsFields).openapi("ShippingSettingsChange");

export type ShippingSettingsChange = z.infer<typeof shippingSettingsChange>;
