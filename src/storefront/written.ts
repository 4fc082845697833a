import type { AttributeLabel } from "../catalog/attributes/labels.ts";
import { directionOf } from "../platform/locales.ts";
import type { Messages } from "./messages/words.ts";

type Value = string | number | boolean | readonly string[];
type Called = Pick<AttributeLabel, "unit" | "type"> & Partial<Pick<AttributeLabel, "values">>;

/** The value of an attribute as its definition and the language have it: with its unit, as a day, by its name. */
export function written(value: Value, called: Called | undefined, locale: string, { goods }: Messages): string {
  if (typeof value === "boolean") return value ? goods.yes : goods.no;
  if (typeof value === "number") {
    const number = writtenNumber(value, locale);
    // Held together as its unit reads: among words from the right, one in Latin letters would be turned round its number.
    const held = (text: string) => (directionOf(locale) === "rtl" ? `\u2068${text}\u2069` : text);
    return called?.unit ? held(`${number} ${called.unit}`) : number;
  }
  if (typeof value !== "string") {
    return new Intl.ListFormat(locale, { type: "unit" }).format(value.map((each) => called?.values?.[each] ?? each));
  }
  return (called?.type === "date" && writtenDay(value, locale)) || (called?.values?.[value] ?? value);
}

/** A value that a list is narrowed to, which comes as text whatever it is. Its unit stands beside all of them. */
export function writtenChoice(
  value: string,
  label: string,
  called: Called | undefined,
  locale: string,
  words: Messages,
) {
  if (called?.type === "boolean") return written(value === "true", called, locale, words);
  if (called?.type === "number" && Number.isFinite(Number(value))) return writtenNumber(Number(value), locale);
  return (called?.type === "date" && writtenDay(value, locale)) || label;
}

function writtenNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value);
}

/** A day in the words of a language; null where it is no day. */
export function writtenDay(value: string, locale: string): string | null {
  const day = Date.parse(value);
  return Number.isNaN(day) ? null : new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(day);
}
