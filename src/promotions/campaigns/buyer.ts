import { sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";
import type { BroughtCode, Buyer } from "../promotion.ts";
import { customerKey, mailbox } from "./customer-key.ts";
import type { RunningPromotion } from "./read-rules.ts";

/** Who buys, with what only the books know of them. */
export interface KnownBuyer {
  buyer: Buyer;
  /** Promotions that this buyer has used as often as one customer may. */
  used_up: ReadonlySet<string>;
}

/**
 * What the promotions ask of a buyer. The books are asked only where one that comes into question wants to know, and never of a guest
 * who has named no address; the order's batch decides in any case.
 * @param email that the buyer named at checkout; null before
 */
export async function knowBuyer(
  store: Store,
  rules: readonly RunningPromotion[],
  codes: readonly BroughtCode[],
  email: string | null,
): Promise<KnownBuyer> {
  const { actor } = store;
  const account = actor.kind === "customer" || actor.kind === "staff" ? actor : null;
  const buyer: Buyer = { customer_id: account?.id ?? null, groups: account?.groups ?? [], first_order: null };
  const address = account?.email ?? email;
  const asking = rules.filter(
    (rule) =>
      (rule.asks_first_order || rule.per_customer_limit !== null) &&
      (!rule.needs_code || codes.some(({ promotion_id }) => promotion_id === rule.id)),
  );
  if (asking.length === 0 || address === null) return { buyer, used_up: new Set() };
  // An account may buy for an address that is not its own.
  const addresses = [address, email ?? address];
  const keys = JSON.stringify(await Promise.all(addresses.map((one) => customerKey(store, one))));
  const mailboxes = JSON.stringify(addresses.map(mailbox));
  const ids = JSON.stringify(asking.map(({ id }) => id));
  const [known] = await store.orders.all<{ ordered: 0 | 1; used_up: string }>(sql`
    select
      exists (select 1 from orders where customer_id = ${buyer.customer_id} and status <> 'cancelled')
      or exists (
        select 1 from json_each(${mailboxes}) box cross join orders o on o.mailbox = box.value where o.status <> 'cancelled'
      )
      or exists (
        select 1 from json_each(${ids}) asked cross join promotion_uses u
        where u.promotion_id = asked.value and u.customer_key in (select value from json_each(${keys}))
          and u.state = 'claimed' and u.first_order = 1
      ) as ordered,
      (
        select json_group_array(p.id) from json_each(${ids}) asked cross join promotions p on p.id = asked.value
        where p.per_customer_limit <= (
          select count(*) from promotion_uses u
          where u.promotion_id = p.id and u.customer_key in (select value from json_each(${keys})) and u.state = 'claimed'
        ) + (
          select count(*) from orders o cross join promotion_uses u on u.order_id = o.id and u.promotion_id = p.id
          where o.customer_id = ${buyer.customer_id} and u.state = 'claimed'
            and u.customer_key not in (select value from json_each(${keys}))
        )
      ) as used_up
  `);
  if (!known) throw new Error("The books did not say whether the buyer has ordered.");
  const asks = asking.some(({ asks_first_order }) => asks_first_order);
  return {
    buyer: { ...buyer, first_order: asks ? known.ordered === 0 : null },
    used_up: new Set(JSON.parse(known.used_up) as string[]),
  };
}

/** The rules for one buyer: what they have used up counts as used up. The same set again where nothing is. */
export function rulesFor(
  rules: readonly RunningPromotion[],
  { used_up }: Pick<KnownBuyer, "used_up">,
): readonly RunningPromotion[] {
  if (used_up.size === 0) return rules;
  return rules.map((rule) => (used_up.has(rule.id) ? { ...rule, exhausted: true } : rule));
}
