import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { amount, currency, time } from "../../platform/schemas.ts";

/** What a variant was offered for, and until when. */
const formerPrice = z
  .object({ currency, amount, until: time.openapi({ description: "When it changed, or was no longer offered" }) })
  .openapi("FormerPrice");

/** By currency, and of each currency the latest first. */
export const formerPricePage = pageOf(formerPrice).openapi("FormerPricePage");
export type FormerPricePage = z.infer<typeof formerPricePage>;

export const priceHistoryQuery = z.strictObject({ currency: currency.optional(), ...pageQuery });
export type PriceHistoryQuery = z.infer<typeof priceHistoryQuery>;
