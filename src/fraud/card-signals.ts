import { sql } from "drizzle-orm";
import type { Store } from "../platform/store.ts";
import type { Signals } from "./schemas.ts";
import { enough } from "./signals.ts";

/** Milliseconds. */
const weekLong = 7 * 24 * 60 * 60 * 1000;

interface Told {
  cards: number;
  emails: number;
  risk: number | null;
  failed: number;
}

/**
 * What an order's payments tell once it is paid: for how many mailboxes its card was used, declined or not, and what the payment service
 * thinks of it.
 */
export async function cardSignalsOf(
  store: Store,
  { id, email }: { id: string; email: string },
): Promise<Pick<Signals, "emails_by_fingerprint_week" | "provider_risk" | "failed_payments">> {
  const since = new Date(store.now().getTime() - weekLong).toISOString();
  const [told] = await store.orders.all<Told>(sql`
    with card as (select distinct fingerprint from payments where order_id = ${id} and fingerprint is not null)
    select (select count(*) from card) as cards,
      (select count(*) from (
        select distinct o.email from card join payments p on p.fingerprint = card.fingerprint
        join orders o on o.id = p.order_id
        where p.fingerprint is not null and p.created_at >= ${since} and o.email <> ${email} limit ${enough}
      )) as emails,
      (select max(risk) from payments where order_id = ${id}) as risk,
      (select count(*) from payments where order_id = ${id} and status = 'failed') as failed
  `);
  if (!told) throw new Error("The books did not answer");
  const { cards, emails, risk, failed } = told;
  return {
    ...(cards > 0 && { emails_by_fingerprint_week: emails + 1 }),
    ...(risk !== null && { provider_risk: risk }),
    failed_payments: failed,
  };
}
