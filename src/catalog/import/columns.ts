/** Where a file keeps what: a cell by what its column is for. */
export interface Columns<Name extends string> {
  /** The cell, trimmed; empty where there is none. */
  cell(cells: readonly string[], column: Name): string;
  has(column: Name): boolean;
  /** What the file calls the column. */
  called(column: Name): string;
  /** Every other column: what it is called, and where it stands. */
  others: { name: string; index: number }[];
  width: number;
}

/** Finds columns by what they may be called; case, spaces around and kinds of apostrophes make no difference. */
export function findColumns<Name extends string>(
  header: readonly string[],
  spellings: Readonly<Record<Name, readonly string[]>>,
): Columns<Name> {
  const lowered = header.map(plainName);
  const places = new Map<Name, number>();
  for (const [column, known] of Object.entries(spellings) as [Name, readonly string[]][]) {
    const index = known.map((each) => lowered.indexOf(each)).find((found) => found >= 0);
    if (index !== undefined) places.set(column, index);
  }
  const taken = new Set(places.values());
  return {
    cell: (cells, column) => cells[places.get(column) ?? -1]?.trim() ?? "",
    has: (column) => places.has(column),
    called: (column) => header[places.get(column) ?? -1]?.trim() ?? column,
    others: header
      .map((name, index) => ({ name: name.trim(), index }))
      .filter(({ name, index }) => name !== "" && !taken.has(index)),
    width: header.length,
  };
}

/** A column's name as spellings are compared. */
export function plainName(name: string): string {
  return name.trim().toLowerCase().replaceAll("’", "'").replace(/\s+/g, " ");
}

/** Cells beyond the header that are not empty: a quotation mark may be missing. */
export function hasStrayCells(cells: readonly string[], width: number): boolean {
  return cells.length > width && cells.slice(width).some((cell) => cell.trim() !== "");
}

export const strayCells = "The row has more cells than the first line has columns; a quotation mark may be missing.";

/** Where layouts with three options for each product keep what they are called, and a variant's value of each. */
export const optionColumns = [
  ["option1Name", "option1Value"],
  ["option2Name", "option2Value"],
  ["option3Name", "option3Value"],
] as const;

/** The reason for refusing a row that lacks what it must have. */
export function nothingIn(what: string, column: string): string {
  return `There is no ${what}: fill the column “${column}”.`;
}
