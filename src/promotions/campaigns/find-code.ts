import { sql } from "drizzle-orm";
import { DomainError } from "../../platform/errors.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import type { BroughtCode } from "../promotion.ts";
import { normalCode } from "./code.ts";

/** How a code that somebody brings stands, whatever is in the cart. */
interface CodeStanding extends BroughtCode {
  standing: "usable" | "used_up" | "over";
}

/** How codes stand in the books. Those of promotions that do not run are not there, as if they had never been. */
export async function findCodes(store: Store, codes: readonly string[]): Promise<CodeStanding[]> {
  if (codes.length === 0) return [];
  return store.orders.all<CodeStanding>(sql`
    select c.code, c.promotion_id,
      case
        when p.ends_at <= ${timestamp(store)} then 'over'
        when c.used >= c.usage_limit or p.used >= p.usage_limit or p.spent >= p.budget_amount then 'used_up'
        else 'usable'
      end as standing
    from json_each(${JSON.stringify(codes)}) asked
    cross join promotion_codes c on c.code = asked.value
    cross join promotions p on p.id = c.promotion_id and p.status = 'active'
  `);
}

/** A code as a shopper types it. @throws unknown-code; promotion-used-up also for one whose time is over */
export async function readCode(store: Store, typed: string): Promise<BroughtCode> {
  const code = normalCode(typed);
  const [found] = code === null ? [] : await findCodes(store, [code]);
  if (!found) {
    const detail = "There is no such discount code. Look at how it is spelt.";
    throw new DomainError("unknown-code", detail, { errors: [{ pointer: "/code", detail }] });
  }
  if (found.standing === "over") {
    throw new DomainError("promotion-used-up", `The time of ${found.code} is over.`, { reason: "over" });
  }
  if (found.standing === "used_up") {
    throw new DomainError("promotion-used-up", `${found.code} was used as often as it can be.`, { reason: "used_up" });
  }
  return { code: found.code, promotion_id: found.promotion_id };
}
