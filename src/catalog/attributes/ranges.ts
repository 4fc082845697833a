import { type SQL, sql } from "drizzle-orm";

/** A filter by a number or date within bounds, both inclusive; null where one side is open. */
export interface AttributeRange {
  name: string;
  kind: "number" | "date";
  /** Numbers as they are, dates as Julian days. */
  least: number | null;
  most: number | null;
}

const number = String.raw`-?\d{1,15}(?:\.\d{1,9})?`;
const date = String.raw`\d{4}-\d{2}-\d{2}`;
const numbers = new RegExp(`^(${number})?\\.\\.(${number})?$`);
const dates = new RegExp(`^(${date})?\\.\\.(${date})?$`);

/**
 * Reads `10..20`, `10..`, `..20` and the same of dates (`2026-01-01..2026-06-30`).
 * @returns null where it is no range, but a value like any other
 */
export function readRange(name: string, written: string): AttributeRange | null {
  if (written === "..") return null;
  const bounds = numbers.exec(written);
  if (bounds) return { name, kind: "number", least: optional(bounds[1], Number), most: optional(bounds[2], Number) };
  const days = dates.exec(written);
  return days ? { name, kind: "date", least: optional(days[1], julianDay), most: optional(days[2], julianDay) } : null;
}

function optional(written: string | undefined, read: (text: string) => number): number | null {
  return written === undefined ? null : read(written);
}

/** The number that SQLite's `julianday` has for a day at midnight. A day that does not exist is NaN. */
export function julianDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 2_440_587.5;
}

/** The products within one range, by number: `select product_no ...`, so many at most. */
export function withinRange(range: AttributeRange, atMost: number): SQL {
  return sql`select product_no from product_measures where ${boundsOf(range)} limit ${atMost}`;
}

/** What must hold of a product for it to be within every range; nothing where there is none. Begins with `and`. */
export function rangeRules(ranges: readonly AttributeRange[], productNo: SQL): SQL {
  return sql.join(
    ranges.map(
      (range) =>
        sql` and exists (select 1 from product_measures where product_no = ${productNo} and ${boundsOf(range)})`,
    ),
  );
}

function boundsOf({ name, least, most }: AttributeRange): SQL {
  return sql`code = ${name} and value between ${least ?? -Number.MAX_VALUE} and ${most ?? Number.MAX_VALUE}`;
}
