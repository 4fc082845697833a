import { type SQL, sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../../events/outbox.ts";
import { failureText } from "../../platform/failure-text.ts";
import { largestAmount } from "../../platform/money.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import type { TaxClass } from "../../tax/rules.ts";
import { isFor, listAttributes } from "../attributes/attributes.ts";
import type { Attribute } from "../attributes/schemas.ts";
import { misfits } from "../attributes/values.ts";
import { reshelve } from "../lists/shelving.ts";
import { type Schedule, scheduleFor } from "../products/publishing.ts";
import { type Attributes, mostAttributes, mostCategories } from "../schemas.ts";
import type { BulkChange, BulkPrice, BulkRefusal, BulkRequest } from "./schemas.ts";

/** Products that are written together; progress is told after each such chunk. */
const chunkSize = 100;

interface EditRow {
  status: string;
  request: string;
  step: number;
}

interface ProductRow extends Schedule {
  no: number;
  id: string;
  slug: string;
  tax_class: TaxClass;
  attributes: string;
  category_ids: string;
}

/** A product as it will be. */
interface Edited extends Schedule {
  id: string;
  slug: string;
  tax_class: TaxClass;
  attributes: Attributes;
  category_ids: string[];
}

/**
 * Edits the next products of an edit, in one batch with the note that they are done, so that no product is edited twice
 * however often this is called.
 * @returns whether there may be more; an edit that was ended meanwhile, or is done by another call, stops
 */
export async function editNextProducts(store: Store, editId: string): Promise<"go on" | "stop"> {
  const [[edit], rows] = await store.catalog.batch([
    store.catalog.all<EditRow>(sql`select status, request, step from bulk_edits where id = ${editId}`),
    store.catalog.all<ProductRow>(sql`
      select p.no, p.id, p.slug, p.status, p.publish_at, p.unpublish_at, p.tax_class, p.attributes, (
          select json_group_array(category_id order by position) from product_categories where product_id = p.id
        ) as category_ids
      from (
        select product_no from bulk_edit_products where edit_id = ${editId} order by product_no limit ${chunkSize}
      ) due cross join products p on p.no = due.product_no
    `),
  ]);
  if (!edit || (edit.status !== "queued" && edit.status !== "running")) return "stop";
  const { change } = JSON.parse(edit.request) as BulkRequest;
  const { edited, unchanged, refusals } = await applyTo(store, change, rows);
  const ended = rows.length < chunkSize;
  const changed = edited.map(({ id, slug }) => newEvent(store, "product.changed", id, { product_id: id, slug }));
  try {
    await store.catalog.batch([
      store.catalog.run(sql`
        update bulk_edits set
          step = case when step = ${edit.step} and status in ('queued', 'running') then step + 1 end,
          status = ${ended ? "finished" : "running"}, updated_at = ${timestamp(store)},
          products_changed = products_changed + ${edited.length}, products_unchanged = products_unchanged + ${unchanged},
          products_refused = products_refused + ${refusals.length}
        where id = ${editId}
      `),
      ...writeEdited(store, change, edited),
      store.catalog.run(sql`
        insert into bulk_edit_refusals (edit_id, product_id, reason)
        select ${editId}, value ->> 'product_id', value ->> 'reason' from json_each(${JSON.stringify(refusals)})
      `),
      store.catalog.run(sql`
        delete from bulk_edit_products where edit_id = ${editId} and product_no <= ${rows.at(-1)?.no ?? 0}
      `),
      publish(store.catalog, changed),
    ]);
  } catch (thrown) {
    if (failureText(thrown).includes("bulk_edits.step")) return "stop";
    throw thrown;
  }
  relaySoon(store, "catalog", changed);
  return ended ? "stop" : "go on";
}

/** What becomes of each product; those that the edit cannot be made to, with the reason. */
async function applyTo(store: Store, change: BulkChange, rows: readonly ProductRow[]) {
  const edited: Edited[] = [];
  const refusals: BulkRefusal[] = [];
  const fits = await fitting(store, change, rows);
  for (const row of rows) {
    const after = editedFrom(store, change, row);
    const reason = fits(after);
    if (reason !== null) refusals.push({ product_id: row.id, reason });
    else if (change.price !== undefined || isOther(row, after)) edited.push(after);
  }
  return { edited, refusals, unchanged: rows.length - edited.length - refusals.length };
}

function editedFrom(store: Store, change: BulkChange, row: ProductRow): Edited {
  const schedule = scheduleFor(timestamp(store), row, change.status === undefined ? {} : { status: change.status });
  const { status, publish_at, unpublish_at } = schedule;
  const removed = new Set(change.remove_category_ids);
  const kept = (JSON.parse(row.category_ids) as string[]).filter((id) => !removed.has(id));
  const described = new Map(Object.entries(JSON.parse(row.attributes) as Attributes));
  for (const [name, value] of Object.entries(change.attributes ?? {})) {
    if (value === null) described.delete(name);
    else described.set(name, value);
  }
  const attributes = Object.fromEntries(described);
  const category_ids = [...new Set([...kept, ...(change.add_category_ids ?? [])])];
  const tax_class = change.tax_class ?? row.tax_class;
  return { id: row.id, slug: row.slug, status, publish_at, unpublish_at, tax_class, attributes, category_ids };
}

function isOther(row: ProductRow, after: Edited): boolean {
  return (
    row.status !== after.status ||
    row.tax_class !== after.tax_class ||
    row.category_ids !== JSON.stringify(after.category_ids) ||
    JSON.stringify(JSON.parse(row.attributes)) !== JSON.stringify(after.attributes)
  );
}

/** What says why a product cannot be so; null where it can. */
async function fitting(store: Store, change: BulkChange, rows: readonly ProductRow[]) {
  const described = change.attributes !== undefined || change.add_category_ids !== undefined;
  if (!described) return () => null;
  const definitions = await listAttributes(store);
  const above = await categoriesAbove(store, [
    ...rows.flatMap((row) => JSON.parse(row.category_ids) as string[]),
    ...(change.add_category_ids ?? []),
  ]);
  return ({ attributes, category_ids }: Edited): string | null => {
    if (category_ids.length > mostCategories) return `A product lies in at most ${mostCategories} categories.`;
    if (Object.keys(attributes).length > mostAttributes) return `A product has at most ${mostAttributes} attributes.`;
    const filed = category_ids.flatMap((id) => above.get(id) ?? []);
    const held = definitions.filter((definition: Attribute) => isFor(definition, filed));
    return misfits(held, attributes)[0]?.detail ?? null;
  };
}

/** Each category with all above it. */
async function categoriesAbove(store: Store, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await store.catalog.all<{ id: string; lineage: string }>(sql`
    select id, lineage from categories where id in (select value from json_each(${JSON.stringify([...new Set(ids)])}))
  `);
  return new Map(rows.map(({ id, lineage }) => [id, lineage.split("/").filter(Boolean)]));
}

function writeEdited(store: Store, change: BulkChange, edited: readonly Edited[]) {
  if (edited.length === 0) return [];
  const rows = JSON.stringify(edited);
  const ids = sql`(select value ->> 'id' from json_each(${rows}))`;
  const filed = change.add_category_ids !== undefined || change.remove_category_ids !== undefined;
  return [
    store.catalog.run(sql`
      update products set
        status = after.value ->> 'status', publish_at = after.value ->> 'publish_at',
        unpublish_at = after.value ->> 'unpublish_at', attributes = after.value -> 'attributes',
        tax_class = after.value ->> 'tax_class',
        version = version + 1, updated_at = ${timestamp(store)}
      from json_each(${rows}) after where products.id = after.value ->> 'id'
    `),
    ...(filed ? fileEdited(store, rows, ids) : []),
    ...(change.price ? [store.catalog.run(writePrices(store, change.price, ids))] : []),
    ...reshelve(
      store,
      edited.map(({ id }) => id),
    ),
  ];
}

function fileEdited(store: Store, rows: string, ids: SQL) {
  return [
    store.catalog.run(sql`delete from product_categories where product_id in ${ids}`),
    store.catalog.run(sql`
      insert into product_categories (product_id, category_id, position)
      select p.value ->> 'id', c.value, c.key from json_each(${rows}) p join json_each(p.value, '$.category_ids') c
    `),
  ];
}

/** Prices in whole minor units throughout: a percentage is counted in its hundredths, and rounded half up. */
function writePrices(store: Store, price: BulkPrice, productIds: SQL): SQL {
  const variants = sql`(select id from variants where product_id in ${productIds})`;
  if (price.set !== undefined) {
    const currency = price.currency ?? store.currency;
    const struck = {
      keep: sql`prices.compare_at_amount`,
      previous: sql`max(coalesce(prices.compare_at_amount, 0), prices.amount)`,
      none: sql`null`,
    }[price.compare_at];
    return sql`
      insert into prices (variant_id, currency, amount)
      select id, ${currency}, ${price.set} from variants where product_id in ${productIds}
      on conflict (variant_id, currency) do update set
        amount = excluded.amount,
        compare_at_amount = case when ${struck} > excluded.amount then ${struck} end
    `;
  }
  const hundredths = 10_000 + Math.round((price.percent ?? 0) * 100);
  // D1 binds every number as a real one.
  const amount = sql`min(cast(${largestAmount} as integer), (amount * cast(${hundredths} as integer) + 5000) / 10000)`;
  const struck = {
    keep: sql`compare_at_amount`,
    previous: sql`max(coalesce(compare_at_amount, 0), amount)`,
    none: sql`null`,
  }[price.compare_at];
  return sql`
    update prices set amount = ${amount}, compare_at_amount = case when ${struck} > ${amount} then ${struck} end
    where variant_id in ${variants} ${price.currency === undefined ? sql`` : sql`and currency = ${price.currency}`}
  `;
}
