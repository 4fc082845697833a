/** Some of what an export writes. */
export interface ExportedPage {
  /** Rows of the file. */
  text: string;
  /** Products, collections or categories. */
  things: number;
  rows: number;
  /** Where the next page begins. */
  after: number | string;
}

/** What an export writes, a page at a time. */
export interface ExportSource {
  header: string;
  /** @returns null after the last page */
  read(after: number | string): Promise<ExportedPage | null>;
}
