import { sql } from "drizzle-orm";
import type { OrderState } from "../orders/load-order.ts";
import { fixedWrite } from "../platform/database.ts";
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
export const enough = 50;

/** An order, and who it came from. */
export interface Looked {
  order: LookedAt;
  origin: Origin;
}

interface Told {
  email_hour: number;
  email_day: number;
  ip_hour: number;
  ip_day: number;
  emails_by_address: number;
  paid: number;
  usual: number | null;
}

const { placeholder } = sql;
const byEmail = (since: string) => sql`(select count(*) from (
  select 1 from orders indexed by orders_by_email
  where email = ${placeholder("email")} and created_at >= ${placeholder(since)} limit ${enough}
))`;
const byIp = (since: string) => sql`(select count(*) from (
  select 1 from fraud_assessments
  where ip_hash = ${placeholder("ip_hash")} and at >= ${placeholder(since)} and order_id <> ${placeholder("id")} limit ${enough}
))`;

const question = fixedWrite<Told>(
  () => sql`
    with before as (
      select total from orders indexed by orders_by_email
      where email = ${placeholder("email")} and id <> ${placeholder("id")} and currency = ${placeholder("currency")}
        and payment_status = 'paid'
      order by created_at desc limit ${enough}
    )
    select
      ${byEmail("hour")} as email_hour, ${byEmail("day")} as email_day, ${byIp("hour")} as ip_hour, ${byIp("day")} as ip_day,
      (select count(distinct email) from (
        select email from fraud_assessments
        where address_hash = ${placeholder("address_hash")} and at >= ${placeholder("day")} limit ${enough}
      ) where email <> ${placeholder("email")}) as emails_by_address,
      (select count(*) from before) as paid, (select avg(total) from before) as usual
  `,
);

/** What the books tell of the buyers of orders, in one round trip. Orders that are looked at together count for one another, in turn. */
export async function signalsOf(store: Store, looked: readonly Looked[]): Promise<Signals[]> {
  const [first, ...rest] = looked.map(({ order, origin }) => {
    const ago = (seconds: number) => new Date(Date.parse(order.created_at) - seconds * 1000).toISOString();
    const { id, email, currency } = order;
    const { ip_hash, address_hash } = origin;
    const since = { hour: ago(3600), day: ago(86_400) };
    return question(store.orders, { id, email, currency, ip_hash, address_hash, ...since });
  });
  if (!first) return [];
  const answers = await store.orders.batch([first, ...rest]);
  return Promise.all(
    looked.map((one, index) => {
      const [told] = answers[index] ?? [];
      if (!told) throw new Error("The books did not answer");
      return signalsFrom(one, told, looked.slice(0, index));
    }),
  );
}

async function signalsFrom({ order, origin }: Looked, told: Told, before: readonly Looked[]): Promise<Signals> {
  const sameIp = before.filter((other) => other.origin.ip_hash === origin.ip_hash).length;
  const sameAddress = before.filter((other) => other.origin.address_hash === origin.address_hash);
  const otherEmails = new Set(
    sameAddress.flatMap((other) => (other.order.email === order.email ? [] : other.order.email)),
  );
  return {
    orders_by_email_hour: told.email_hour,
    orders_by_email_day: told.email_day,
    ...(origin.ip_hash && {
      orders_by_ip_hour: told.ip_hour + sameIp + 1,
      orders_by_ip_day: told.ip_day + sameIp + 1,
    }),
    emails_by_address_day: told.emails_by_address + otherEmails.size + 1,
    failed_payments: order.payments.filter(({ status }) => status === "failed").length,
    country_mismatch: Number(order.billing_address.country !== order.shipping_address.country),
    ...(origin.ip_country && { ip_country_mismatch: Number(origin.ip_country !== order.shipping_address.country) }),
    disposable_email: Number(await isDisposable(order.email)),
    total: order.total,
    paid_orders: told.paid,
    ...(told.usual !== null && told.usual > 0 && { percent_of_usual: Math.round((order.total * 100) / told.usual) }),
  };
}

let disposable: ReadonlySet<string> | undefined;

/** Whether an address is of a service that gives mailboxes away for an hour. The list is read when the first order is looked at. */
async function isDisposable(email: string): Promise<boolean> {
  // The library would build its set of some thousand names anew for each question.
  disposable ??= (await import("disposable-email-domains-js")).disposableEmailBlocklistSet();
  return disposable.has(email.slice(email.lastIndexOf("@") + 1).toLowerCase());
}
