import { z } from "@hono/zod-openapi";
import { DomainError } from "../errors.ts";

/** A whole number as a query writes it: digits alone, not `1e3`, not nothing. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "A whole number.")
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .openapi({ type: "integer", minimum: least, maximum: most });

/** `?limit=` and `?cursor=` of every list. */
export const pageQuery = {
  limit: wholeNumber(1, 100).default(20).openapi({ description: "1 to 100", default: 20 }),
  cursor: z.string().max(2000).optional().openapi({ description: "From `next_cursor` of the page before" }),
};

/** `{ data, next_cursor }` around a schema. */
export function pageOf<Schema extends z.ZodType>(schema: Schema) {
  return z.object({ data: z.array(schema), next_cursor: z.string().nullable() });
}

/**
 * Writes the place where a page ends: the sort keys of its last row, and what the list was asked for, so that a cursor is
 * refused on any other list.
 */
export function writeCursor(list: string, keys: readonly (string | number)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify([list, ...keys]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** What a list is sorted by: texts and numbers. */
export type KeyKind = "string" | "number";
type KeysOf<Kinds extends readonly KeyKind[]> = { [Key in keyof Kinds]: Kinds[Key] extends "string" ? string : number };

/**
 * Reads a cursor of the same list. Callers can write cursors of their own, so their keys are checked as any other input.
 * @param kinds of the keys that the list is sorted by
 * @throws invalid-cursor
 */
export function readCursor<const Kinds extends readonly KeyKind[]>(
  list: string,
  cursor: string,
  kinds: Kinds,
): KeysOf<Kinds> {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (Array.isArray(parsed) && parsed[0] === list) {
      const keys: unknown[] = parsed.slice(1);
      if (keys.length === kinds.length && keys.every((key, index) => isKey(key, kinds[index]))) {
        return keys as KeysOf<Kinds>;
      }
    }
  } catch {
    // Falls through: whatever is wrong with the text, the answer is the same.
  }
  throw new DomainError(
    "invalid-cursor",
    "Begin again without a cursor; cursors do not move between lists or filters.",
  );
}

function isKey(key: unknown, kind: KeyKind | undefined): boolean {
  return kind === "number" ? Number.isFinite(key) : typeof key === kind;
}
