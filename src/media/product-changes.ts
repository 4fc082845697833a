import { type SQL, sql } from "drizzle-orm";
import type { AnnouncedRow } from "../events/outbox.ts";
import { type Store, timestamp } from "../platform/store.ts";

/**
 * The statements that tell that a product is no longer what shoppers saw, for a batch that changes its pictures: they belong
 * before the change, so that `when` can ask what is still true. Answers: nothing, then the rows for {@link announced}.
 * @param imageId the picture that changes
 * @param when a condition on that picture's row, named `images`
 */
export function announcePicture(store: Store, imageId: string, when: SQL = sql`true`) {
  const now = timestamp(store);
  return [
    store.catalog.run(sql`
      update products set updated_at = ${now}
      where id = (select product_id from images where images.id = ${imageId} and ${when})
    `),
    store.catalog.all<AnnouncedRow>(sql`
      insert into outbox (id, type, subject, time, data, traceparent)
      select ${store.newId("evt")}, 'product.changed', products.id, ${now},
        json_object('product_id', products.id, 'slug', products.slug), ${store.trace.traceparent}
      from images join products on products.id = images.product_id
      where images.id = ${imageId} and ${when}
      returning id, type, subject, time, data, traceparent
    `),
  ] as const;
}

/** The statement that publishes `image.uploaded`, under the same condition. */
export function announceUpload(store: Store, imageId: string, when: SQL) {
  return store.catalog.all<AnnouncedRow>(sql`
    insert into outbox (id, type, subject, time, data, traceparent)
    select ${store.newId("evt")}, 'image.uploaded', images.product_id, ${timestamp(store)},
      json_object('image_id', images.id, 'product_id', images.product_id, 'key', images.key), ${store.trace.traceparent}
    from images where images.id = ${imageId} and ${when}
    returning id, type, subject, time, data, traceparent
  `);
}
