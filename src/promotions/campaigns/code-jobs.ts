import { sql } from "drizzle-orm";
import { DomainError, type FieldError, notFound, refuse } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { codesOfLength, normalCode, randomCode } from "./code.ts";
import { limitFaults } from "./codes.ts";
import { findPromotion } from "./promotions.ts";
import type { CodeJob, CodeOrder } from "./schemas.ts";

/** The message that starts a job, or goes on with one. */
interface CodeJobMessage {
  kind: "promotion-codes";
  job_id: string;
}

const mostCodes = 100_000;
/** Codes that one batch writes: small enough that no checkout waits long behind it. */
const chunk = 1000;
/** After so long a job hands the rest to a message of its own. Milliseconds. */
const turn = 20_000;
/** A job that nobody has written to for so long has lost its message. Seconds. */
const patience = 60;
/** Codes of a job's kind that there are for each that it makes, so that nobody guesses one. */
const guesses = 1_000_000;

interface JobRow extends Omit<CodeJob, "file_url"> {
  step: number;
}

const selected = sql`
  select id, promotion_id, status, step, prefix, length, usage_limit, quantity, made, created_at, updated_at
  from promotion_code_jobs`;

/** Queues a job that makes many codes, each another. @throws not-found, invalid-promotion */
export async function startCodeJob(store: Store, promotionId: string, order: CodeOrder): Promise<CodeJob> {
  await findPromotion(store, promotionId);
  const prefix = order.prefix === "" ? "" : order.prefix.normalize("NFKC").toUpperCase();
  refuse("invalid-promotion", faultsOfOrder(order, prefix));
  const id = store.newId("job");
  const at = timestamp(store);
  await store.orders.run(sql`
    insert into promotion_code_jobs
      (id, promotion_id, status, prefix, length, usage_limit, quantity, created_by, created_at, updated_at)
    values
      (${id}, ${promotionId}, 'queued', ${prefix}, ${order.length}, ${order.usage_limit}, ${order.quantity},
       ${actorName(store.actor)}, ${at}, ${at})
  `);
  await queue(store, id);
  return findCodeJob(store, promotionId, id);
}

function faultsOfOrder({ quantity, length, usage_limit }: CodeOrder, prefix: string): FieldError[] {
  const whole = (value: number, least: number, most: number) =>
    Number.isSafeInteger(value) && value >= least && value <= most ? null : `A whole number from ${least} to ${most}.`;
  const tooShort =
    codesOfLength(length) < quantity * guesses ? `Too few for ${quantity} codes: they could be guessed.` : null;
  const told = [
    { pointer: "/quantity", detail: whole(quantity, 1, mostCodes) },
    { pointer: "/length", detail: whole(length, 6, 20) ?? tooShort },
    {
      pointer: "/prefix",
      detail:
        prefix === "" || normalCode(`${prefix}AAA`) === `${prefix}AAA` ? null : "Letters, digits, - and _, at most 20.",
    },
  ];
  return [
    ...told.flatMap(({ pointer, detail }) => (detail === null ? [] : [{ pointer, detail }])),
    ...limitFaults(usage_limit),
  ];
}

/** Makes codes, or goes on where it stopped: a chunk and its count are written together, so that nothing is made twice. */
export async function runCodeJob(store: Store, id: string): Promise<void> {
  const until = store.now().getTime() + turn;
  for (;;) {
    const job = await rowOf(store, id);
    if (job.status !== "queued" && job.status !== "running") return;
    if (!(await makeChunk(store, job))) return;
    if (store.now().getTime() >= until) return queue(store, id);
  }
}

/** @returns whether there is more to do, and it is this run's */
async function makeChunk(store: Store, job: JobRow): Promise<boolean> {
  const left = Math.min(chunk, job.quantity - job.made);
  const codes = Array.from({ length: left }, () =>
    randomCode(job.prefix, job.length, (bytes) => void crypto.getRandomValues(bytes)),
  );
  const at = timestamp(store);
  try {
    await store.orders.batch([
      // A code that is there already is left out, and made up for by the next chunk.
      store.orders.run(sql`
        insert or ignore into promotion_codes (code, promotion_id, usage_limit, job_id, created_at)
        select value, ${job.promotion_id}, ${job.usage_limit}, ${job.id}, ${at} from json_each(${JSON.stringify(codes)})
      `),
      // Fails the batch when the job was stopped, or another run has done this step: `step` is never null.
      store.orders.run(sql`
        update promotion_code_jobs set
          made = made + changes(),
          status = iif(made + changes() = quantity, 'finished', 'running'),
          step = case when step = ${job.step} and status in ('queued', 'running') then step + 1 end,
          updated_at = ${at}
        where id = ${job.id}
      `),
    ]);
  } catch (thrown) {
    if (failureText(thrown).includes("promotion_code_jobs.step")) return false;
    throw thrown;
  }
  return true;
}

/** @throws not-found, job-over */
export async function cancelCodeJob(store: Store, promotionId: string, id: string): Promise<CodeJob> {
  const before = await findCodeJob(store, promotionId, id);
  const stopped = await store.orders.all(sql`
    update promotion_code_jobs set status = 'cancelled', updated_at = ${timestamp(store)}
    where id = ${id} and status in ('queued', 'running') returning id
  `);
  if (stopped.length === 0)
    throw new DomainError("job-over", `It is ${before.status} already; nothing is left to stop.`);
  return findCodeJob(store, promotionId, id);
}

/** Notes that a job has failed for good; what it made stays. */
export async function failCodeJob(store: Store, id: string): Promise<void> {
  await store.orders.run(sql`
    update promotion_code_jobs set status = 'failed', updated_at = ${timestamp(store)}
    where id = ${id} and status in ('queued', 'running')
  `);
}

/** Sends the message again for jobs that stand still: the Worker that did them stopped, or their message was lost. */
export async function resumeCodeJobs(store: Store): Promise<number> {
  const before = new Date(store.now().getTime() - patience * 1000).toISOString();
  const still = await store.orders.all<{ id: string }>(sql`
    update promotion_code_jobs set updated_at = ${timestamp(store)}
    where status in ('queued', 'running') and updated_at < ${before} returning id
  `);
  for (const { id } of still) await queue(store, id);
  return still.length;
}

/** @throws not-found */
export async function findCodeJob(store: Store, promotionId: string, id: string): Promise<CodeJob> {
  const job = await rowOf(store, id);
  if (job.promotion_id !== promotionId) throw notFound("job");
  return fromRow(job);
}

/** A promotion's jobs, the newest first. @throws not-found, invalid-cursor */
export async function listCodeJobs(
  store: Store,
  promotionId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  await findPromotion(store, promotionId);
  const list = `code jobs ${promotionId}`;
  const [before] = cursor === undefined ? [null] : readCursor(list, cursor, ["string"]);
  const rows = await store.orders.all<JobRow>(sql`
    ${selected} where promotion_id = ${promotionId} ${before === null ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit + 1}
  `);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit).map(fromRow),
    next_cursor: rows.length > limit && last ? writeCursor(list, [last.id]) : null,
  };
}

/** What a job has made so far, as a CSV that is read from the books while it is sent. @throws not-found */
export async function openCodeFile(store: Store, promotionId: string, id: string) {
  const job = await findCodeJob(store, promotionId, id);
  const encoder = new TextEncoder();
  let after: string | null = null;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (after === null) controller.enqueue(encoder.encode("code,usage_limit,used\r\n"));
      const rows: { code: string; usage_limit: number | null; used: number }[] = await store.orders.all(sql`
        select code, usage_limit, used from promotion_codes where job_id = ${id} and code > ${after ?? ""}
        order by code limit ${5 * chunk}
      `);
      after = rows.at(-1)?.code ?? after ?? "";
      if (rows.length === 0) return controller.close();
      const lines = rows.map(({ code, usage_limit, used }) => `${code},${usage_limit ?? ""},${used}\r\n`);
      controller.enqueue(encoder.encode(lines.join("")));
    },
  });
  return { name: `codes-${job.id}.csv`, body };
}

async function rowOf(store: Store, id: string): Promise<JobRow> {
  const [row] = await store.orders.all<JobRow>(sql`${selected} where id = ${id}`);
  if (!row) throw notFound("job");
  return row;
}

async function queue(store: Store, id: string): Promise<void> {
  await store.env.IMPORTS_QUEUE.send({ kind: "promotion-codes", job_id: id } satisfies CodeJobMessage);
}

function fromRow({ step: _, ...job }: JobRow): CodeJob {
  return { ...job, file_url: `/api/v1/promotions/${job.promotion_id}/codes/jobs/${job.id}/file` };
}
