import type { Store } from "../../platform/store.ts";
import type { JobRow } from "../import/tables.ts";
import type { ExportSource } from "./exported-page.ts";
import { readCategories, readCollections } from "./read-groups.ts";
import { openProducts } from "./read-products.ts";
import { writeCategoryHeader, writeCollectionHeader } from "./write-groups.ts";

/** What a job is to write. @param currencies of prices */
export async function openSource(store: Store, job: JobRow, currencies: readonly string[]): Promise<ExportSource> {
  if (job.layout === "collections") {
    return { header: writeCollectionHeader(), read: (after) => readCollections(store, after) };
  }
  if (job.layout === "categories") {
    return { header: writeCategoryHeader(), read: (after) => readCategories(store, after) };
  }
  return openProducts(store, currencies);
}
