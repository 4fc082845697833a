import { sql } from "drizzle-orm";
import { writeRow } from "../../platform/csv-cells.ts";
import type { Store } from "../../platform/store.ts";
import { type listPriceColumns, writeTiers } from "../import/list-prices-layout.ts";
import { writeAmount } from "../import/souk-columns.ts";
import type { Tiers } from "../price-lists/sold-in.ts";
import type { ExportedPage } from "./exported-page.ts";

/** Prices that are read at once. */
const atOnce = 500;

interface AskedRow {
  list: string;
  called: string;
  variant: string;
  sku: string;
  currency: string;
  tiers: string;
}

/**
 * What fixed price lists ask, list by list. A list is named by its name, which another store may have too; by its id where
 * several are called so.
 * @param after list, variant and currency of the last one before, parted by spaces; 0 at the beginning
 */
export async function readListPrices(store: Store, after: number | string): Promise<ExportedPage | null> {
  const [list = "", variant = "", currency = ""] = String(after || "").split(" ");
  const rows = await store.catalog.all<AskedRow>(sql`
    with held as materialized (
      select price_list_id, variant_id, currency from price_list_prices
      where (price_list_id, variant_id, currency) > (${list}, ${variant}, ${currency})
      group by price_list_id, variant_id, currency order by price_list_id, variant_id, currency limit ${atOnce}
    )
    select
      l.id as list, v.id as variant, v.sku, held.currency,
      case when exists (select 1 from price_lists o where o.name = l.name and o.id <> l.id) then l.id else l.name end as called,
      (
        select json_group_array(json_object('min_quantity', t.min_quantity, 'amount', t.amount) order by t.min_quantity)
        from price_list_prices t
        where t.price_list_id = held.price_list_id and t.variant_id = held.variant_id and t.currency = held.currency
      ) as tiers
    from held cross join price_lists l on l.id = held.price_list_id cross join variants v on v.id = held.variant_id
    order by held.price_list_id, held.variant_id, held.currency
  `);
  const last = rows.at(-1);
  if (!last) return null;
  return {
    text: rows.map(writeAsked).join(""),
    things: rows.length,
    rows: rows.length,
    after: `${last.list} ${last.variant} ${last.currency}`,
  };
}

function writeAsked({ called, sku, currency, tiers }: AskedRow): string {
  const told = writeTiers(JSON.parse(tiers) as Tiers, (amount) => writeAmount(amount, currency));
  const cells: Record<(typeof listPriceColumns)[number], string> = { price_list: called, sku, currency, ...told };
  return writeRow([cells.price_list, cells.sku, cells.currency, cells.price, cells.tiers]);
}
