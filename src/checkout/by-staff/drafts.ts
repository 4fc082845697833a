import { and, desc, eq, isNull, lt, or } from "drizzle-orm";
import { addressErrors } from "../../platform/addresses/check-address.ts";
import { DomainError, type FieldError, invalidInput, notFound, pointerTo } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { findAnswer, type IdempotentRequest } from "../../platform/idempotency.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { orderByStaff } from "./order-by-staff.ts";
import {
  type DraftContent,
  type DraftOrdering,
  type OrderDraft,
  type StaffOrder,
  type StaffOrdered,
  staffOrder,
} from "./schemas.ts";
import { orderDrafts } from "./tables.ts";

type Row = typeof orderDrafts.$inferSelect;

/** Keeps an order that is not whole yet: no goods are held for it, and it has no number. */
export async function saveDraft(store: Store, content: DraftContent): Promise<OrderDraft> {
  const at = timestamp(store);
  const row = { id: store.newId("draft"), version: 1, content, author: authorOf(store) };
  const whole: Row = { ...row, order_id: null, created_at: at, updated_at: at };
  await store.orders.insert(orderDrafts).values(whole);
  return toDraft(whole);
}

/** @throws not-found */
export async function findDraft(store: Store, id: string): Promise<OrderDraft> {
  return toDraft(await rowOf(store, id));
}

/** Drafts that are no orders yet, the last written first. @throws invalid-cursor */
export async function listDrafts(
  store: Store,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ data: OrderDraft[]; next_cursor: string | null }> {
  const list = "order drafts";
  const { updated_at, id } = orderDrafts;
  const before = (cursorText: string) => {
    const [at, last] = readCursor(list, cursorText, ["string", "string"]);
    return or(lt(updated_at, at), and(eq(updated_at, at), lt(id, last)));
  };
  const rows = await store.orders
    .select()
    .from(orderDrafts)
    .where(and(isNull(orderDrafts.order_id), cursor === undefined ? undefined : before(cursor)))
    .orderBy(desc(updated_at), desc(id))
    .limit(limit + 1);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit).map(toDraft),
    next_cursor: rows.length > limit && last ? writeCursor(list, [last.updated_at, last.id]) : null,
  };
}

/** Writes a draft anew. @throws not-found, changed-meanwhile, draft-ordered */
export async function changeDraft(store: Store, id: string, content: DraftContent, seen: number): Promise<OrderDraft> {
  const [changed] = await store.orders
    .update(orderDrafts)
    .set({ content, version: seen + 1, author: authorOf(store), updated_at: timestamp(store) })
    .where(standing(id, seen))
    .returning();
  if (changed) return toDraft(changed);
  throw await whyNot(store, id);
}

/** Throws a draft away. @throws not-found, changed-meanwhile, draft-ordered */
export async function dropDraft(store: Store, id: string, seen: number): Promise<void> {
  const gone = await store.orders.delete(orderDrafts).where(standing(id, seen)).returning({ id: orderDrafts.id });
  if (gone.length === 0) throw await whyNot(store, id);
}

/**
 * Makes a draft an order, as staff saw it, once: the order's batch fails where somebody else has changed, dropped or ordered it.
 * @throws not-found, changed-meanwhile, draft-ordered, invalid-input pointing at what is still missing; and as {@link orderByStaff}
 */
export async function orderDraft(
  store: Store,
  id: string,
  ordering: DraftOrdering,
  seen: number,
  request: IdempotentRequest,
): Promise<{ ordered: StaffOrdered; replayed: boolean }> {
  const { content, version, order_id } = await rowOf(store, id);
  // What this very request has made is answered as often as it is asked.
  const heard = await findAnswer(store, request);
  if (!heard && order_id !== null) throw ordered(order_id);
  if (version !== seen) throw changedMeanwhile();
  try {
    return await orderByStaff(store, await wholeOrder({ ...content, ...ordering }), request, `draft:${id}:${seen}`);
  } catch (thrown) {
    const rival = thrown instanceof DomainError && thrown.code === "already-ordered";
    throw rival || failureText(thrown).includes("draft_gone") ? await whyNot(store, id) : thrown;
  }
}

/** @throws invalid-input pointing at all that is still missing */
async function wholeOrder({
  shipping_address,
  billing_address,
  ...rest
}: DraftContent & DraftOrdering): Promise<StaffOrder> {
  // Whether an address needs them is for its country to say.
  const bare = { city: "", postal_code: "" };
  const read = staffOrder.safeParse({
    ...rest,
    ...(shipping_address && { shipping_address: { ...bare, ...shipping_address } }),
    ...(billing_address && { billing_address: { ...bare, ...billing_address } }),
  });
  if (read.success) return read.data;
  throw invalidInput([
    ...read.error.issues.map(({ path, message, code }) => ({
      pointer: pointerTo(path),
      detail: code === "invalid_type" ? "This is still missing." : message,
    })),
    ...(await refusedParts(shipping_address, "/shipping_address")),
    ...(await refusedParts(billing_address, "/billing_address")),
  ]);
}

async function refusedParts(address: DraftContent["shipping_address"], pointer: string): Promise<FieldError[]> {
  const country = address?.country;
  return country === undefined ? [] : addressErrors({ ...address, country }, pointer);
}

const standing = (id: string, version: number) =>
  and(eq(orderDrafts.id, id), eq(orderDrafts.version, version), isNull(orderDrafts.order_id));

async function whyNot(store: Store, id: string): Promise<DomainError> {
  const { order_id } = await rowOf(store, id);
  return order_id === null ? changedMeanwhile() : ordered(order_id);
}

function ordered(order_id: string): DomainError {
  return new DomainError("draft-ordered", "This draft was ordered already; it is ordered once. Look at the order.", {
    order_id,
  });
}

async function rowOf(store: Store, id: string): Promise<Row> {
  const [row] = await store.orders.select().from(orderDrafts).where(eq(orderDrafts.id, id));
  if (!row) throw notFound("draft");
  return row;
}

/** Staff are told each other's names, not ids. */
function authorOf({ actor }: Store): string {
  return actor.kind === "staff" ? actor.email : actorName(actor);
}

function toDraft({ content, ...row }: Row): OrderDraft {
  return { ...content, ...row };
}
