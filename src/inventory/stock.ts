import { sql } from "drizzle-orm";
import { announced, relaySoon } from "../events/outbox.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { failureText } from "../platform/failure-text.ts";
import { actorName, type Store, timestamp } from "../platform/store.ts";
import { stockOf } from "./levels.ts";
import type { StockOfVariant, StockUpdate } from "./schemas.ts";
import { serveWaiting } from "./serve-waiting.ts";
import { announceStock } from "./stock-events.ts";

/** The place that a store begins with, and where new goods are put: of the active ones the first. */
const firstLocation = sql`(select id from stock_locations where active = 1 order by priority, id limit 1)`;

/** A variant whose stock is to be tracked from now on. `on_hand` is counted in units. */
export interface OpeningStock {
  variant_id: string;
  product_id: string;
  sku: string;
  on_hand: number;
  reason: string;
}

/**
 * Begins to track variants: a level at the first location, and its first movement. What is tracked already stays as it is,
 * so that an import may say it twice. A variant without a level is not tracked and can always be bought.
 */
export async function openStock(store: Store, openings: readonly OpeningStock[]): Promise<void> {
  if (openings.length === 0) return;
  const at = timestamp(store);
  const rows = JSON.stringify(openings.map((opening) => ({ ...opening, id: store.newId("mov") })));
  await store.orders.batch([
    store.orders.run(sql`
      insert into stock_levels (variant_id, location_id, product_id, sku, updated_at)
      select value ->> 'variant_id', ${firstLocation}, value ->> 'product_id', value ->> 'sku', ${at} from json_each(${rows})
      where not exists (select 1 from stock_levels known where known.variant_id = value ->> 'variant_id')
      on conflict do nothing
    `),
    store.orders.run(sql`
      insert into stock_movements (id, variant_id, location_id, delta, reason, actor, at)
      select value ->> 'id', value ->> 'variant_id', ${firstLocation}, value ->> 'on_hand', value ->> 'reason', ${actorName(store.actor)}, ${at}
      from json_each(${rows})
      where value ->> 'on_hand' > 0
        and not exists (select 1 from stock_movements moved where moved.variant_id = value ->> 'variant_id')
    `),
  ]);
}

/** Follows the catalogue where variants got other SKUs; variants that are not tracked are passed over. */
export async function renameStock(
  store: Store,
  renamed: readonly { variant_id: string; sku: string }[],
): Promise<void> {
  if (renamed.length === 0) return;
  await store.orders.run(sql`
    update stock_levels set sku = renamed.value ->> 'sku'
    from json_each(${JSON.stringify(renamed)}) renamed
    where stock_levels.variant_id = renamed.value ->> 'variant_id'
  `);
}

/**
 * Changes what is on hand of a variant and appends the change to the ledger. Where it is not said where, it is where the variant lies
 * first; at a location that has had none of it, it begins to be kept.
 * @throws not-found; insufficient-stock when less would be on hand than is promised to orders
 */
export async function adjustStock(store: Store, variantId: string, update: StockUpdate): Promise<StockOfVariant> {
  const [level] = await store.orders.all<Level>(sql`
    select l.variant_id, l.sku, p.id as location_id, here.on_hand, here.reserved
    from stock_levels l join stock_locations p on ${update.location === undefined ? sql`p.id = l.location_id` : sql`p.id = ${update.location}`}
    left join stock_levels here on here.variant_id = l.variant_id and here.location_id = p.id
    where l.variant_id = ${variantId}
    order by p.active desc, p.priority, p.id
    limit 1
  `);
  if (!level) throw notFound("tracked SKU at that location");
  try {
    const [, , , rows] = await store.orders.batch([
      keepAt(store, [level.variant_id], level.location_id),
      move(store, level, update),
      serveWaiting(store, [level.variant_id]),
      announceStock(store, [level.variant_id]),
    ]);
    relaySoon(store, "orders", announced(rows));
  } catch (thrown) {
    if (!isOversold(thrown)) throw thrown;
    const { on_hand, reserved, sku } = { ...level, on_hand: level.on_hand ?? 0, reserved: level.reserved ?? 0 };
    const detail = `${on_hand} on hand, ${reserved} of them promised to orders: ${sku} cannot go lower than that.`;
    throw new DomainError("insufficient-stock", detail, { on_hand, reserved });
  }
  return stockOf(store, level.variant_id);
}

/** A tracked variant at a place; `on_hand` and `reserved` are null where the place has had none of it. */
interface Level {
  variant_id: string;
  sku: string;
  location_id: string;
  on_hand: number | null;
  reserved: number | null;
}

/** The statement that lets tracked variants be kept at a location; where they are already, it does nothing. */
export function keepAt(store: Store, variantIds: readonly string[], locationId: string) {
  return store.orders.run(sql`
    insert into stock_levels (variant_id, location_id, product_id, sku, safety_stock, updated_at)
    select l.variant_id, ${locationId}, min(l.product_id), min(l.sku), max(l.safety_stock), ${timestamp(store)}
    from json_each(${JSON.stringify(variantIds)}) wanted cross join stock_levels l
    where l.variant_id = wanted.value
      and not exists (
        select 1 from stock_levels here where here.variant_id = l.variant_id and here.location_id = ${locationId}
      )
    group by l.variant_id
  `);
}

/** The movement of an update; the difference to a count is taken inside the database, so that no sale slips in between. */
function move(store: Store, level: Level, update: StockUpdate) {
  const delta = update.set === undefined ? sql`${update.delta ?? 0}` : sql`${update.set} - on_hand`;
  return store.orders.run(sql`
    insert into stock_movements (id, variant_id, location_id, delta, reason, actor, at)
    select ${store.newId("mov")}, variant_id, location_id, ${delta}, ${update.reason}, ${actorName(store.actor)}, ${timestamp(store)}
    from stock_levels
    where variant_id = ${level.variant_id} and location_id = ${level.location_id} and ${delta} <> 0
  `);
}

/** Whether a batch failed because a level would have broken its checks. */
export function isOversold(thrown: unknown): boolean {
  return failureText(thrown).includes("CHECK constraint failed");
}
