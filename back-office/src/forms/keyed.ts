/** A row of a list that is being edited: `key` tells it from the others, whatever is typed in it. */
export type Keyed<Row> = Row & { key: string };

export function keyed<Row extends object>(row: Row): Keyed<Row> {
  return { ...row, key: crypto.randomUUID() };
}

/** A draft as the store takes it: without the keys of its rows, however deep they are. */
export function unkeyed<Draft>(draft: Draft): unknown {
  return JSON.parse(JSON.stringify(draft, (name, value: unknown) => (name === "key" ? undefined : value)));
}

/** Whether a draft holds a number that could not be read from what was typed; such a one is not sent. */
export function isUnreadable(draft: unknown): boolean {
  if (typeof draft === "number") return Number.isNaN(draft);
  return typeof draft === "object" && draft !== null && Object.values(draft).some(isUnreadable);
}

/** What was read, as a draft: every row in it gets a key, however deep it is. */
export function withKeys<Draft>(read: Draft): Draft {
  const written = JSON.parse(JSON.stringify(read), (_, value: unknown) =>
    Array.isArray(value) ? value.map((row: unknown) => (isRow(row) ? keyed(row) : row)) : value,
  );
  return written as Draft;
}

function isRow(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
