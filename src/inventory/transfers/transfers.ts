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
import type { NewTransfer, Receipt, Transfer, TransferQuery } from "./schemas.ts";

interface TransferRow extends Omit<Transfer, "lines"> {
  lines: string;
}

const columns = sql`
  t.id, t.from_location as "from", t.to_location as "to", t.status, t.note, t.version, t.sent_by, t.sent_at, t.received_by, t.received_at,
  (
    select json_group_array(json_object(
      'variant_id', n.variant_id, 'sku', l.sku, 'quantity', n.quantity, 'received', n.received
    ) order by l.sku, n.variant_id)
    from stock_transfer_lines n
    left join stock_levels l on l.variant_id = n.variant_id and l.location_id = t.to_location
    where n.transfer_id = t.id
  ) as lines`;

const fromRow = ({ lines, ...row }: TransferRow): Transfer => ({
  ...row,
  lines: JSON.parse(lines) as Transfer["lines"],
});

/** A page of transfers, the latest first. */
export async function listTransfers(
  store: Store,
  { status, limit, cursor }: TransferQuery,
): Promise<{ data: Transfer[]; next_cursor: string | null }> {
  const list = `transfers:${status ?? ""}`;
  const before = cursor === undefined ? null : readCursor(list, cursor, ["string"])[0];
  const rules: SQL[] = [
    ...(status === undefined ? [] : [sql`t.status = ${status}`]),
    ...(before === null ? [] : [sql`t.id < ${before}`]),
  ];
  const rows = await store.orders.all<TransferRow>(sql`
    select ${columns} from stock_transfers t
    where ${rules.length > 0 ? sql.join(rules, sql` and `) : sql`true`}
    order by t.id desc limit ${limit + 1}
  `);
  const page = rows.slice(0, limit).map(fromRow);
  const last = page.at(-1);
  return { data: page, next_cursor: rows.length > limit && last ? writeCursor(list, [last.id]) : null };
}

/** @throws not-found */
export async function findTransfer(store: Store, id: string): Promise<Transfer> {
  const [row] = await store.orders.all<TransferRow>(sql`select ${columns} from stock_transfers t where t.id = ${id}`);
  if (!row) throw notFound("transfer");
  return fromRow(row);
}

/**
 * Sends goods to another location: they leave the one shelf now and are incoming at the other.
 * @throws invalid-transfer pointing at each line; insufficient-stock when less is there than is sent, or it is promised to orders
 */
export async function sendTransfer(store: Store, input: NewTransfer): Promise<Transfer> {
  await refuseBadTransfer(store, input);
  const id = store.newId("trf");
  const variants = input.lines.map(({ variant_id }) => variant_id);
  try {
    const results = await store.orders.batch([
      keepAt(store, variants, input.to),
      store.orders.run(sql`
        insert into stock_transfers (id, from_location, to_location, note, sent_by, sent_at)
        values (${id}, ${input.from}, ${input.to}, ${input.note}, ${actorName(store.actor)}, ${timestamp(store)})
      `),
      store.orders.run(sql`
        insert into stock_transfer_lines (transfer_id, variant_id, quantity)
        select ${id}, value ->> 'variant_id', value ->> 'quantity' from json_each(${JSON.stringify(input.lines)})
      `),
      announceStock(store, variants),
    ]);
    relaySoon(store, "orders", announced(results[3]));
  } catch (thrown) {
    if (!isOversold(thrown)) throw thrown;
    throw await tooLittle(store, input);
  }
  return findTransfer(store, id);
}

async function refuseBadTransfer(store: Store, { from, to, lines }: NewTransfer): Promise<void> {
  const known = await store.orders.all<{ id: string }>(
    sql`select id from stock_locations where id in (${from}, ${to})`,
  );
  const kept = await store.orders.all<{ variant_id: string }>(sql`
    select variant_id from stock_levels
    where location_id = ${from} and variant_id in (
      select value ->> 'variant_id' from json_each(${JSON.stringify(lines)})
    )
  `);
  const isKnown = (place: string) => known.some(({ id }) => id === place);
  const seen = new Set<string>();
  refuse("invalid-transfer", [
    ...(isKnown(from) ? [] : [{ pointer: "/from", detail: "There is no such location." }]),
    ...(isKnown(to) ? [] : [{ pointer: "/to", detail: "There is no such location." }]),
    ...(from === to ? [{ pointer: "/to", detail: "Send it somewhere else: this is where it lies." }] : []),
    ...lines.flatMap(({ variant_id }, index) => {
      const pointer = `/lines/${index}/variant_id`;
      if (seen.has(variant_id)) return [{ pointer, detail: "It is on the list already. Put it together in one line." }];
      seen.add(variant_id);
      return kept.some((level) => level.variant_id === variant_id)
        ? []
        : [{ pointer, detail: "Nothing of it is kept at the location that it is to leave." }];
    }),
  ]);
}

async function tooLittle(store: Store, { from, lines }: NewTransfer): Promise<DomainError> {
  const short = await store.orders.all<{ variant_id: string; sku: string; requested: number; available: number }>(sql`
    select l.variant_id, l.sku, wanted.value ->> 'quantity' as requested, l.on_hand - l.reserved as available
    from json_each(${JSON.stringify(lines)}) wanted
    join stock_levels l on l.variant_id = wanted.value ->> 'variant_id' and l.location_id = ${from}
    where l.on_hand - l.reserved < wanted.value ->> 'quantity'
  `);
  const told = short.map(({ sku, available }) => `${sku}: ${available}`).join(", ");
  return new DomainError("insufficient-stock", `Less lies there and is not promised to orders (${told}).`, {
    lines: short,
  });
}

/**
 * Takes in what has arrived, once: it goes on the shelf, and what is missing of what was sent is lost on the way.
 * @param version the one that the caller has read
 * @throws not-found, transfer-over, changed-meanwhile, invalid-transfer pointing at each line
 */
export async function receiveTransfer(
  store: Store,
  id: string,
  version: number,
  { lines }: Receipt,
): Promise<Transfer> {
  const before = await findTransfer(store, id);
  if (before.status === "received")
    throw new DomainError("transfer-over", "It was received already. Correct the stock with a reason instead.");
  if (before.version !== version) throw changedMeanwhile();
  refuseBadReceipt(before, lines);
  const arrived = before.lines.map(({ variant_id, quantity }) => ({
    variant_id,
    received: lines.find((line) => line.variant_id === variant_id)?.received ?? quantity,
  }));
  const variants = arrived.map(({ variant_id }) => variant_id);
  const at = timestamp(store);
  try {
    const results = await store.orders.batch([
      store.orders.run(sql`
        update stock_transfers set
          status = 'received', received_by = ${actorName(store.actor)}, received_at = ${at}, version = version + 1
        where id = ${id}
      `),
      store.orders.run(sql`
        update stock_transfer_lines set received = arrived.value ->> 'received'
        from json_each(${JSON.stringify(arrived)}) arrived
        where transfer_id = ${id} and variant_id = arrived.value ->> 'variant_id'
      `),
      serveWaiting(store, variants),
      announceStock(store, variants),
    ]);
    relaySoon(store, "orders", announced(results[3]));
  } catch (thrown) {
    if (failureText(thrown).includes("a transfer is received once")) throw changedMeanwhile();
    throw thrown;
  }
  return findTransfer(store, id);
}

function refuseBadReceipt(before: Transfer, lines: Receipt["lines"]): void {
  refuse(
    "invalid-transfer",
    lines.flatMap(({ variant_id, received }, index) => {
      const sent = before.lines.find((line) => line.variant_id === variant_id);
      if (!sent) return [{ pointer: `/lines/${index}/variant_id`, detail: "Nothing of it was sent." }];
      if (received <= sent.quantity) return [];
      const detail = `Only ${sent.quantity} were sent. Put what is too many on the shelf with a reason of its own.`;
      return [{ pointer: `/lines/${index}/received`, detail }];
    }),
  );
}
