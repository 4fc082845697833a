import { writeRow } from "../../platform/csv-cells.ts";
import type { Store } from "../../platform/store.ts";
import { listPriceColumns } from "../import/list-prices-layout.ts";
import type { JobRow } from "../import/tables.ts";
import type { ExportSource } from "./exported-page.ts";
import { readAttributes, readCategories, readCollections } from "./read-groups.ts";
import { readListPrices } from "./read-list-prices.ts";
import { openProducts } from "./read-products.ts";
import { writeAttributeHeader, writeCategoryHeader, writeCollectionHeader } from "./write-groups.ts";

/** What a job is to write. @param currencies of prices */
export async function openSource(store: Store, job: JobRow, currencies: readonly string[]): Promise<ExportSource> {
  if (job.layout === "collections") {
    return { header: writeCollectionHeader(), read: (after) => readCollections(store, after) };
  }
  if (job.layout === "categories") {
    return { header: writeCategoryHeader(), read: (after) => readCategories(store, after) };
  }
  if (job.layout === "attributes") {
    return { header: writeAttributeHeader(), read: (after) => readAttributes(store, after) };
  }
  if (job.layout === "list_prices") {
    return { header: writeRow(listPriceColumns), read: (after) => readListPrices(store, after) };
  }
  return openProducts(store, currencies);
}
