import { sql } from "drizzle-orm";
import { currentEdition } from "../../platform/edition.ts";
import { type FieldError, invalidInput, pointerTo } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import { readRange } from "../attributes/ranges.ts";
import type { AttributeType } from "../attributes/schemas.ts";
import { isDay } from "../attributes/values.ts";

/** What is known of an attribute that a list is filtered by: the type that is defined, and whether any product has had it. */
interface Known {
  type: AttributeType | null;
  used: boolean;
}

/** Of one edition of the catalogue this may be so old. Seconds. */
const warm = new Warm<Known>(30, 500);

/**
 * Checks the attributes that a list is filtered by: a filter that nothing can pass gives an answer that looks right and is not.
 * @throws invalid-input naming each that no product has and nobody has defined, and each value that its type cannot have
 */
export async function checkFilters(store: Store, filters: Readonly<Record<string, string>>): Promise<void> {
  const names = Object.keys(filters);
  if (names.length === 0) return;
  const known = await knownOf(store, names);
  const errors = names.flatMap((name): FieldError[] => {
    const detail = faultOf(name, filters[name] ?? "", known.get(name));
    return detail === null ? [] : [{ pointer: pointerTo([`attr.${name}`]), detail }];
  });
  if (errors.length > 0) throw invalidInput(errors);
}

async function knownOf(store: Store, names: readonly string[]): Promise<Map<string, Known>> {
  const now = store.now().getTime();
  const edition = await currentEdition(store.env);
  const known = new Map<string, Known>();
  for (const name of names) {
    const remembered = warm.get(`${edition} ${name}`, now);
    if (remembered) known.set(name, remembered);
  }
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return known;
  const rows = await store.catalog.all<{ name: string; type: AttributeType | null; used: number }>(sql`
    select asked.value as name, d.type,
      exists (select 1 from attribute_names where name = asked.value) as used
    from json_each(${JSON.stringify(missing)}) asked
    left join attribute_definitions d on d.code = asked.value
  `);
  for (const { name, type, used } of rows) {
    known.set(name, { type, used: used === 1 });
    warm.set(`${edition} ${name}`, { type, used: used === 1 }, now);
  }
  return known;
}

function faultOf(name: string, value: string, known: Known | undefined): string | null {
  if (known === undefined || (known.type === null && !known.used)) return `No product has the attribute ${name}.`;
  const range = readRange(name, value);
  if (range && (range.least ?? -Infinity) > (range.most ?? Infinity)) return "It begins above where it ends.";
  if (range?.kind === "date" && !isRangeOfDays(value)) return "One of these days is in no calendar.";
  switch (known.type) {
    case "number": {
      const fits = range ? range.kind === "number" : value.trim() !== "" && Number.isFinite(Number(value));
      return fits ? null : `${name} is a number: ask for one, or for a range as 10..20.`;
    }
    case "date":
      if (range ? range.kind === "date" : isDay(value)) return null;
      return `${name} is a day: ask for one, or for a range as 2026-01-01..2026-06-30.`;
    case null:
      return null;
    default:
      return range ? `${name} is neither a number nor a day, and has no range.` : null;
  }
}

function isRangeOfDays(written: string): boolean {
  return written.split("..").every((day) => day === "" || isDay(day));
}
