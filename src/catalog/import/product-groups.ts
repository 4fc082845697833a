import { type CsvRow, type Delimiter, splitCells } from "../../platform/csv-cells.ts";
import type { Layout } from "./layout.ts";
import { type Place, type ReadBytes, scanRows } from "./scan-rows.ts";

/** The rows of a file that stand together as one product. */
export interface RowGroup {
  rows: CsvRow[];
  /** Rows that cannot be read, by their line. */
  faults: { line: number; reason: string }[];
  /** How many rows of the file it is. */
  count: number;
  /** What its product calls for it, where it is a part of one elsewhere. */
  part: string | null;
  /** Bytes. */
  size: number;
  /** Where the file goes on. */
  next: Place;
}

/** The rows of one product take up at most so much; the largest that the store takes is a quarter of it. Bytes. */
const largestGroup = 4_000_000;

/** Reads a file from a place on, and gathers the rows that follow each other under one key. */
export async function* gatherGroups(
  read: ReadBytes,
  from: Place,
  layout: Layout,
  delimiter: Delimiter,
): AsyncGenerator<RowGroup> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let group = emptyGroup(from);
  let key = "";
  for await (const found of scanRows(read, from, delimiter.charCodeAt(0))) {
    for (const { bytes, fault, line, next } of found) {
      const cells = bytes ? cellsOf(decoder, bytes, delimiter) : null;
      if (cells && "blank" in cells) {
        group.next = next;
        continue;
      }
      const readable = cells && "cells" in cells ? cells.cells : null;
      const ownKey = readable ? layout.keyOf(readable) : "";
      if (group.count > 0 && (ownKey === "" || ownKey !== key)) {
        yield closed(group);
        group = emptyGroup(group.next);
      }
      key = ownKey;
      group.count += 1;
      group.next = next;
      group.size += bytes?.length ?? 0;
      if (!readable) {
        const reason = fault ?? "This row is not UTF-8. Save the file as “CSV UTF-8” and send it again.";
        group.faults.push({ line, reason });
      } else if (group.size > largestGroup) {
        group.rows = [];
      } else {
        if (group.rows.length === 0) group.part = layout.scattered?.partOf(readable) ?? null;
        group.rows.push({ line, cells: readable });
      }
      if (group.count === 1) group.line = line;
    }
  }
  if (group.count > 0) yield closed(group);
}

interface OpenGroup extends RowGroup {
  /** The line of its first row. */
  line: number;
}

function emptyGroup(next: Place): OpenGroup {
  return { rows: [], faults: [], count: 0, part: null, size: 0, next, line: 0 };
}

function closed({ line, ...group }: OpenGroup): RowGroup {
  if (group.size <= largestGroup) return group;
  const reason = `The rows of this product are larger than ${largestGroup / 1_000_000} MB together.`;
  return { ...group, rows: [], faults: [...group.faults, { line, reason }] };
}

/** The cells of a row; `blank` where none of them holds anything, null where it is not UTF-8. */
function cellsOf(
  decoder: TextDecoder,
  bytes: Uint8Array,
  delimiter: Delimiter,
): { cells: string[] } | { blank: true } | null {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return null;
  }
  const cells = splitCells(text, delimiter);
  return cells.every((cell) => cell.trim() === "") ? { blank: true } : { cells };
}
