import { asc, eq, sql } from "drizzle-orm";
import { notFound } from "../../platform/errors.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { orderEvents, orders } from "../tables.ts";
import type { OrderDesk } from "./schemas.ts";
import { orderNotes, orderTags } from "./tables.ts";

/** What staff alone know of an order, in one round trip. @throws not-found */
export async function readDesk(store: Store, orderId: string): Promise<OrderDesk> {
  const [[order], tags, notes, story] = await store.orders.batch([
    store.orders.select({ id: orders.id }).from(orders).where(eq(orders.id, orderId)),
    store.orders
      .select({ tag: orderTags.tag })
      .from(orderTags)
      .where(eq(orderTags.order_id, orderId))
      .orderBy(asc(orderTags.tag)),
    store.orders.select().from(orderNotes).where(eq(orderNotes.order_id, orderId)).orderBy(asc(orderNotes.id)),
    store.orders.select().from(orderEvents).where(eq(orderEvents.order_id, orderId)).orderBy(asc(orderEvents.version)),
  ]);
  if (!order) throw notFound("order");
  return {
    order_id: orderId,
    tags: tags.map(({ tag }) => tag),
    notes: notes.map(({ order_id: _, ...note }) => note),
    story: story.map(({ at, type, actor, data }) => ({ at, type, actor, data })),
  };
}

/** Writes a note on an order, for staff alone. @throws not-found */
export async function addNote(store: Store, orderId: string, text: string): Promise<OrderDesk> {
  const written = await store.orders.all(sql`
    insert into order_notes (id, order_id, text, author, at)
    select ${store.newId("note")}, id, ${text}, ${authorOf(store)}, ${timestamp(store)} from orders where id = ${orderId}
    returning id
  `);
  if (written.length === 0) throw notFound("order");
  return readDesk(store, orderId);
}

/** Puts exactly these tags on an order. @throws not-found */
export async function setTags(store: Store, orderId: string, tags: readonly string[]): Promise<OrderDesk> {
  const wanted = JSON.stringify([...new Set(tags)]);
  await store.orders.batch([
    store.orders.run(sql`
      delete from order_tags where order_id = ${orderId} and tag not in (select value from json_each(${wanted}))
    `),
    store.orders.run(sql`
      insert or ignore into order_tags (order_id, tag, added_by, added_at)
      select o.id, value, ${actorName(store.actor)}, ${timestamp(store)} from orders o, json_each(${wanted})
      where o.id = ${orderId}
    `),
  ]);
  return readDesk(store, orderId);
}

/** Puts a tag on orders, or takes it off; unknown orders are told. @returns the ids that there are */
export async function tagOrders(
  store: Store,
  ids: readonly string[],
  tag: string,
  put: boolean,
): Promise<ReadonlySet<string>> {
  const wanted = JSON.stringify(ids);
  const change = put
    ? sql`
        insert or ignore into order_tags (order_id, tag, added_by, added_at)
        select id, ${tag}, ${actorName(store.actor)}, ${timestamp(store)} from orders
        where id in (select value from json_each(${wanted}))`
    : sql`delete from order_tags where tag = ${tag} and order_id in (select value from json_each(${wanted}))`;
  const [known] = await store.orders.batch([
    store.orders.all<{ id: string }>(sql`select id from orders where id in (select value from json_each(${wanted}))`),
    store.orders.run(change),
  ]);
  return new Set(known.map(({ id }) => id));
}

/** Staff are told each other's names, not ids. */
function authorOf({ actor }: Store): string {
  return actor.kind === "staff" ? actor.email : actorName(actor);
}
