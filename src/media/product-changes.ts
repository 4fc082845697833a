import { type SQL, sql } from "drizzle-orm";
import type { AnnouncedRow } from "../events/outbox.ts";
import { type Store, timestamp } from "../platform/store.ts";

/**
 * The statements that tell that products are no longer what shoppers saw, for a batch that changes their pictures: they belong
 * before the change, so that `when` can ask what is still true. Answers: nothing, then the rows for {@link announced}.
 * @param imageIds the pictures that change
 * @param when a condition on each picture's row, named `images`
 */
export function announcePictures(store: Store, imageIds: readonly string[], when: SQL = sql`true`) {
  const now = timestamp(store);
  return [
    store.catalog.run(sql`
      update products set updated_at = ${now} where id in (
        select images.product_id from json_each(${JSON.stringify(imageIds)}) e
        join images on images.id = e.value and ${when}
      )
    `),
    store.catalog.all<AnnouncedRow>(sql`
      insert into outbox (id, type, subject, time, data, traceparent)
      select e.value ->> 'event_id', 'product.changed', products.id, ${now},
        json_object('product_id', products.id, 'slug', products.slug), ${store.trace.traceparent}
      from json_each(${withEventIds(store, imageIds)}) e
      join images on images.id = e.value ->> 'image_id' and ${when}
      join products on products.id = images.product_id
      returning id, type, subject, time, data, traceparent
    `),
  ] as const;
}

/** The statement that publishes `image.uploaded`, under the same condition. */
export function announceUploads(store: Store, imageIds: readonly string[], when: SQL) {
  return store.catalog.all<AnnouncedRow>(sql`
    insert into outbox (id, type, subject, time, data, traceparent)
    select e.value ->> 'event_id', 'image.uploaded', images.product_id, ${timestamp(store)},
      json_object('image_id', images.id, 'product_id', images.product_id, 'key', picture_files.key),
      ${store.trace.traceparent}
    from json_each(${withEventIds(store, imageIds)}) e
    join images on images.id = e.value ->> 'image_id' and ${when}
    join picture_files on picture_files.id = images.file_id
    returning id, type, subject, time, data, traceparent
  `);
}

function withEventIds(store: Store, imageIds: readonly string[]): string {
  return JSON.stringify(imageIds.map((image_id) => ({ image_id, event_id: store.newId("evt") })));
}
