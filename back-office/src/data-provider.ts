import type { DataProvider, RaRecord } from "react-admin";
import * as api from "./api.ts";
import { CursorBook } from "./cursor-book.ts";
import type { Query } from "./http.ts";
import type { ProductDraft } from "./products/draft.ts";
import { createDraft, readDraft, saveDraft } from "./products/save-draft.ts";

const book = new CursorBook();

type ListName = keyof typeof api.lists;

/**
 * How react-admin reads and writes the store. Lists are known by their next page alone, never by a total; products are
 * edited as drafts (see products/draft.ts). What is not a row's own life (shipping an order, adjusting stock) does not pass
 * here: the screens call api.ts for it.
 */
export const dataProvider: DataProvider = {
  async getList<Row extends RaRecord>(resource: string, params: ListParams) {
    const list = listName(resource);
    const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 };
    // The store lists what is for sale where no status is named; staff see all.
    const filter: Query = { ...(list === "products" ? { status: "any" } : {}), ...params.filter };
    const name = JSON.stringify([list, perPage, filter]);
    const found = await book.read<Row>(name, page, async (cursor) => {
      const read = await api.listPage<Row>(list, { ...filter, limit: perPage, cursor });
      return list === "inventory" ? api.withTitles(read) : read;
    });
    const { key } = api.lists[list];
    for (const row of found.data) row.id ??= row[key];
    return { data: found.data, pageInfo: { hasNextPage: found.next_cursor !== null, hasPreviousPage: page > 1 } };
  },

  async getOne(resource, { id }) {
    if (resource === "orders") return { data: asked(await api.order(String(id))) };
    if (resource === "products") return { data: asked(await readDraft(String(id))) };
    throw unused("getOne", resource);
  },

  async create(resource, { data }) {
    if (resource !== "products") throw unused("create", resource);
    return { data: asked(await createDraft(data)) };
  },

  async update(resource, { id, data }) {
    if (resource !== "products") throw unused("update", resource);
    return { data: asked(await saveDraft(String(id), data as ProductDraft)) };
  },

  async delete(resource, { id, previousData }) {
    if (resource !== "products") throw unused("delete", resource);
    await api.removeProduct(String(id), previousData?.etag);
    return { data: asked(previousData ?? { id }) };
  },

  getMany: (resource) => Promise.reject(unused("getMany", resource)),
  getManyReference: (resource) => Promise.reject(unused("getManyReference", resource)),
  updateMany: (resource) => Promise.reject(unused("updateMany", resource)),
  deleteMany: (resource) => Promise.reject(unused("deleteMany", resource)),
};

interface ListParams {
  pagination?: { page: number; perPage: number };
  filter?: Query;
}

/** react-admin's screens name the type that they ask for; which resource has which is only known to them. */
function asked<Row extends RaRecord>(row: RaRecord): Row {
  return row as Row;
}

function listName(resource: string): ListName {
  if (resource in api.lists) return resource as ListName;
  throw unused("getList", resource);
}

/** A screen asked for what the store has no endpoint for: a mistake in the back office, not in what was entered. */
function unused(verb: string, resource: string): Error {
  return new Error(`The store has no ${verb} for ${resource}.`);
}
