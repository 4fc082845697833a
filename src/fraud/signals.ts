import { sql } from "drizzle-orm";
import type { OrderState } from "../orders/load-order.ts";
import type { Store } from "../platform/store.ts";
import type { Signals } from "./schemas.ts";

/** What is known of who ordered, beside the order. */
export interface Origin {
  ip_hash: string | null;
  address_hash: string;
  /** ISO 3166-1 alpha-2: where the request came from; null where nobody knows. */
  ip_country: string | null;
}

/** What of an order is looked at. */
export type LookedAt = Pick<
  OrderState,
  "id" | "email" | "created_at" | "currency" | "total" | "billing_address" | "shipping_address"
> & { payments: readonly { status: string }[] };

/** Counts end here: more says nothing more, and a busy buyer costs no more to look at. */
const enough = 50;

/** What the books tell of an order's buyer, in one round trip. */
export async function signalsOf(store: Store, order: LookedAt, origin: Origin): Promise<Signals> {
  const ago = (seconds: number) => new Date(Date.parse(order.created_at) - seconds * 1000).toISOString();
  const [hour, day, week] = [ago(3600), ago(86_400), ago(604_800)];
  const { email, id } = order;
  const byEmail = (since: string) => sql`(select count(*) from (
    select 1 from orders indexed by orders_by_email where email = ${email} and created_at >= ${since} limit ${enough}
  ))`;
  const byIp = (since: string) => sql`(select count(*) from (
    select 1 from fraud_assessments where ip_hash = ${origin.ip_hash} and at >= ${since} and order_id <> ${id} limit ${enough}
  ))`;
  const [row] = await store.orders.all<{
    email_hour: number;
    email_day: number;
    ip_hour: number;
    ip_day: number;
    emails_by_address: number;
    emails_by_fingerprint: number | null;
    provider_risk: number | null;
    paid: number;
    usual: number | null;
  }>(sql`
    with card as (select fingerprint, risk from payments where order_id = ${id} and fingerprint is not null limit 1),
    before as (
      select total from orders indexed by orders_by_email
      where email = ${email} and id <> ${id} and currency = ${order.currency} and payment_status = 'paid'
      order by created_at desc limit ${enough}
    )
    select
      ${byEmail(hour)} as email_hour, ${byEmail(day)} as email_day, ${byIp(hour)} + 1 as ip_hour, ${byIp(day)} + 1 as ip_day,
      (select count(distinct email) from (
        select email from fraud_assessments where address_hash = ${origin.address_hash} and at >= ${day} limit ${enough}
      ) where email <> ${email}) + 1 as emails_by_address,
      (select count(distinct a.email) + 1 from card join fraud_assessments a on a.fingerprint = card.fingerprint
        where a.at >= ${week} and a.email <> ${email}) as emails_by_fingerprint,
      (select max(risk) from payments where order_id = ${id}) as provider_risk,
      (select count(*) from before) as paid, (select avg(total) from before) as usual
  `);
  if (!row) throw new Error("The books did not answer");
  const hasCard = order.payments.length > 0 && row.emails_by_fingerprint !== null;
  return {
    orders_by_email_hour: row.email_hour,
    orders_by_email_day: row.email_day,
    ...(origin.ip_hash && { orders_by_ip_hour: row.ip_hour, orders_by_ip_day: row.ip_day }),
    emails_by_address_day: row.emails_by_address,
    ...(hasCard && { emails_by_fingerprint_week: row.emails_by_fingerprint ?? 0 }),
    ...(row.provider_risk !== null && { provider_risk: row.provider_risk }),
    failed_payments: order.payments.filter(({ status }) => status === "failed").length,
    country_mismatch: Number(order.billing_address.country !== order.shipping_address.country),
    ...(origin.ip_country && { ip_country_mismatch: Number(origin.ip_country !== order.shipping_address.country) }),
    disposable_email: Number(await isDisposable(email)),
    total: order.total,
    paid_orders: row.paid,
    ...(row.usual !== null && row.usual > 0 && { percent_of_usual: Math.round((order.total * 100) / row.usual) }),
  };
}

/** Whether an address is of a service that gives mailboxes away for an hour. The list is read when the first order is looked at. */
async function isDisposable(email: string): Promise<boolean> {
  const { isDisposableEmail } = await import("disposable-email-domains-js");
  return isDisposableEmail(email);
}
