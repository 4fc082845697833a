import { z } from "@hono/zod-openapi";
import { DomainError } from "../errors.ts";

/** `?limit=` and `?cursor=` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20).openapi({ description: "1 to 100" }),
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
export function writeCursor(list: string, keys: readonly (string | number | null)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify([list, ...keys]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Reads a cursor of the same list. @throws invalid-cursor */
export function readCursor(list: string, cursor: string): (string | number | null)[] {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (Array.isArray(parsed) && parsed[0] === list) return parsed.slice(1);
  } catch {
    // Falls through: whatever is wrong with the text, the answer is the same.
  }
  throw new DomainError(
    "invalid-cursor",
    "Begin again without a cursor; cursors do not move between lists or filters.",
  );
}
