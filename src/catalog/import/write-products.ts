import { sql } from "drizzle-orm";
import { newEvent, publish } from "../../events/outbox.ts";
import { middle } from "../../media/address.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { reshelve } from "../lists/shelving.ts";
import { writeVariants } from "../products/variants.ts";
import type { ProductPlan } from "./plan-product.ts";
import type { RowNote } from "./product-drafts.ts";
import { replaceTexts } from "./replace-texts.ts";
import { writePictures } from "./told-pictures.ts";

/** The statements that put planned products into the catalogue, and the events that tell of it. */
export function writeProducts(store: Store, plans: readonly ProductPlan[]) {
  if (plans.length === 0) return { statements: [], events: [] };
  const at = timestamp(store);
  const rows = plans.map(({ id, slug, columns }) => ({ id, slug, ...columns }));
  const filed = plans.flatMap(({ id, category_ids }) =>
    category_ids.map((category_id, position) => ({ product_id: id, category_id, position })),
  );
  const ids = plans.map(({ id }) => id);
  const events = plans.map(({ id, slug }) => newEvent(store, "product.changed", id, { product_id: id, slug }));
  const statements = [
    store.catalog.run(sql`
      insert into products (
        id, slug, title, description, status, brand, seo_title, seo_description, publish_at, unpublish_at, tax_class, options,
        attributes, created_at, updated_at
      )
      select
        value ->> 'id', value ->> 'slug', value ->> 'title', value ->> 'description', value ->> 'status', value ->> 'brand',
        value ->> 'seo_title', value ->> 'seo_description', value ->> 'publish_at', value ->> 'unpublish_at', value ->> 'tax_class',
        value -> 'options', value -> 'attributes', ${at}, ${at}
      from json_each(${JSON.stringify(rows)}) where true
      on conflict (id) do update set
        title = excluded.title, description = excluded.description, status = excluded.status, brand = excluded.brand,
        seo_title = excluded.seo_title, seo_description = excluded.seo_description,
        publish_at = excluded.publish_at, unpublish_at = excluded.unpublish_at, tax_class = excluded.tax_class,
        options = excluded.options, attributes = excluded.attributes,
        version = version + 1, updated_at = excluded.updated_at
    `),
    ...writeVariants(
      store,
      plans.flatMap(({ variants }) => variants),
    ),
    store.catalog.run(sql`
      delete from product_categories where product_id in (select value from json_each(${JSON.stringify(ids)}))
    `),
    store.catalog.run(sql`
      insert into product_categories (product_id, category_id, position)
      select value ->> 'product_id', value ->> 'category_id', value ->> 'position' from json_each(${JSON.stringify(filed)})
    `),
    ...replaceTexts(store, "product", plans),
    ...writePictures(
      store,
      plans.flatMap(({ changedPictures }) => changedPictures),
    ),
    ...reshelve(store, ids),
    publish(store.catalog, events),
  ];
  return { statements, events };
}

/**
 * The statement that notes the pictures that planned products are named to have; those that were fetched before stay so, and
 * the product's own pictures, named by their address here, are there.
 */
export function notePictures(store: Store, jobId: string, plans: readonly ProductPlan[]) {
  const rows = plans.flatMap(({ id, variants, pictures }) =>
    pictures.map(({ line, url, alt, skus, says }, position) => ({
      product_id: id,
      url,
      line,
      position,
      alt,
      alts: says?.alts ?? {},
      focal_point: says?.focal_point ?? middle,
      variant_ids: variants.filter(({ sku }) => skus.includes(sku)).map((variant) => variant.id),
    })),
  );
  if (rows.length === 0) return [];
  return [
    store.catalog.run(sql`
      insert into import_pictures (
        product_id, url, job_id, line, position, alt, alts, focal_x, focal_y, variant_ids, noted_at
      )
      select
        value ->> 'product_id', value ->> 'url', ${jobId}, value ->> 'line', value ->> 'position', value ->> 'alt',
        value -> 'alts', value ->> '$.focal_point.x', value ->> '$.focal_point.y', value -> 'variant_ids', ${timestamp(store)}
      from json_each(${JSON.stringify(rows)})
      where not exists (
        select 1 from images
        where images.product_id = value ->> 'product_id' and instr(value ->> 'url', '/media/' || images.id || '/') > 0
      )
      on conflict (product_id, url) do update set
        job_id = excluded.job_id, line = excluded.line, position = excluded.position, alt = excluded.alt,
        alts = excluded.alts, focal_x = excluded.focal_x, focal_y = excluded.focal_y, variant_ids = excluded.variant_ids,
        status = 'waiting', attempts = 0, reason = null, noted_at = excluded.noted_at
      where status = 'refused' or (status = 'stored' and not exists (select 1 from images where images.id = image_id))
    `),
  ];
}

/** The statements that note what there is to tell of rows; what was told of a line before stands before it. */
export function writeNotes(store: Store, jobId: string, notes: readonly RowNote[]) {
  if (notes.length === 0) return [];
  const counted = new Map<number, number>();
  const rows = notes.map((note) => {
    const no = counted.get(note.line) ?? 0;
    counted.set(note.line, no + 1);
    return { ...note, no };
  });
  return [
    store.catalog.run(sql`
      insert into job_notes (job_id, line, no, kind, handle, reason)
      select
        ${jobId}, value ->> 'line',
        (value ->> 'no') + coalesce((
          select max(told.no) + 1 from job_notes told where told.job_id = ${jobId} and told.line = value ->> 'line'
        ), 0),
        value ->> 'kind', value ->> 'handle', value ->> 'reason'
      from json_each(${JSON.stringify(rows)})
    `),
  ];
}

/** What an import remembers a thing of the file by; `id` of the product, where it is one. */
interface Remembered {
  id?: string;
  names: { name: string; line: number }[];
}

/** The statement that remembers handles, SKUs and other names for the rest of the file. */
export function writeNames(store: Store, jobId: string, told: readonly Remembered[]) {
  const names = told.flatMap(({ id, names: own }) => own.map((name) => ({ ...name, id })));
  if (names.length === 0) return [];
  return [
    store.catalog.run(sql`
      insert into import_names (job_id, name, line, product_id)
      select ${jobId}, value ->> 'name', value ->> 'line', value ->> 'id' from json_each(${JSON.stringify(names)}) where true
      on conflict do nothing
    `),
  ];
}
