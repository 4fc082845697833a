import type { z } from "@hono/zod-openapi";

/** A cell that cannot be understood; the message tells staff why. */
export class UnreadableCell extends Error {}

/**
 * Reads a cell with several things in it.
 * @param empty what an empty cell stands for
 * @throws UnreadableCell with the first thing in it that is wrong
 */
export function readJsonCell<Schema extends z.ZodType, Empty>(
  written: string,
  column: string,
  schema: Schema,
  empty: Empty,
): z.infer<Schema> | Empty {
  if (written === "") return empty;
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    throw new UnreadableCell(`The cell ${column} is not JSON.`);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UnreadableCell(`${[column, ...(issue?.path ?? [])].join(" ")}: ${issue?.message ?? "it cannot be used"}`);
}

/** A thing with names as a cell; nothing in it is an empty cell. */
export function writeJsonCell(value: object): string {
  return Object.keys(value).length > 0 ? JSON.stringify(value) : "";
}
