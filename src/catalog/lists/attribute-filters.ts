import { sql } from "drizzle-orm";
import { currentEdition } from "../../platform/edition.ts";
import { type FieldError, invalidInput, pointerTo } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import { readRange } from "../attributes/ranges.ts";
import type { AttributeType } from "../attributes/schemas.ts";
import { isDay } from "../attributes/values.ts";
import { shelfOfAttribute, staffScope } from "./shelf-names.ts";

/** What is known of an attribute that a list is filtered by: the type that is defined, and whether any product has had it. */
interface Known {
  type: AttributeType | null;
  choices: readonly string[];
  used: boolean;
}

/** Of one edition of the catalogue this may be so old. Seconds. */
const warm = new Warm<Known>(30, 500);

/**
 * Checks the attributes that a list is filtered by: a filter that nothing can pass gives an answer that looks right and is not.
 * @throws invalid-input naming each that no product has and nobody has defined, and each value that its type cannot have; a value
 * that is none of the choices passes where products have it from before these were set
 * @param scope the beginning of the names of the shelves that the list looks at
 */
export async function checkFilters(
  store: Store,
  filters: Readonly<Record<string, string>>,
  scope: string,
): Promise<void> {
  const names = Object.keys(filters);
  if (names.length === 0) return;
  const known = await knownOf(store, names);
  const faults = names.flatMap((name) => {
    const fault = faultOf(name, filters[name] ?? "", known.get(name));
    // Staff may be looking for just those, among drafts too.
    return fault === null || (fault.chosen && scope === staffScope) ? [] : [{ name, ...fault }];
  });
  const unchosen = faults.flatMap(({ name, chosen }) =>
    chosen ? [scope + shelfOfAttribute(name, filters[name] ?? "")] : [],
  );
  const there = unchosen.length > 0 ? await shelvesAmong(store, unchosen) : new Set<string>();
  const errors = faults
    .filter(({ name }) => !there.has(scope + shelfOfAttribute(name, filters[name] ?? "")))
    .map(({ name, detail }): FieldError => ({ pointer: pointerTo([`attr.${name}`]), detail }));
  if (errors.length > 0) throw invalidInput(errors);
}

async function shelvesAmong(store: Store, names: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await store.catalog.all<{ name: string }>(sql`
    select name from shelves where name in (select value from json_each(${JSON.stringify(names)})) and products > 0
  `);
  return new Set(rows.map(({ name }) => name));
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
  const rows = await store.catalog.all<{
    name: string;
    type: AttributeType | null;
    choices: string | null;
    used: number;
  }>(sql`
    select asked.value as name, d.type, d.choices,
      exists (select 1 from attribute_names where name = asked.value) as used
    from json_each(${JSON.stringify(missing)}) asked
    left join attribute_definitions d on d.code = asked.value
  `);
  for (const { name, type, choices, used } of rows) {
    const one = { type, choices: JSON.parse(choices ?? "[]") as string[], used: used === 1 };
    known.set(name, one);
    warm.set(`${edition} ${name}`, one, now);
  }
  return known;
}

/** What is wrong with a filter; `chosen` where it is only that nobody may choose this value any more. */
interface Fault {
  detail: string;
  chosen?: true;
}

/** Choices that a fault names; nobody reads more. */
const mostNamed = 20;

function faultOf(name: string, value: string, known: Known | undefined): Fault | null {
  if (known === undefined || (known.type === null && !known.used))
    return { detail: `No product has the attribute ${name}.` };
  const range = readRange(name, value);
  if (range && (range.least ?? -Infinity) > (range.most ?? Infinity))
    return { detail: "It begins above where it ends." };
  if (range?.kind === "date" && !isRangeOfDays(value)) return { detail: "One of these days is in no calendar." };
  switch (known.type) {
    case "number": {
      const fits = range ? range.kind === "number" : value.trim() !== "" && Number.isFinite(Number(value));
      return fits ? null : { detail: `${name} is a number: ask for one, or for a range as 10..20.` };
    }
    case "date":
      if (range ? range.kind === "date" : isDay(value)) return null;
      return { detail: `${name} is a day: ask for one, or for a range as 2026-01-01..2026-06-30.` };
    case null:
      return null;
  }
  if (range) return { detail: `${name} is neither a number nor a day, and has no range.` };
  const choices = known.type === "boolean" ? ["true", "false"] : known.choices;
  if (known.type === "text" || choices.includes(value)) return null;
  const named = choices.slice(0, mostNamed).join(", ") + (choices.length > mostNamed ? ", ..." : "");
  return { detail: `${name} is one of: ${named}.`, chosen: true };
}

function isRangeOfDays(written: string): boolean {
  return written.split("..").every((day) => day === "" || isDay(day));
}
