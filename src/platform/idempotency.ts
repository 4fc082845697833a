import { and, eq, isNull, lt } from "drizzle-orm";
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { hexOf } from "./bytes.ts";
import { insertRows } from "./database.ts";
import { DomainError } from "./errors.ts";
import { failureText } from "./failure-text.ts";
import { type Actor, type Store, timestamp } from "./store.ts";

const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    caller: text().notNull(),
    key: text().notNull(),
    request_hash: text().notNull(),
    answer_status: integer(),
    answer_body: text(),
    created_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.caller, table.key] })],
);

/** How long an answer is kept. Seconds. */
const keptFor = 24 * 60 * 60;

/** A first request that has not answered after this is taken for dead, and its key may be claimed again. Seconds. */
const deadAfter = 60;

/** A caller's key and what was asked under it. */
export interface IdempotentRequest {
  /** Whose key it is: an account's or a cart's id. Two callers may use one key. */
  caller: string;
  key: string;
  /** SHA-256 of the method, path and body. */
  hash: string;
}

export interface KeptAnswer {
  status: number;
  body: unknown;
}

/** Whose keys a caller uses: an account's, or a guest's cart's; null for a stranger without either. */
export function keyOwner(actor: Actor): string | null {
  if (actor.kind === "shopper") return actor.cartId;
  return "id" in actor ? actor.id : null;
}

/**
 * Names a request by its `Idempotency-Key`.
 * @param header 1 to 255 printable characters
 * @throws idempotency-key-required
 */
export async function idempotentRequest(
  actor: Actor,
  header: string | undefined,
  asked: { method: string; path: string; body: unknown },
): Promise<IdempotentRequest> {
  const key = header?.trim() ?? "";
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new DomainError(
      "idempotency-key-required",
      "Send a fresh Idempotency-Key of up to 255 printable characters; repeat it when you try the same again.",
    );
  }
  const bytes = new TextEncoder().encode(JSON.stringify([asked.method, asked.path, asked.body]));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  const hash = hexOf(digest);
  return { caller: keyOwner(actor) ?? "nobody", key, hash };
}

/** The statement that claims the key, with the answer where it is known already; it fails its batch if the key is taken. */
export function claimKey(store: Store, { caller, key, hash }: IdempotentRequest, answer: KeptAnswer | null) {
  const row = {
    caller,
    key,
    request_hash: hash,
    answer_status: answer?.status ?? null,
    answer_body: answer ? JSON.stringify(answer.body) : null,
    created_at: timestamp(store),
  };
  return insertRows(store.orders, idempotencyKeys, [row]);
}

/** The statement that keeps the answer under a key claimed before. */
export function keepAnswer(store: Store, { caller, key }: IdempotentRequest, answer: KeptAnswer) {
  return store.orders
    .update(idempotencyKeys)
    .set({ answer_status: answer.status, answer_body: JSON.stringify(answer.body) })
    .where(and(eq(idempotencyKeys.caller, caller), eq(idempotencyKeys.key, key)));
}

/** Whether a batch failed because the key was claimed before. */
export function isClaimed(thrown: unknown): boolean {
  return failureText(thrown).includes("UNIQUE constraint failed: idempotency_keys");
}

/**
 * What is known under a key: the kept answer, `unanswered` where the first request never came to its end, or null.
 * @throws idempotency-key-reused when it was another request
 */
export async function findAnswer(
  store: Store,
  { caller, key, hash }: IdempotentRequest,
): Promise<KeptAnswer | "unanswered" | null> {
  const [kept] = await store.orders
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.caller, caller), eq(idempotencyKeys.key, key)));
  if (!kept) return null;
  if (kept.request_hash !== hash) {
    throw new DomainError(
      "idempotency-key-reused",
      "This key was sent with another request. Use a fresh key for a new one.",
    );
  }
  if (kept.answer_status === null || kept.answer_body === null) return "unanswered";
  return { status: kept.answer_status, body: JSON.parse(kept.answer_body) as unknown };
}

/** A second request came while the first still runs. */
export function stillRunning(): DomainError {
  return new DomainError(
    "idempotency-key-in-flight",
    "The first request with this key still runs. Ask again in a moment.",
    {
      retry_after: 1,
    },
  );
}

/**
 * Does some work once for a key: the first caller works, those who come meanwhile are told to wait, those who come later get
 * the first answer. Work that fails gives the key back.
 * @throws idempotency-key-in-flight, idempotency-key-reused, and whatever the work throws
 */
export async function once(
  store: Store,
  request: IdempotentRequest,
  work: () => Promise<KeptAnswer>,
): Promise<KeptAnswer & { replayed: boolean }> {
  const mine = and(eq(idempotencyKeys.caller, request.caller), eq(idempotencyKeys.key, request.key));
  const dead = new Date(store.now().getTime() - deadAfter * 1000).toISOString();
  try {
    await store.orders.batch([
      store.orders
        .delete(idempotencyKeys)
        .where(and(mine, isNull(idempotencyKeys.answer_status), lt(idempotencyKeys.created_at, dead))),
      claimKey(store, request, null),
    ]);
  } catch (thrown) {
    if (!isClaimed(thrown)) throw thrown;
    const answer = await findAnswer(store, request);
    if (answer === null || answer === "unanswered") throw stillRunning();
    return { ...answer, replayed: true };
  }
  try {
    const answer = await work();
    await keepAnswer(store, request, answer);
    return { ...answer, replayed: false };
  } catch (thrown) {
    await store.orders.delete(idempotencyKeys).where(mine);
    throw thrown;
  }
}

/** Forgets answers older than a day. */
export async function forgetOldAnswers(store: Store): Promise<void> {
  const before = new Date(store.now().getTime() - keptFor * 1000).toISOString();
  await store.orders.delete(idempotencyKeys).where(lt(idempotencyKeys.created_at, before));
}
