import { and, eq, sql } from "drizzle-orm";
import { announced, relaySoon } from "../events/outbox.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { failureText } from "../platform/failure-text.ts";
import { actorName, type Store, timestamp } from "../platform/store.ts";
import { stockOf } from "./levels.ts";
import type { StockOfVariant, StockUpdate } from "./schemas.ts";
import { announceStock } from "./stock-events.ts";
import { stockLevels, stockMovements } from "./tables.ts";

/** Where stock lies until a store has more places; made by the migration. */
export const mainLocation = "main";

/** A variant whose stock is to be tracked from now on. `on_hand` is counted in units. */
export interface OpeningStock {
  variant_id: string;
  product_id: string;
  sku: string;
  on_hand: number;
  reason: string;
}

/**
 * Begins to track variants: a level at the main location, and its first movement. What is tracked already stays as it is,
 * so that an import may say it twice. A variant without a level is not tracked and can always be bought.
 */
export async function openStock(store: Store, openings: readonly OpeningStock[]): Promise<void> {
  if (openings.length === 0) return;
  const at = timestamp(store);
  const rows = JSON.stringify(openings.map((opening) => ({ ...opening, id: store.newId("mov") })));
  await store.orders.batch([
    store.orders.run(sql`
      insert into stock_levels (variant_id, location_id, product_id, sku, updated_at)
      select value ->> 'variant_id', ${mainLocation}, value ->> 'product_id', value ->> 'sku', ${at} from json_each(${rows}) where true
      on conflict do nothing
    `),
    store.orders.run(sql`
      insert into stock_movements (id, variant_id, location_id, delta, reason, actor, at)
      select value ->> 'id', value ->> 'variant_id', ${mainLocation}, value ->> 'on_hand', value ->> 'reason', ${actorName(store.actor)}, ${at}
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
 * Changes what is on hand of a variant and appends the change to the ledger.
 * @throws not-found; insufficient-stock when less would be on hand than is promised to orders
 */
export async function adjustStock(store: Store, variantId: string, update: StockUpdate): Promise<StockOfVariant> {
  const [level] = await store.orders
    .select()
    .from(stockLevels)
    .where(and(eq(stockLevels.variant_id, variantId), eq(stockLevels.location_id, update.location)))
    .limit(1);
  if (!level) throw notFound("tracked SKU at that location");
  try {
    const [, rows] = await store.orders.batch([move(store, level, update), announceStock(store, [level.variant_id])]);
    relaySoon(store, "orders", announced(rows));
  } catch (thrown) {
    if (!isOversold(thrown)) throw thrown;
    const detail = `${level.on_hand} on hand, ${level.reserved} of them promised to orders: ${level.sku} cannot go lower than that.`;
    throw new DomainError("insufficient-stock", detail, { on_hand: level.on_hand, reserved: level.reserved });
  }
  return stockOf(store, level.variant_id);
}

/** The movement of an update; the difference to a count is taken inside the database, so that no sale slips in between. */
function move(store: Store, level: { variant_id: string; location_id: string }, update: StockUpdate) {
  const delta = update.set === undefined ? sql`${update.delta ?? 0}` : sql`${update.set} - on_hand`;
  return store.orders.run(sql`
    insert into ${stockMovements} (id, variant_id, location_id, delta, reason, actor, at)
    select ${store.newId("mov")}, variant_id, location_id, ${delta}, ${update.reason}, ${actorName(store.actor)}, ${timestamp(store)}
    from ${stockLevels}
    where variant_id = ${level.variant_id} and location_id = ${level.location_id} and ${delta} <> 0
  `);
}

/** Whether a batch failed because a level would have broken its checks. */
function isOversold(thrown: unknown): boolean {
  return failureText(thrown).includes("CHECK constraint failed");
}
