import { sql } from "drizzle-orm";
import { type Store, timestamp } from "../platform/store.ts";
import type { ProviderEvent } from "./provider.ts";

/** Money that the test gateway holds. It plays an outside service, so its books are not ours. */
export interface GatewayHold {
  reference: string;
  payment_id: string;
  order_id: string;
  amount: number;
  currency: string;
  status: "held" | "captured" | "released";
  until: string;
}

/** How long the gateway holds money, as most cards do. Milliseconds: a week. */
const holdLife = 7 * 24 * 60 * 60 * 1000;

export async function findHold(store: Store, reference: string): Promise<GatewayHold | null> {
  const [hold] = await store.activity.all<GatewayHold>(
    sql`select * from test_gateway_holds where reference = ${reference}`,
  );
  return hold ?? null;
}

/** The shopper's bank agrees to hold the money; agreed twice it is held once. */
export async function holdMoney(
  store: Store,
  { reference, payment_id, order_id, amount, currency }: Omit<GatewayHold, "status" | "until">,
): Promise<GatewayHold> {
  const until = new Date(store.now().getTime() + holdLife).toISOString();
  await store.activity.run(sql`
    insert into test_gateway_holds values (
      ${reference}, ${payment_id}, ${order_id}, ${amount}, ${currency}, 'held', ${until}, ${timestamp(store)}
    ) on conflict do nothing
  `);
  const hold = await findHold(store, reference);
  if (!hold) throw new Error(`The gateway lost the hold ${reference}`);
  return hold;
}

/** Takes held money, once; what is taken stands in the gateway's sessions from then on. Null where nothing was ever held. */
export async function takeHold(store: Store, reference: string, amount: number): Promise<GatewayHold | null> {
  const at = timestamp(store);
  await store.activity.batch([
    store.activity.run(sql`
      insert into test_gateway_sessions (reference, payment_id, order_id, amount, currency, status, due_at, decided_at)
      select reference, payment_id, order_id, min(amount, ${amount}), currency, 'paid', null, ${at}
      from test_gateway_holds where reference = ${reference} and status = 'held' and until > ${at}
      on conflict (reference) do update set status = 'paid', amount = excluded.amount
    `),
    store.activity.run(sql`
      update test_gateway_holds set status = 'captured' where reference = ${reference} and status = 'held' and until > ${at}
    `),
  ]);
  return findHold(store, reference);
}

/** Lets go of what is held. */
export async function releaseHold(store: Store, reference: string): Promise<void> {
  await store.activity.run(
    sql`update test_gateway_holds set status = 'released' where reference = ${reference} and status = 'held'`,
  );
}

/** What the gateway says of money that it holds, or held. */
export function wordOnHold(store: Store, hold: GatewayHold): ProviderEvent {
  const { reference, payment_id, amount, currency, until } = hold;
  const over = hold.status === "released" || until <= timestamp(store);
  return {
    ...{ event_id: `hold:${reference}:${over ? "over" : "held"}`, payment_id, reference, amount, currency },
    ...(over
      ? { type: "expired", failure: "The bank held the money no longer, and it was not taken." }
      : { type: "authorized", failure: null, authorized_until: until }),
  };
}
