import { CsvError, parse } from "csv-parse/stream";
import { DomainError } from "../../platform/errors.ts";

/** A row of a file: the line on which it begins, counted from 1, and its cells as they stand. */
export interface CsvRow {
  line: number;
  cells: string[];
}

interface ParsedRecord {
  record: string[];
  info: { lines: number; empty_lines: number };
}

/** No row of a product file is longer. Characters. */
const longestRow = 1_000_000;

/**
 * Reads a CSV as it comes: UTF-8 with or without its mark, any line ends, quoted line breaks, rows of any length.
 * @throws refused-file with the line where it cannot be read on
 */
export async function* readCsv(file: ReadableStream<Uint8Array>): AsyncGenerator<CsvRow> {
  const records = file.pipeThrough(plainLines()).pipeThrough<ParsedRecord>(
    parse({
      bom: true,
      info: true,
      max_record_size: longestRow,
      record_delimiter: "\n",
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }),
  );
  let before = { lines: 0, empty_lines: 0 };
  try {
    for await (const { record, info } of records) {
      yield { line: before.lines + 1 + (info.empty_lines - before.empty_lines), cells: record };
      before = info;
    }
  } catch (thrown) {
    if (thrown instanceof DomainError) throw thrown;
    if (!(thrown instanceof CsvError)) throw thrown;
    throw new DomainError("refused-file", unreadable(thrown, before.lines + 1));
  }
}

function unreadable({ code }: CsvError, line: number): string {
  if (code === "CSV_QUOTE_NOT_CLOSED")
    return `Line ${line}: a quotation mark is opened here or below and never closed.`;
  if (code === "CSV_MAX_RECORD_SIZE") return `Line ${line}: this row is longer than ${longestRow} characters.`;
  return `Line ${line}: this is not CSV.`;
}

/** Checks that the bytes are UTF-8, and makes every line end a line feed, so that lines are counted as people count them. */
function plainLines(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const encoder = new TextEncoder();
  let heldBack = "";
  const plain = (text: string): Uint8Array => encoder.encode(text.replace(/\r\n?/g, "\n"));
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw new DomainError("refused-file", "The file is not UTF-8. Save it as “CSV UTF-8” and send it again.");
    }
  };
  return new TransformStream({
    transform(bytes, controller) {
      const text = heldBack + decode(bytes);
      // A carriage return at the end of a piece may have its line feed in the next one.
      heldBack = text.endsWith("\r") ? "\r" : "";
      controller.enqueue(plain(heldBack ? text.slice(0, -1) : text));
    },
    flush(controller) {
      controller.enqueue(plain(heldBack + decode()));
    },
  });
}

/**
 * What is wrong with the beginning of a file that is no CSV in UTF-8 at all, in a sentence for the person who sent it.
 * @returns null where nothing is
 */
export function wrongKind(head: Uint8Array): string | null {
  const begins = (...bytes: number[]): boolean => bytes.every((byte, index) => head[index] === byte);
  if (head.length === 0) return "The file is empty.";
  if (begins(0x50, 0x4b)) return "This is a zip archive or a spreadsheet. Export the products as CSV and send that.";
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) return "The file is UTF-16. Save it as “CSV UTF-8” and send it again.";
  if (head.includes(0)) return "This is not a text file. Export the products as CSV and send that.";
  return null;
}
