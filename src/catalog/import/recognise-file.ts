import { type Delimiter, splitCells } from "../../platform/csv-cells.ts";
import { DomainError } from "../../platform/errors.ts";
import type { Layout } from "./layout.ts";
import { layoutOf } from "./layouts.ts";
import { type Place, scanRows } from "./scan-rows.ts";

/** Bytes of a file that tell what it is; its first row ends within them. */
export const headSize = 256 * 1024;

/** A file that can be imported: how it is laid out, what parts its cells, and where its second row begins. */
export interface RecognisedFile {
  layout: Layout;
  delimiter: Delimiter;
  rows: Place;
}

/**
 * Looks at the beginning of a file.
 * @param head its first {@link headSize} bytes, or all of it
 * @throws refused-file when it is no CSV in UTF-8, or not one that a layout is known for
 */
export async function recogniseFile(head: Uint8Array): Promise<RecognisedFile> {
  const wrong = wrongKind(head);
  if (wrong) throw new DomainError("refused-file", wrong);
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  const body = marked ? head.subarray(3) : head;
  checkEncoding(body, head.length >= headSize);
  const delimiter = delimiterOf(body);
  const read = async (offset: number, length: number) => body.subarray(offset, offset + length);
  for await (const rows of scanRows(read, { offset: 0, line: 1 }, delimiter.charCodeAt(0))) {
    for (const { bytes, next } of rows) {
      const text = bytes ? new TextDecoder().decode(bytes) : "";
      if (bytes && text.trim() === "") continue;
      if (head.length >= headSize && next.offset >= body.length)
        throw new DomainError(
          "refused-file",
          `The first line is longer than ${headSize / 1024} KB; it should name the columns.`,
        );
      const layout = layoutOf(bytes ? splitCells(text, delimiter) : []);
      return { layout, delimiter, rows: { offset: next.offset + (marked ? 3 : 0), line: next.line } };
    }
  }
  throw new DomainError("refused-file", "The file is empty.");
}

/** What is wrong with a file that is no text in UTF-8 at all, in a sentence for the person who sent it; null where nothing is. */
function wrongKind(head: Uint8Array): string | null {
  const begins = (...bytes: number[]): boolean => bytes.every((byte, index) => head[index] === byte);
  if (head.length === 0) return "The file is empty.";
  if (begins(0x50, 0x4b)) return "This is a zip archive or a spreadsheet. Export the products as CSV and send that.";
  if (begins(0x1f, 0x8b)) return "This is a compressed file. Unpack it and send the CSV.";
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) return "The file is UTF-16. Save it as “CSV UTF-8” and send it again.";
  if (head.includes(0)) return "This is not a text file. Export the products as CSV and send that.";
  return null;
}

/** Bytes that are not UTF-8 further down are refused with their row; here they tell that the whole file is another encoding. */
function checkEncoding(body: Uint8Array, cut: boolean): void {
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body, { stream: cut });
  } catch {
    const detail = "The file is not UTF-8 (it may be Latin-1). Save it as “CSV UTF-8” and send it again.";
    throw new DomainError("refused-file", detail);
  }
}

/** Spreadsheets of half of Europe part cells by semicolons: whichever the first line has most of, outside of quotation marks. */
function delimiterOf(body: Uint8Array): Delimiter {
  const text = new TextDecoder().decode(body.subarray(0, 64 * 1024));
  const line =
    text
      .replace(/^\s+/, "")
      .replace(/"(?:[^"]|"")*"/g, "")
      .split(/[\r\n]/)[0] ?? "";
  const counted = ([",", ";", "\t"] as const).map((each) => ({ each, count: line.split(each).length }));
  return counted.reduce((most, next) => (next.count > most.count ? next : most)).each;
}
