/** A row of a file, read: the line on which it begins, counted from 1, and its cells. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** What may part the cells of a file. */
export type Delimiter = "," | ";" | "\t";

/**
 * Splits a row into its cells. A quotation mark inside a bare cell is a character like others (`6" pan`), and so is what
 * follows a closed one.
 */
export function splitCells(row: string, delimiter: Delimiter): string[] {
  if (!row.includes('"')) return row.split(delimiter).map(plainCell);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = "";
    if (row[at] === '"') {
      at += 1;
      for (;;) {
        const end = row.indexOf('"', at);
        if (end < 0) {
          cell += row.slice(at);
          at = row.length;
          break;
        }
        cell += row.slice(at, end);
        at = end + 1;
        if (row[at] !== '"') break;
        cell += '"';
        at += 1;
      }
    }
    const end = row.indexOf(delimiter, at);
    cells.push(plainCell(cell + row.slice(at, end < 0 ? row.length : end)));
    if (end < 0) return cells;
    at = end + 1;
  }
}

/** What a spreadsheet would take for a formula (OWASP, CSV injection), and that with the marks before it that make it none. */
const formula = /^'*[=+\-@\t\r]/;
const markedFormula = /^'+[=+\-@\t\r]/;

/** Takes off the mark that keeps a spreadsheet from reading a cell as a formula; line ends become line feeds. */
function plainCell(cell: string): string {
  const plain = cell.includes("\r") ? cell.replace(/\r\n?/g, "\n") : cell;
  return markedFormula.test(plain) ? plain.slice(1) : plain;
}

/** Writes a row so that {@link splitCells} reads the same cells back, and no spreadsheet finds a formula in it. */
export function writeRow(cells: readonly string[]): string {
  return `${cells.map(writeCell).join(",")}\n`;
}

function writeCell(cell: string): string {
  const plain = cell.replace(/\r\n?/g, "\n");
  const safe = formula.test(plain) ? `'${plain}` : plain;
  return /[",\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
