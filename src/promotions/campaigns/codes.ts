import { sql } from "drizzle-orm";
import { DomainError, notFound, refuse } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { normalCode } from "./code.ts";
import { findPromotion } from "./promotions.ts";
import type { CodeQuery, NewCode, PromotionCode, PromotionUse } from "./schemas.ts";

const largestLimit = 1_000_000_000;

/** A promotion's codes, in the order of the alphabet. @throws not-found, invalid-cursor */
export async function listCodes(store: Store, promotionId: string, { limit, cursor, q }: CodeQuery) {
  await findPromotion(store, promotionId);
  const list = JSON.stringify([promotionId, q ?? null]);
  const [after] = cursor === undefined ? [""] : readCursor(list, cursor, ["string"]);
  const begin = q ? q.normalize("NFKC").toUpperCase() : "";
  const data = await store.orders.all<PromotionCode>(sql`
    select code, usage_limit, used, job_id, created_at from promotion_codes
    where promotion_id = ${promotionId} and code > ${after}
      and code >= ${begin} and substr(code, 1, ${[...begin].length}) = ${begin}
    order by code limit ${limit + 1}
  `);
  const last = data[limit - 1];
  return {
    data: data.slice(0, limit),
    next_cursor: data.length > limit && last ? writeCursor(list, [last.code]) : null,
  };
}

/** A code that was taken back and is written again counts the uses that living orders hold. @throws not-found, invalid-promotion, code-taken */
export async function addCode(store: Store, promotionId: string, input: NewCode): Promise<PromotionCode> {
  await findPromotion(store, promotionId);
  const code = normalCode(input.code);
  refuse("invalid-promotion", [
    ...(code === null ? [{ pointer: "/code", detail: "3 to 40 letters, digits, - and _." }] : []),
    ...limitFaults(input.usage_limit),
  ]);
  const at = timestamp(store);
  try {
    const [written] = await store.orders.all<{ used: number }>(sql`
      insert into promotion_codes (code, promotion_id, usage_limit, used, created_at)
      values (
        ${code}, ${promotionId}, ${input.usage_limit},
        (select count(*) from promotion_uses where promotion_id = ${promotionId} and code = ${code} and state = 'claimed'),
        ${at}
      )
      returning used
    `);
    return {
      ...{ code: code ?? "", usage_limit: input.usage_limit, used: written?.used ?? 0 },
      ...{ job_id: null, created_at: at },
    };
  } catch (thrown) {
    const broken = failureText(thrown);
    if (broken.includes("promotion_code_used_up")) {
      refuse("invalid-promotion", [{ pointer: "/usage_limit", detail: "More orders than that have used it before." }]);
    }
    if (!broken.includes("UNIQUE constraint failed: promotion_codes.code")) throw thrown;
    throw new DomainError("code-taken", `${code} is a code already. Choose another.`);
  }
}

/** Takes a code back: nobody can use it any more; orders that did keep what it took off. @throws not-found */
export async function withdrawCode(store: Store, promotionId: string, typed: string): Promise<void> {
  const gone = await store.orders.all(sql`
    delete from promotion_codes where code = ${normalCode(typed) ?? ""} and promotion_id = ${promotionId} returning code
  `);
  if (gone.length === 0) throw notFound("code");
}

/** What is wrong with how often a code may be used. */
export function limitFaults(limit: number | null) {
  if (limit === null || (Number.isSafeInteger(limit) && limit >= 1 && limit <= largestLimit)) return [];
  return [{ pointer: "/usage_limit", detail: "A whole number of at least 1." }];
}

/** Orders that used a promotion, the newest first. @throws not-found, invalid-cursor */
export async function listUses(
  store: Store,
  promotionId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  await findPromotion(store, promotionId);
  const list = `uses ${promotionId}`;
  const place = cursor === undefined ? null : readCursor(list, cursor, ["string", "string"]);
  const data = await store.orders.all<PromotionUse>(sql`
    select u.order_id, o.number, o.email, u.code, u.currency, u.amount, u.state, u.created_at
    from promotion_uses u join orders o on o.id = u.order_id
    where u.promotion_id = ${promotionId} ${place ? sql`and (u.created_at, u.order_id) < (${place[0]}, ${place[1]})` : sql``}
    order by u.created_at desc, u.order_id desc limit ${limit + 1}
  `);
  const last = data[limit - 1];
  return {
    data: data.slice(0, limit),
    next_cursor: data.length > limit && last ? writeCursor(list, [last.created_at, last.order_id]) : null,
  };
}
