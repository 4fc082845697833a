import { beginEdition } from "../../platform/edition.ts";
import type { Store } from "../../platform/store.ts";
import { followLists } from "./shelve-prices.ts";

/** Puts products where their price belongs, and makes what is kept at the edge old, when a price list has begun or ended by the clock. */
export async function noticeTurns(store: Store): Promise<void> {
  if (await followLists(store)) await beginEdition(store.env);
}
