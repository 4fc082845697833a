import type { CsvRow } from "../../platform/csv-cells.ts";
import type { ReadingContext, ReadProduct } from "./product-drafts.ts";
import type { ImportJob } from "./schemas.ts";

/** How a file of products is laid out. */
export interface Layout {
  name: ImportJob["layout"];
  /** Columns that nothing is read of, where staff are told so. */
  unread?: string[];
  /** Rows that follow each other under one key are one product; a row with an empty key stands alone. */
  keyOf(cells: readonly string[]): string;
  /** For layouts whose products are told on rows that may stand anywhere in the file. */
  scattered?: {
    /** What the product calls a row for that is a part of it; null for a row that is a product. */
    partOf(cells: readonly string[]): string | null;
    /** What a product calls its parts. */
    partsOf(cells: readonly string[]): string[];
    /** Why a part that no product called for does not go in. */
    orphaned: string;
  };
  /**
   * Reads a product.
   * @param parts the rows that it called for
   */
  read(rows: readonly CsvRow[], parts: readonly CsvRow[], context: ReadingContext): ReadProduct;
}
