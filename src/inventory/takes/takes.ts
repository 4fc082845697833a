import { type SQL, sql } from "drizzle-orm";
import { announced, relaySoon } from "../../events/outbox.ts";
import { DomainError, notFound, refuse } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { serveWaiting } from "../serve-waiting.ts";
import { isOversold, keepAt } from "../stock.ts";
import { announceStock } from "../stock-events.ts";
import type { Counts, NewStockTake, StockTake, StockTakeLine, StockTakeLineQuery, StockTakeQuery } from "./schemas.ts";

const columns = sql`
  t.id, t.location_id as location, t.status, t.note, t.version, t.begun_by, t.begun_at, t.closed_by, t.closed_at,
  (select count(*) from stock_take_lines n where n.stock_take_id = t.id) as counted_lines,
  (select count(*) from stock_take_lines n where n.stock_take_id = t.id and n.counted <> n.expected) as different_lines`;

/** A page of stock takes, the latest first. */
export async function listStockTakes(
  store: Store,
  { status, limit, cursor }: StockTakeQuery,
): Promise<{ data: StockTake[]; next_cursor: string | null }> {
  const list = `stock-takes:${status ?? ""}`;
  const before = cursor === undefined ? null : readCursor(list, cursor, ["string"])[0];
  const rules: SQL[] = [
    ...(status === undefined ? [] : [sql`t.status = ${status}`]),
    ...(before === null ? [] : [sql`t.id < ${before}`]),
  ];
  const rows = await store.orders.all<StockTake>(sql`
    select ${columns} from stock_takes t
    where ${rules.length > 0 ? sql.join(rules, sql` and `) : sql`true`}
    order by t.id desc limit ${limit + 1}
  `);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { data: page, next_cursor: rows.length > limit && last ? writeCursor(list, [last.id]) : null };
}

/** @throws not-found */
export async function findStockTake(store: Store, id: string): Promise<StockTake> {
  const [row] = await store.orders.all<StockTake>(sql`select ${columns} from stock_takes t where t.id = ${id}`);
  if (!row) throw notFound("stock take");
  return row;
}

/** A page of what was counted, by variant. @throws not-found */
export async function listCounts(
  store: Store,
  id: string,
  { limit, cursor }: StockTakeLineQuery,
): Promise<{ data: StockTakeLine[]; next_cursor: string | null }> {
  const { location } = await findStockTake(store, id);
  const list = `counts:${id}`;
  const after = cursor === undefined ? "" : readCursor(list, cursor, ["string"])[0];
  const rows = await store.orders.all<StockTakeLine>(sql`
    select n.variant_id, l.sku, n.expected, n.counted, n.counted_by, n.counted_at
    from stock_take_lines n
    join stock_levels l on l.variant_id = n.variant_id and l.location_id = ${location}
    where n.stock_take_id = ${id} and n.variant_id > ${after}
    order by n.variant_id limit ${limit + 1}
  `);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { data: page, next_cursor: rows.length > limit && last ? writeCursor(list, [last.variant_id]) : null };
}

/** Begins to count what lies at a location. Nothing is held up by it. @throws not-found for a location that is none */
export async function beginStockTake(store: Store, { location, note }: NewStockTake): Promise<StockTake> {
  const id = store.newId("stk");
  const [begun] = await store.orders.all<{ id: string }>(sql`
    insert into stock_takes (id, location_id, note, begun_by, begun_at)
    select ${id}, p.id, ${note}, ${actorName(store.actor)}, ${timestamp(store)} from stock_locations p where p.id = ${location}
    returning id
  `);
  if (!begun) throw notFound("location");
  return findStockTake(store, id);
}

/**
 * Writes down what was counted, beside what the books expect there in this moment.
 * @throws not-found, stock-take-over, invalid-count pointing at each variant that is not tracked
 */
export async function count(store: Store, id: string, { counts }: Counts): Promise<StockTake> {
  const take = await findStockTake(store, id);
  if (take.status !== "counting") throw isOver();
  const variants = counts.map(({ variant_id }) => variant_id);
  const tracked = await store.orders.all<{ variant_id: string }>(sql`
    select distinct variant_id from stock_levels
    where variant_id in (select value from json_each(${JSON.stringify(variants)}))
  `);
  const known = new Set(tracked.map(({ variant_id }) => variant_id));
  refuse(
    "invalid-count",
    variants.flatMap((variant, index) => {
      const pointer = `/counts/${index}/variant_id`;
      if (!known.has(variant)) return [{ pointer, detail: "Its stock is not tracked." }];
      return variants.indexOf(variant) < index ? [{ pointer, detail: "It is on this list already." }] : [];
    }),
  );
  try {
    await store.orders.batch([
      keepAt(store, variants, take.location),
      store.orders.run(sql`
        insert into stock_take_lines (stock_take_id, variant_id, expected, counted, counted_by, counted_at)
        select ${id}, l.variant_id, l.on_hand, said.value ->> 'counted', ${actorName(store.actor)}, ${timestamp(store)}
        from json_each(${JSON.stringify(counts)}) said
        join stock_levels l on l.variant_id = said.value ->> 'variant_id' and l.location_id = ${take.location}
        where true
        on conflict (stock_take_id, variant_id) do update set
          expected = excluded.expected, counted = excluded.counted, counted_by = excluded.counted_by,
          counted_at = excluded.counted_at
      `),
      store.orders.run(sql`update stock_takes set version = version + 1 where id = ${id} and status = 'counting'`),
    ]);
  } catch (thrown) {
    if (failureText(thrown).includes("the stock take is over")) throw isOver();
    throw thrown;
  }
  return findStockTake(store, id);
}

/**
 * Ends a count. Applied, what was counted more or less than the books expected is added to what lies there now, once: what was sold or
 * came in between the count and this moment stays as it is. Dropped, the books stay as they are.
 * @param version the one that the caller has read
 * @throws not-found, stock-take-over, changed-meanwhile; insufficient-stock naming what is promised to orders and was not found
 */
export async function endStockTake(
  store: Store,
  id: string,
  version: number,
  status: "applied" | "dropped",
): Promise<StockTake> {
  const take = await findStockTake(store, id);
  if (take.status !== "counting") throw isOver();
  if (take.version !== version) throw changedMeanwhile();
  const different = await store.orders.all<{ variant_id: string }>(
    sql`select variant_id from stock_take_lines where stock_take_id = ${id} and counted <> expected`,
  );
  const changes = status === "applied" ? different.map(({ variant_id }) => variant_id) : [];
  try {
    const [ended, , rows] = await store.orders.batch([
      store.orders.all<{ id: string }>(sql`
        update stock_takes set
          status = ${status}, closed_by = ${actorName(store.actor)}, closed_at = ${timestamp(store)}, version = version + 1
        where id = ${id} and version = ${version}
        returning id
      `),
      serveWaiting(store, changes),
      announceStock(store, changes),
    ]);
    if (ended.length === 0) throw changedMeanwhile();
    relaySoon(store, "orders", announced(rows));
  } catch (thrown) {
    if (failureText(thrown).includes("the stock take is over")) throw isOver();
    if (isOversold(thrown)) throw await promisedAndMissing(store, take);
    throw thrown;
  }
  return findStockTake(store, id);
}

const isOver = () => new DomainError("stock-take-over", "This count was ended. Begin another one.");

async function promisedAndMissing(store: Store, { id, location }: StockTake): Promise<DomainError> {
  const lines = await store.orders.all<{ variant_id: string; sku: string; counted: number; reserved: number }>(sql`
    select l.variant_id, l.sku, n.counted, l.reserved
    from stock_take_lines n join stock_levels l on l.variant_id = n.variant_id and l.location_id = ${location}
    where n.stock_take_id = ${id} and l.on_hand + n.counted - n.expected < l.reserved
  `);
  const told = lines.map(({ sku, counted, reserved }) => `${sku}: ${reserved} promised, ${counted} found`).join("; ");
  const advice = "Cancel orders or take from elsewhere first, then apply the count.";
  return new DomainError("insufficient-stock", `Orders wait for more than was found (${told}). ${advice}`, { lines });
}
