import { z } from "@hono/zod-openapi";
import { homeCode } from "../../platform/market.ts";
import { currency, id, ruleNumber, somethingChanges, text, time } from "../../platform/schemas.ts";

/** Names a market in addresses, price lists and carts. */
export const marketCode = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Lower-case letters and digits, joined by hyphens.")
  .openapi({ example: "gb" });

/** Minor units. */
export const steps = { least: 1, most: 1_000_000 };

/** Minor units. */
export const takenOff = { least: 0, most: 999_999 };

const conversion = z
  .strictObject({
    from: currency.openapi({ description: "The currency whose prices are converted" }),
    rate: z.string().max(20).openapi({
      example: "0.8431",
      description:
        "Units of the market's currency for one of `from`: a decimal text, at most eight decimals and eleven digits",
    }),
    step: ruleNumber(steps).default(1).openapi({
      description: "Rounded to the next multiple of this many minor units: 5 for .05, 100 for whole ones",
    }),
    less: ruleNumber(takenOff).default(0).openapi({
      description: "Taken off that multiple, minor units: 1 of a step of 100 makes prices end in .99",
    }),
  })
  .openapi("Conversion");

const fields = {
  name: text(80).openapi({ example: "Great Britain" }),
  countries: z
    .array(z.string().max(10))
    .max(250)
    .openapi({ example: ["GB"], description: "ISO 3166-1 alpha-2; a country lies in one market at most" }),
  currency,
  prices: z.enum(["by_zone", "included", "added"]).openapi({
    description: "Whether its prices hold their tax; `by_zone`: as the tax zone says that the goods go to",
  }),
  conversion: conversion.nullable().openapi({
    description:
      "How prices in another currency become prices here; null: what has no price in `currency` is not sold here",
  }),
};

export const newMarket = z
  .strictObject({
    code: marketCode.refine((code) => code !== homeCode, `${homeCode} is the store's own market.`),
    ...fields,
    countries: fields.countries.default([]),
    prices: fields.prices.default("by_zone"),
    conversion: fields.conversion.default(null),
  })
  .openapi("NewMarket");
export type NewMarket = z.infer<typeof newMarket>;

export const marketChange = z
  .strictObject(fields)
  .partial()
  .refine(...somethingChanges)
  .openapi("MarketChange");
export type MarketChange = z.infer<typeof marketChange>;

export const market = z
  .object({ id: id("mkt"), code: marketCode, ...fields, version: z.int(), created_at: time, updated_at: time })
  .openapi("Market");
export type MarketRecord = z.infer<typeof market>;

export const markets = z
  .object({
    home: z.object({ code: z.literal(homeCode), name: z.string(), currency }).openapi({
      description: "The market of every country that is in no other, as the store is deployed",
    }),
    data: z.array(market),
  })
  .openapi("Markets");
