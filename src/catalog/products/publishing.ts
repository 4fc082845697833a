import { sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../../events/outbox.ts";
import { type FieldError, refuse } from "../../platform/errors.ts";
import { momentFault } from "../../platform/moments.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { reshelve } from "../lists/shelving.ts";
import type { Product } from "../schemas.ts";

/** When a product is shown, and until when. */
export type Schedule = Pick<Product, "status" | "publish_at" | "unpublish_at">;

/**
 * The schedule of a product that is saved. A draft whose hour has come is live at once; an hour that can no longer come is
 * forgotten: of going live once a product is, of leaving once it has left.
 * @param given what the save says, the rest being as it was
 * @throws invalid-schedule when it would leave before it goes live, or in the past, and for a year that none can be kept of
 */
export function scheduleFor(now: string, before: Schedule, given: Partial<Schedule>): Schedule {
  const wanted = { ...before, ...given };
  for (const field of ["publish_at", "unpublish_at"] as const) {
    const detail = momentFault(given[field] ?? null);
    if (detail) refuse("invalid-schedule", [{ pointer: `/${field}`, detail }]);
  }
  const errors: FieldError[] = [];
  if (given.publish_at && wanted.status !== "draft")
    errors.push({
      pointer: "/publish_at",
      detail: "Only a draft can go live later. Make it a draft, or leave this out.",
    });
  if (given.unpublish_at && wanted.status === "archived")
    errors.push({ pointer: "/unpublish_at", detail: "It is archived already." });
  else if (given.unpublish_at && given.unpublish_at <= now)
    errors.push({ pointer: "/unpublish_at", detail: "This is past. Archive the product instead." });
  else if (wanted.publish_at && wanted.unpublish_at && wanted.unpublish_at <= wanted.publish_at)
    errors.push({ pointer: "/unpublish_at", detail: "It would leave before it goes live." });
  refuse("invalid-schedule", errors);
  const due = wanted.status === "draft" && wanted.publish_at !== null && wanted.publish_at <= now;
  const status = due ? "active" : wanted.status;
  return {
    status,
    publish_at: status === "draft" ? wanted.publish_at : null,
    unpublish_at: status === "archived" ? null : wanted.unpublish_at,
  };
}

/** Products that are moved in one batch. */
const atOnce = 100;

const due = {
  active: (now: string) => sql`status = 'draft' and publish_at is not null and publish_at <= ${now}`,
  archived: (now: string) => sql`status = 'active' and unpublish_at is not null and unpublish_at <= ${now}`,
};

/** Lets drafts go live and live products leave whose hour has come. */
export async function keepTimetable(store: Store): Promise<void> {
  while ((await moveDue(store, "active")) === atOnce);
  while ((await moveDue(store, "archived")) === atOnce);
}

/** @returns how many products were due, of so many as are moved at once */
async function moveDue(store: Store, status: "active" | "archived"): Promise<number> {
  const now = timestamp(store);
  const found = await store.catalog.all<{ id: string; slug: string }>(
    sql`select id, slug from products where ${due[status](now)} limit ${atOnce}`,
  );
  if (found.length === 0) return 0;
  const ids = found.map(({ id }) => id);
  const changed = found.map(({ id, slug }) => newEvent(store, "product.changed", id, { product_id: id, slug }));
  const cleared = status === "active" ? sql`publish_at = null` : sql`unpublish_at = null`;
  await store.catalog.batch([
    store.catalog.run(sql`
      update products set status = ${status}, ${cleared}, version = version + 1, updated_at = ${now}
      where id in (select value from json_each(${JSON.stringify(ids)})) and ${due[status](now)}
    `),
    ...reshelve(store, ids),
    publish(store.catalog, changed),
  ]);
  relaySoon(store, "catalog", changed);
  return found.length;
}
