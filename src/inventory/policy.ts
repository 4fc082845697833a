import { sql } from "drizzle-orm";
import { announced, relaySoon } from "../events/outbox.ts";
import { DomainError, notFound, refuse } from "../platform/errors.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { noticeLow } from "./low-stock.ts";
import type { StockPolicy, StockPolicyChange } from "./schemas.ts";
import { serveWaiting } from "./serve-waiting.ts";
import { isOversold, keepAt } from "./stock.ts";
import { announceStock } from "./stock-events.ts";

/** How a tracked variant is sold. @throws not-found */
export async function readPolicy(store: Store, variantId: string): Promise<StockPolicy> {
  const [policy] = await store.orders.all<StockPolicy>(sql`
    select
      l.variant_id, min(l.sku) as sku, i.low_stock_at, max(l.safety_stock) as safety_stock,
      sum(l.backorder_limit) as backorder_limit,
      (
        select b.location_id from stock_levels b where b.variant_id = l.variant_id and b.backorder_limit > 0
        order by b.backorder_limit - b.backordered desc, b.location_id limit 1
      ) as backorder_location,
      i.ships_at, i.release_at, sum(l.backordered) as backordered, i.low_since, coalesce(i.version, 0) as version
    from stock_levels l left join stock_items i on i.variant_id = l.variant_id
    where l.variant_id = ${variantId}
    group by l.variant_id
  `);
  if (!policy) throw notFound("tracked SKU");
  return policy;
}

/**
 * Changes how a variant is sold: what is kept back, how many are sold ahead and until when.
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-stock-policy pointing at each field, promised-ahead
 */
export async function changePolicy(
  store: Store,
  variantId: string,
  version: number,
  change: StockPolicyChange,
): Promise<StockPolicy> {
  const before = await readPolicy(store, variantId);
  if (before.version !== version) throw changedMeanwhile();
  const after = {
    low_stock_at: change.low_stock_at === undefined ? before.low_stock_at : change.low_stock_at,
    safety_stock: change.safety_stock ?? before.safety_stock,
    backorder_limit: change.backorder_limit ?? before.backorder_limit,
    ships_at: change.ships_at === undefined ? before.ships_at : utc(change.ships_at),
    release_at: change.release_at === undefined ? before.release_at : utc(change.release_at),
  };
  refusePromisesOfThePast(store, change, after);
  const location = await locationFor(store, variantId, change.backorder_location ?? before.backorder_location);
  const at = timestamp(store);
  try {
    const [written, , , , , rows] = await store.orders.batch([
      store.orders.all<{ version: number }>(sql`
        insert into stock_items (variant_id, low_stock_at, ships_at, release_at, updated_at)
        values (${variantId}, ${after.low_stock_at}, ${after.ships_at}, ${after.release_at}, ${at})
        on conflict (variant_id) do update set
          low_stock_at = excluded.low_stock_at, ships_at = excluded.ships_at, release_at = excluded.release_at,
          version = version + 1, updated_at = excluded.updated_at
        where version = ${version}
        returning version
      `),
      keepAt(store, [variantId], location),
      // What waits elsewhere may wait on there; no more is sold ahead than at the one place.
      store.orders.run(sql`
        update stock_levels set backorder_limit = iif(
          location_id = ${location},
          ${after.backorder_limit} - (
            select coalesce(sum(o.backordered), 0) from stock_levels o
            where o.variant_id = ${variantId} and o.location_id <> ${location}
          ),
          backordered
        )
        where variant_id = ${variantId}
      `),
      store.orders.run(
        sql`update stock_levels set safety_stock = ${after.safety_stock} where variant_id = ${variantId} and safety_stock <> ${after.safety_stock}`,
      ),
      serveWaiting(store, [variantId]),
      announceStock(store, [variantId]),
    ]);
    if (written.length === 0) throw changedMeanwhile();
    relaySoon(store, "orders", announced(rows));
  } catch (thrown) {
    if (!isOversold(thrown)) throw thrown;
    const detail = `${before.backordered} were sold ahead already. It cannot be fewer than that until they have come.`;
    throw new DomainError("promised-ahead", detail, { backordered: before.backordered });
  }
  await noticeLow(store, [variantId]);
  return readPolicy(store, variantId);
}

const utc = (time: string | null) => time && new Date(time).toISOString();

function refusePromisesOfThePast(
  store: Store,
  change: StockPolicyChange,
  after: Pick<StockPolicy, "backorder_limit" | "ships_at" | "release_at">,
): void {
  const now = timestamp(store);
  const isOver = (time: string | null) => time !== null && time <= now;
  const undated = after.ships_at === null && after.release_at === null;
  refuse("invalid-stock-policy", [
    ...(change.ships_at && isOver(after.ships_at)
      ? [{ pointer: "/ships_at", detail: "This time is over. Promise one that is to come." }]
      : []),
    ...(change.release_at && isOver(after.release_at)
      ? [{ pointer: "/release_at", detail: "This time is over. Leave it out to sell at once." }]
      : []),
    ...(change.backorder_limit && undated
      ? [{ pointer: "/ships_at", detail: "Say when what is sold ahead will leave: buyers are told." }]
      : []),
  ]);
}

/** Where what is sold ahead waits. @throws invalid-stock-policy for a location that is none */
async function locationFor(store: Store, variantId: string, wanted: string | null): Promise<string> {
  const [found] = await store.orders.all<{ id: string }>(
    wanted === null
      ? sql`
        select p.id from stock_levels l join stock_locations p on p.id = l.location_id
        where l.variant_id = ${variantId} order by p.active desc, p.priority, p.id limit 1`
      : sql`select id from stock_locations where id = ${wanted}`,
  );
  if (found) return found.id;
  refuse("invalid-stock-policy", [{ pointer: "/backorder_location", detail: "There is no such location." }]);
  throw notFound("location");
}
