import { sql } from "drizzle-orm";
import { DomainError, notFound } from "../../platform/errors.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { editNextProducts } from "./chunk.ts";
import type { BulkEdit, BulkRefusal, BulkRequest } from "./schemas.ts";
import { selectFiltered } from "./selection.ts";

/** The message that starts an edit of many products, or goes on with one. */
interface BulkMessage {
  kind: "bulk-edit";
  job_id: string;
}

/** So many products are edited while the caller waits. */
const editedAtOnce = 100;
/** Chunks after which an edit hands the rest to a message of its own, so that no message takes too long. */
const chunksAtOnce = 10;

interface EditRow extends Omit<BulkEdit, "change" | "products_done" | "refusals_url"> {
  request: string;
}

/**
 * Edits many products alike. Which ones is settled now: products that come to fit the filter later are not touched. Few are
 * edited before this returns; for many it returns a job that has only begun.
 * @throws invalid-category when one of the categories to be added does not exist
 */
export async function startBulkEdit(store: Store, request: BulkRequest): Promise<BulkEdit> {
  await mustExist(store, request.change.add_category_ids ?? []);
  const id = store.newId("job");
  const at = timestamp(store);
  const named = JSON.stringify(request.product_ids ?? []);
  const chosen = request.filter
    ? selectFiltered(request.filter)
    : sql`select no from products where id in (select value from json_each(${named}))`;
  await store.catalog.batch([
    store.catalog.run(sql`
      insert into bulk_edits (id, status, request, created_by, created_at, updated_at)
      values (${id}, 'queued', ${JSON.stringify(request)}, ${actorName(store.actor)}, ${at}, ${at})
    `),
    store.catalog.run(sql`insert into bulk_edit_products (edit_id, product_no) select ${id}, * from (${chosen})`),
    store.catalog.run(sql`
      insert into bulk_edit_refusals (edit_id, product_id, reason)
      select ${id}, value, 'There is no such product.' from json_each(${named})
      where value not in (select id from products)
    `),
    store.catalog.run(sql`
      update bulk_edits set
        products_refused = (select count(*) from bulk_edit_refusals where edit_id = ${id}),
        products_total = (select count(*) from bulk_edit_products where edit_id = ${id})
          + (select count(*) from bulk_edit_refusals where edit_id = ${id})
      where id = ${id}
    `),
  ]);
  const edit = await findBulkEdit(store, id);
  if (edit.products_total > editedAtOnce) {
    await queue(store, id);
    return edit;
  }
  await runBulkEdit(store, id).catch(async (thrown) => {
    store.log.error("bulk-edit.put-off", thrown, { job_id: id });
    await queue(store, id);
  });
  return findBulkEdit(store, id);
}

/** Does an edit, or goes on with one where it stopped. What was done is not done again. */
export async function runBulkEdit(store: Store, id: string): Promise<void> {
  for (let chunk = 0; chunk < chunksAtOnce; chunk++) {
    if ((await editNextProducts(store, id)) === "stop") return;
  }
  await queue(store, id);
}

async function queue(store: Store, id: string): Promise<void> {
  await store.env.IMPORTS_QUEUE.send({ kind: "bulk-edit", job_id: id } satisfies BulkMessage);
}

/** @throws not-found */
export async function findBulkEdit(store: Store, id: string): Promise<BulkEdit> {
  const [row] = await store.catalog.all<EditRow>(sql`select * from bulk_edits where id = ${id}`);
  if (!row) throw notFound("bulk edit");
  return editFrom(row);
}

interface Page {
  limit: number;
  cursor?: string | undefined;
}

/** Edits, the newest first. @throws invalid-cursor */
export async function listBulkEdits(store: Store, { limit, cursor }: Page) {
  const place = cursor === undefined ? null : readCursor("bulk-edits", cursor, ["string", "string"]);
  const rows = await store.catalog.all<EditRow>(sql`
    select * from bulk_edits
    ${place ? sql`where (created_at, id) < (${place[0]}, ${place[1]})` : sql``}
    order by created_at desc, id desc limit ${limit + 1}
  `);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit).map(editFrom),
    next_cursor: rows.length > limit && last ? writeCursor("bulk-edits", [last.created_at, last.id]) : null,
  };
}

/** The products that stayed as they were because the edit cannot be made to them. @throws not-found, invalid-cursor */
export async function listBulkRefusals(store: Store, id: string, { limit, cursor }: Page) {
  await findBulkEdit(store, id);
  const [after] = cursor === undefined ? [""] : readCursor(id, cursor, ["string"]);
  const rows = await store.catalog.all<BulkRefusal>(sql`
    select product_id, reason from bulk_edit_refusals
    where edit_id = ${id} and product_id > ${after} order by product_id limit ${limit + 1}
  `);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit),
    next_cursor: rows.length > limit && last ? writeCursor(id, [last.product_id]) : null,
  };
}

/**
 * Stops an edit where it is: what was done stays done.
 * @throws not-found, illegal-transition once it has ended
 */
export async function cancelBulkEdit(store: Store, id: string): Promise<BulkEdit> {
  const [stopped] = await store.catalog.all(sql`
    update bulk_edits set status = 'cancelled', updated_at = ${timestamp(store)}
    where id = ${id} and status in ('queued', 'running') returning id
  `);
  const edit = await findBulkEdit(store, id);
  if (!stopped) throw new DomainError("illegal-transition", `It is ${edit.status} already.`);
  return edit;
}

/** Notes that an edit has failed for good; what was done stays done. */
export async function failBulkEdit(store: Store, id: string): Promise<void> {
  await store.catalog.run(sql`
    update bulk_edits set status = 'failed', updated_at = ${timestamp(store)}
    where id = ${id} and status in ('queued', 'running')
  `);
}

/** How long the story of an edit is kept once it has ended. Days. */
const keptDays = 90;

/** Forgets edits that ended long ago. */
export async function forgetOldEdits(store: Store): Promise<void> {
  const before = new Date(store.now().getTime() - keptDays * 24 * 3600 * 1000).toISOString();
  await store.catalog.run(sql`
    delete from bulk_edits where created_at < ${before} and status not in ('queued', 'running')
  `);
}

async function mustExist(store: Store, categoryIds: readonly string[]): Promise<void> {
  if (categoryIds.length === 0) return;
  const [stray] = await store.catalog.all<{ at: number }>(sql`
    select key as at from json_each(${JSON.stringify(categoryIds)}) where value not in (select id from categories)
  `);
  if (!stray) return;
  const detail = "There is no such category. Load the list again.";
  const errors = [{ pointer: `/change/add_category_ids/${stray.at}`, detail }];
  throw new DomainError("invalid-category", detail, { errors });
}

function editFrom({ request, ...row }: EditRow): BulkEdit {
  return {
    id: row.id,
    status: row.status,
    change: (JSON.parse(request) as BulkRequest).change,
    products_total: row.products_total,
    products_done: row.products_changed + row.products_unchanged + row.products_refused,
    products_changed: row.products_changed,
    products_unchanged: row.products_unchanged,
    products_refused: row.products_refused,
    refusals_url: `/api/v1/products/bulk/${row.id}/refusals`,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
