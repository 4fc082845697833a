import { type SQL, sql } from "drizzle-orm";
import type { ListPricesChange } from "./schemas.ts";

/** What a list asks for a variant in a currency, from the fewest pieces on. Minor units. */
export type Tiers = ListPricesChange["prices"][number]["tiers"];

/** Whether a variant has a price in a currency, its own or one that a market converts into it. */
export function soldIn(variant: SQL, currency: SQL): SQL {
  return sql`exists (
    select 1 from prices c where c.variant_id = ${variant} and (
      c.currency = ${currency}
      or exists (select 1 from markets m where m.currency = ${currency} and m.convert_from = c.currency)
    )
  )`;
}

/** What a variant may have of prices in one currency, in all lists together: they travel with it into every cart. */
export const mostOfVariant = 100;

export const tooManyOfVariant = `A variant has at most ${mostOfVariant} prices of one currency in all lists together. Remove lists that are over.`;
