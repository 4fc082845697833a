import { and, desc, eq, lt, sql } from "drizzle-orm";
import { writeRow } from "../../platform/csv-cells.ts";
import { notFound } from "../../platform/errors.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { decimalOf } from "../../platform/money.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { listOrders } from "../list-orders.ts";
import type { ListedOrder } from "../schemas.ts";
import { orderQuery } from "../schemas.ts";
import type { OrderExport } from "./schemas.ts";
import { orderExports } from "./tables.ts";

/** Pages of the list that one piece of the file holds: a hundred orders each. */
const pagesOfPiece = 10;
/** After so long a job hands the rest to a message of its own. Milliseconds. */
const turn = 20_000;
/** A job that nobody has written to for so long has lost its message. Seconds. */
const patience = 60;

type Row = typeof orderExports.$inferSelect;

/** Queues a file of the orders that a question of the list finds. */
export async function startExport(store: Store, query: Record<string, string>): Promise<OrderExport> {
  const at = timestamp(store);
  const row = { id: store.newId("job"), query, created_by: actorName(store.actor), created_at: at, updated_at: at };
  await store.orders.insert(orderExports).values(row);
  await queue(store, row.id);
  return findExport(store, row.id);
}

/** Writes the file, or goes on where it stopped: at the last piece that was noted. */
export async function runExport(store: Store, id: string): Promise<void> {
  const until = store.now().getTime() + turn;
  for (;;) {
    const job = await rowOf(store, id);
    if (job.status !== "queued" && job.status !== "running") return;
    if (!(await writePiece(store, job))) return;
    if (store.now().getTime() >= until) return queue(store, id);
  }
}

/** @returns whether there is more to do, and it is this run's */
async function writePiece(store: Store, job: Row): Promise<boolean> {
  const { rows, next } = await readPiece(store, job);
  const head = job.step === 0 ? writeRow(columns.map(([name]) => name)) : "";
  const piece = new TextEncoder().encode(head + rows.map(orderRow).join(""));
  await store.env.IMPORTS.put(pieceKey(job.id, job.step), piece, {
    httpMetadata: { contentType: "text/csv; charset=utf-8" },
  });
  const noted = await store.orders
    .update(orderExports)
    .set({
      status: next === null ? "finished" : "running",
      step: job.step + 1,
      place: next,
      rows_done: job.rows_done + rows.length,
      size: job.size + piece.length,
      updated_at: timestamp(store),
    })
    .where(and(eq(orderExports.id, job.id), eq(orderExports.step, job.step)))
    .returning({ id: orderExports.id });
  return noted.length > 0 && next !== null;
}

async function readPiece(store: Store, job: Row): Promise<{ rows: ListedOrder[]; next: string | null }> {
  const asStaff = store.as({ kind: "staff", id: job.created_by, email: "", groups: ["admins"] });
  const rows: ListedOrder[] = [];
  let next = job.place;
  for (let page = 0; page < pagesOfPiece; page++) {
    const asked = orderQuery.parse({ ...job.query, limit: "100", ...(next && { cursor: next }) });
    const found = await listOrders(asStaff, asked);
    rows.push(...found.data);
    next = found.next_cursor;
    if (next === null) break;
  }
  return { rows, next };
}

/** The columns of the file, and what stands in each. Amounts are written with their decimals, as spreadsheets add them up. */
const columns: readonly (readonly [string, (order: ListedOrder) => string])[] = [
  ["number", ({ number }) => String(number)],
  ["id", ({ id }) => id],
  ["placed_at", ({ created_at }) => created_at],
  ["status", ({ status }) => status],
  ["payment_status", ({ payment_status }) => payment_status],
  ["shipping_status", ({ shipping_status }) => shipping_status],
  ["review", ({ review = "none" }) => review],
  ["email", ({ email }) => email],
  ["name", ({ ships_to }) => ships_to?.name ?? ""],
  ["country", ({ ships_to }) => ships_to?.country ?? ""],
  ["tags", ({ tags = [] }) => tags.join(", ")],
  ["currency", ({ currency }) => currency],
  ["subtotal", (order) => decimalOf(order.subtotal, order.currency)],
  ["discount_total", (order) => decimalOf(order.discount_total, order.currency)],
  ["shipping_total", (order) => decimalOf(order.shipping_total, order.currency)],
  ["tax_total", (order) => decimalOf(order.tax_total, order.currency)],
  ["total", (order) => decimalOf(order.total, order.currency)],
  ["shipping", ({ shipping_name }) => shipping_name],
];

function orderRow(order: ListedOrder): string {
  return writeRow(columns.map(([, cell]) => cell(order)));
}

/** @throws not-found */
export async function findExport(store: Store, id: string): Promise<OrderExport> {
  return toExport(await rowOf(store, id));
}

/** The files that were asked for, the newest first. @throws invalid-cursor */
export async function listExports(
  store: Store,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ data: OrderExport[]; next_cursor: string | null }> {
  const list = "order exports";
  const before = cursor === undefined ? undefined : lt(orderExports.id, readCursor(list, cursor, ["string"])[0]);
  const rows = await store.orders
    .select()
    .from(orderExports)
    .where(before)
    .orderBy(desc(orderExports.id))
    .limit(limit + 1);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit).map(toExport),
    next_cursor: rows.length > limit && last ? writeCursor(list, [last.id]) : null,
  };
}

/** The file, its pieces one after the other. @throws not-found, also until it is whole */
export async function openExport(
  store: Store,
  id: string,
): Promise<{ name: string; body: ReadableStream<Uint8Array> }> {
  const job = await rowOf(store, id);
  if (job.status !== "finished") throw notFound("file");
  let step = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (step >= job.step) return controller.close();
      const piece = await store.env.IMPORTS.get(pieceKey(id, step++));
      if (!piece) throw new Error(`A piece of the file ${id} is gone`);
      controller.enqueue(new Uint8Array(await piece.arrayBuffer()));
    },
  });
  return { name: `orders-${job.created_at.slice(0, 10)}.csv`, body };
}

/** Notes that a file cannot be written. */
export async function failExport(store: Store, id: string): Promise<void> {
  await store.orders.run(sql`
    update order_exports set status = 'failed', updated_at = ${timestamp(store)}
    where id = ${id} and status in ('queued', 'running')
  `);
}

/** Sends the message again for files that stand still: the Worker that wrote them stopped, or their message was lost. */
export async function resumeExports(store: Store): Promise<number> {
  const before = new Date(store.now().getTime() - patience * 1000).toISOString();
  const still = await store.orders.all<{ id: string }>(sql`
    update order_exports set updated_at = ${timestamp(store)}
    where status in ('queued', 'running') and updated_at < ${before} returning id
  `);
  for (const { id } of still) await queue(store, id);
  return still.length;
}

async function rowOf(store: Store, id: string): Promise<Row> {
  const [row] = await store.orders.select().from(orderExports).where(eq(orderExports.id, id));
  if (!row) throw notFound("file");
  return row;
}

async function queue(store: Store, job_id: string): Promise<void> {
  await store.env.IMPORTS_QUEUE.send({ kind: "order-export", job_id });
}

function pieceKey(id: string, step: number): string {
  return `order-exports/${id}/${String(step).padStart(6, "0")}.csv`;
}

function toExport({ step: _, place: __, created_by: ___, ...job }: Row): OrderExport {
  return { ...job, file_url: `/api/v1/order-exports/${job.id}/file` };
}
