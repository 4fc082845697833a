import { joinBytes } from "../../platform/bytes.ts";

/** Where a row begins: its first byte, and its line as people count them, from 1. */
export interface Place {
  offset: number;
  line: number;
}

/** A row of a file as it stands there, from its first byte to the end of its line. */
export interface ScannedRow extends Place {
  /** Its bytes without the line's end, to be used before the next rows are asked for; null where it is no row that can be read. */
  bytes: Uint8Array | null;
  /** Why it cannot be read, in a sentence for staff. */
  fault: string | null;
  /** Where the next row begins. */
  next: Place;
}

/** Hands out a piece of a file; shorter than asked for at its end. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>;

/** A row is not longer than this: a description of a million letters is a quotation mark that was forgotten. Bytes. */
const longestRow = 1_000_000;
/** What is read of a file at once. Bytes. */
const pieceSize = 1 << 19;

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Within a row: at the first byte of a cell, in a bare or a quoted cell, or after a quotation mark that may end it. */
type Within = "start" | "bare" | "quoted" | "after-quote";

/**
 * Finds the rows of a CSV, in any encoding that writes ASCII as ASCII, from a place on where a row begins. It holds one piece
 * of the file and one row, however long the file is. Line ends are LF, CRLF or CR; those inside quotation marks belong to
 * their cell. A row that is too long is passed over to its end; one whose quotation mark is never closed ends at its first
 * line, and what is below it is read again as rows of its own.
 */
export async function* scanRows(read: ReadBytes, from: Place, delimiter: number): AsyncGenerator<ScannedRow[]> {
  let row = newRow(from);
  let offset = from.offset;
  for (;;) {
    const whole = await read(offset, pieceSize);
    const last = whole.length < pieceSize;
    // A carriage return at the end of a piece may have its line feed in the next one: both are read there.
    const piece = !last && whole.at(-1) === carriageReturn ? whole.subarray(0, -1) : whole;
    const found: ScannedRow[] = [];
    let begun = 0;
    for (let index = 0; index < piece.length; index++) {
      const byte = piece[index] ?? 0;
      if (byte === lineFeed || byte === carriageReturn) {
        const end = index;
        if (byte === carriageReturn && piece[index + 1] === lineFeed) index += 1;
        row.line += 1;
        const next = { offset: offset + index + 1, line: row.line };
        if (row.within === "quoted") {
          row.firstBreak ??= next;
          continue;
        }
        keep(row, piece.subarray(begun, end));
        found.push(endRow(row, next));
        row = newRow(next);
        begun = index + 1;
      } else row.within = after(row.within, byte, delimiter);
    }
    keep(row, piece.slice(begun));
    offset += piece.length;
    if (!last) {
      yield found;
    } else if (row.within === "quoted") {
      const next = row.firstBreak ?? { offset, line: row.line + 1 };
      const fault = "A quotation mark is opened here and never closed.";
      yield [...found, { ...row.place, bytes: null, fault, next }];
      if (!row.firstBreak) return;
      offset = next.offset;
      row = newRow(next);
    } else {
      if (row.size > 0) found.push(endRow(row, { offset, line: row.line + 1 }));
      yield found;
      return;
    }
  }
}

function after(within: Within, byte: number, delimiter: number): Within {
  switch (within) {
    case "quoted":
      return byte === quote ? "after-quote" : "quoted";
    case "bare":
      return byte === delimiter ? "start" : "bare";
    default:
      if (byte === delimiter) return "start";
      return byte === quote ? "quoted" : "bare";
  }
}

interface OpenRow {
  place: Place;
  /** The line that is being read. */
  line: number;
  within: Within;
  size: number;
  /** Its bytes, those from pieces before as copies; none any more once it is too long. */
  parts: Uint8Array[];
  /** Where the line below its first one begins, when it goes on there. */
  firstBreak: Place | undefined;
}

function newRow(place: Place): OpenRow {
  return { place, line: place.line, within: "start", size: 0, parts: [], firstBreak: undefined };
}

/** @param bytes of the row; a copy where the piece that they lie in is let go before the row is */
function keep(row: OpenRow, bytes: Uint8Array): void {
  row.size += bytes.length;
  if (row.size > longestRow) row.parts = [];
  else if (bytes.length > 0) row.parts.push(bytes);
}

function endRow({ place, size, parts }: OpenRow, next: Place): ScannedRow {
  if (size > longestRow) {
    const fault = `This row is longer than ${longestRow / 1_000_000} MB; a quotation mark may be missing.`;
    return { ...place, bytes: null, fault, next };
  }
  const [only] = parts;
  return { ...place, bytes: parts.length === 1 && only ? only : joinBytes(parts), fault: null, next };
}
