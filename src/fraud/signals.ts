import { type SQL, sql } from "drizzle-orm";
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
  /** JSON: how many of the buyer's last orders in this currency were paid, and what they came to on average. */
  before: string;
}

const byEmail = (since: SQL) => sql`(select count(*) from (
  select 1 from orders o indexed by orders_by_email where o.email = w.email and o.created_at >= ${since} limit ${enough}
))`;
const byIp = (since: SQL) => sql`(select count(*) from (
  select 1 from fraud_assessments a where a.ip_hash = w.ip_hash and a.at >= ${since} and a.order_id <> w.id limit ${enough}
))`;

/** One statement, however many orders: their buyers' last {@link enough} orders are read, paid or not, and no more. */
const question = fixedWrite<Told>(
  () => sql`
    with wanted as materialized (
      select key as place, value ->> 'id' as id, value ->> 'email' as email, value ->> 'currency' as currency,
        value ->> 'ip_hash' as ip_hash, value ->> 'address_hash' as address_hash, value ->> 'hour' as hour, value ->> 'day' as day
      from json_each(${sql.placeholder("orders")})
    )
    select
      ${byEmail(sql`w.hour`)} as email_hour, ${byEmail(sql`w.day`)} as email_day,
      ${byIp(sql`w.hour`)} as ip_hour, ${byIp(sql`w.day`)} as ip_day,
      (select count(distinct email) from (
        select a.email from fraud_assessments a where a.address_hash = w.address_hash and a.at >= w.day limit ${enough}
      ) where email <> w.email) as emails_by_address,
      (select json_object('paid', count(*), 'usual', avg(total)) from (
        select o.id, o.total, o.currency, o.payment_status from orders o indexed by orders_by_email
        where o.email = w.email order by o.created_at desc limit ${enough}
      ) where id <> w.id and currency = w.currency and payment_status = 'paid') as before
    from wanted w order by w.place
  `,
);

/** What the books tell of the buyers of orders, in one round trip. Orders that are looked at together count for one another, in turn. */
export async function signalsOf(store: Store, looked: readonly Looked[]): Promise<Signals[]> {
  const asked = looked.map(({ order: { id, email, currency, created_at }, origin: { ip_hash, address_hash } }) => {
    const ago = (seconds: number) => new Date(Date.parse(created_at) - seconds * 1000).toISOString();
    return { id, email, currency, ip_hash, address_hash, hour: ago(3600), day: ago(86_400) };
  });
  const answers = await question(store.orders, { orders: JSON.stringify(asked) });
  return Promise.all(
    looked.map((one, index) => {
      const told = answers[index];
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
  const { paid, usual } = JSON.parse(told.before) as { paid: number; usual: number | null };
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
    paid_orders: paid,
    ...(usual !== null && usual > 0 && { percent_of_usual: Math.round((order.total * 100) / usual) }),
  };
}

let disposable: ReadonlySet<string> | undefined;

/** Whether an address is of a service that gives mailboxes away for an hour. The list is read when the first order is looked at. */
async function isDisposable(email: string): Promise<boolean> {
  // The library would build its set of some thousand names anew for each question.
  disposable ??= (await import("disposable-email-domains-js")).disposableEmailBlocklistSet();
  return disposable.has(email.slice(email.lastIndexOf("@") + 1).toLowerCase());
}
