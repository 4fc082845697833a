import { type SQL, sql } from "drizzle-orm";
import { hasNoMark, markOf, matchMark } from "../../search/marks.ts";
import { type AttributeRange, withinRange } from "../attributes/ranges.ts";
import { shelfOfAttribute, valuesOfOne } from "./shelf-names.ts";

/**
 * Values of attributes as staff look for them, who see drafts, too. Shoppers have a shelf for each value; a second one for
 * staff would make products with many attributes half again as dear to write, for a list that few ask for.
 */
export type HeldValue = readonly [name: string, value: string];

/** What must hold of a product for it to have every value; nothing where there is none. Begins with `and`. */
export function heldRules(values: readonly HeldValue[], productNo: SQL): SQL {
  return sql.join(
    values.map(
      ([name, value]) => sql` and exists (
        select 1 from products described
        cross join json_each(described.attributes) one
        cross join ${valuesOfOne} each_value
        where described.no = ${productNo} and one.key = ${name} and each_value.value || '' = ${value}
      )`,
    ),
  );
}

/**
 * The products that have one of these values, by number: `select product_no ...`, so many at most; or null where none of them
 * can be looked up.
 */
export function holdersOf(values: readonly HeldValue[], atMost: number): SQL | null {
  const [told] = values.filter(([, value]) => !hasNoMark(value));
  if (told) return marked(told, atMost);
  const [number] = values.filter(([, value]) => Number.isFinite(Number(value)));
  if (!number) return null;
  // A number that somebody wrote as text has a mark; one that is a number is measured.
  const [name, value] = number;
  const range: AttributeRange = { name, kind: "number", least: Number(value), most: Number(value) };
  return sql`select * from (${marked(number, atMost)}) union select * from (${withinRange(range, atMost)})`;
}

function marked([name, value]: HeldValue, atMost: number): SQL {
  return sql`
    select rowid as product_no from search_index where search_index match ${matchMark(markOf(shelfOfAttribute(name, value)))}
    limit ${atMost}`;
}
