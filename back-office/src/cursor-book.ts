import { ApiFailure } from "./failure.ts";
import type { Page } from "./wire.ts";

/**
 * The store's lists are read by cursor, react-admin asks by page number: this remembers where each page of a list begins. A
 * page that nobody came to by leafing (a reload on page three) is reached by leafing there.
 */
export class CursorBook {
  /** For each list, as it was filtered: the cursor that each page begins with, first page first. */
  private readonly starts = new Map<string, (string | null)[]>();

  /** @param list names the list with its filters and page size @param page 1 is the first */
  async read<Row>(list: string, page: number, load: (cursor: string | null) => Promise<Page<Row>>): Promise<Page<Row>> {
    const starts = this.starts.get(list) ?? [null];
    this.starts.set(list, starts);
    for (let at = Math.min(page, starts.length); ; at++) {
      const found = await this.load(list, () => load(starts[at - 1] ?? null));
      if (found.next_cursor !== null) starts[at] = found.next_cursor;
      if (at === page) return found;
      if (found.next_cursor === null) return { data: [], next_cursor: null };
    }
  }

  /** A cursor that the store no longer takes makes the whole list's worthless. */
  private async load<Row>(list: string, load: () => Promise<Page<Row>>): Promise<Page<Row>> {
    try {
      return await load();
    } catch (failure) {
      if (failure instanceof ApiFailure && failure.code === "invalid-cursor") this.starts.delete(list);
      throw failure;
    }
  }
}
