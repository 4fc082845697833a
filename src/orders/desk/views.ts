import type { z } from "@hono/zod-openapi";
import { and, asc, eq, or, sql } from "drizzle-orm";
import { DomainError, notFound } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import type { newView, OrderView, viewChange } from "./schemas.ts";
import { orderViews } from "./tables.ts";

/** How many questions one member of staff keeps. */
const mostViews = 50;

/** The caller's own views and those that others share, by name. */
export async function listViews(store: Store): Promise<OrderView[]> {
  const me = actorName(store.actor);
  const rows = await store.orders
    .select()
    .from(orderViews)
    .where(or(eq(orderViews.owner, me), eq(orderViews.shared, true)))
    .orderBy(asc(sql`${orderViews.name} collate nocase`), asc(orderViews.id))
    .limit(500);
  return rows.map((row) => toView(row, me));
}

/** Saves a question of the list under a name. @throws view-exists, too-many-views */
export async function saveView(store: Store, view: z.infer<typeof newView>): Promise<OrderView> {
  const me = actorName(store.actor);
  const at = timestamp(store);
  const row = { id: store.newId("view"), version: 1, ...view, owner: me, created_at: at, updated_at: at };
  const own = await store.orders.$count(orderViews, eq(orderViews.owner, me));
  if (own >= mostViews) {
    throw new DomainError("too-many-views", `You keep ${mostViews} views, which is the most. Take one away first.`);
  }
  await named(store.orders.insert(orderViews).values(row), view.name);
  return toView(row, me);
}

/** Changes one of the caller's own views. @throws not-found, changed-meanwhile, view-exists */
export async function changeView(
  store: Store,
  id: string,
  change: z.infer<typeof viewChange>,
  version: number,
): Promise<OrderView> {
  const me = actorName(store.actor);
  const mine = and(eq(orderViews.id, id), eq(orderViews.owner, me));
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const [changed] = await named(
    store.orders
      .update(orderViews)
      .set({ ...set, version: version + 1, updated_at: timestamp(store) })
      .where(and(mine, eq(orderViews.version, version)))
      .returning(),
    change.name ?? "",
  );
  if (changed) return toView(changed, me);
  const [there] = await store.orders.select({ id: orderViews.id }).from(orderViews).where(mine);
  throw there ? changedMeanwhile() : notFound("view");
}

/** Takes one of the caller's own views away. @throws not-found */
export async function dropView(store: Store, id: string): Promise<void> {
  const mine = and(eq(orderViews.id, id), eq(orderViews.owner, actorName(store.actor)));
  const gone = await store.orders.delete(orderViews).where(mine).returning({ id: orderViews.id });
  if (gone.length === 0) throw notFound("view");
}

/** Runs a write that gives a view its name. @throws view-exists */
async function named<Answer>(write: PromiseLike<Answer>, name: string): Promise<Answer> {
  try {
    return await write;
  } catch (thrown) {
    if (!failureText(thrown).includes("UNIQUE constraint failed")) throw thrown;
    throw new DomainError("view-exists", `You have a view called "${name}" already. Choose another name.`);
  }
}

function toView({ owner, ...view }: typeof orderViews.$inferSelect, me: string): OrderView {
  return { ...view, own: owner === me };
}
