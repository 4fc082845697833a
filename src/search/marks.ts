import { hexOf } from "../platform/bytes.ts";

/**
 * The token that stands in the index for what a product is filed under (`brand:Acme`): hexadecimal, so that no word of a text
 * is like it. The index writes the same in SQL.
 */
export function markOf(what: string): string {
  const bytes = new TextEncoder().encode(what);
  return `qqq${hexOf(bytes)}`;
}

/** The full-text expression for products that carry a mark. */
export function matchMark(mark: string): string {
  return `marks : "${mark}"`;
}

/** Numbers and yes-or-no among the attributes have no mark: they are looked up on their shelves. */
export function hasNoMark(value: string): boolean {
  return /^(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false)$/i.test(value);
}
