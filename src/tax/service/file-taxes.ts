import { sql } from "drizzle-orm";
import { type Store, timestamp } from "../../platform/store.ts";
import { openTaxProvider } from "./open-provider.ts";
import { TaxRefusal } from "./provider.ts";

/** Filings that one turn of the clock sends; the rest wait a minute. */
const atOnce = 20;

/** The longest that a filing waits after it failed. Minutes. */
const longestWait = 24 * 60;

interface Filing {
  subject: string;
  order_id: string;
  kind: "sale" | "refund";
  amount: number;
  attempts: number;
  order_total: number;
  calculation: string;
  /** The service's name for the order's sale; null while it is not filed. */
  sale: string | null;
  sale_status: string | null;
}

/**
 * Tells the outside service of sales that were paid by its calculation, and of what was given back of them, for the store's tax
 * returns. What fails is tried again, ever more seldom; what the service refuses for good stays for staff to see.
 */
export async function fileTaxes(store: Store): Promise<void> {
  const due = await store.orders.all<Filing>(sql`
    select
      f.subject, f.order_id, f.kind, f.amount, f.attempts, o.total as order_total, o.tax_calculation as calculation,
      s.reference as sale, s.status as sale_status
    from tax_filings f
    join orders o on o.id = f.order_id
    left join tax_filings s on s.subject = f.order_id
    where f.status = 'pending' and f.next_at <= ${timestamp(store)}
    order by f.next_at limit ${atOnce}
  `);
  for (const filing of due) await fileOne(store, filing);
}

async function fileOne(store: Store, filing: Filing): Promise<void> {
  try {
    const reference = await tell(store, filing);
    await store.orders.run(sql`
      update tax_filings set
        status = 'filed', reference = ${reference}, failure = null, attempts = attempts + 1, updated_at = ${timestamp(store)}
      where subject = ${filing.subject} and status = 'pending'
    `);
  } catch (thrown) {
    const refused = thrown instanceof TaxRefusal;
    if (refused) store.log.error("tax-filing.refused", thrown, { subject: filing.subject });
    else store.log.warn("tax-filing.failed", { subject: filing.subject, attempts: filing.attempts + 1 });
    const wait = Math.min(2 ** filing.attempts, longestWait) * 60_000;
    await store.orders.run(sql`
      update tax_filings set
        status = ${refused ? "refused" : "pending"}, attempts = attempts + 1,
        failure = ${(thrown instanceof Error ? thrown.message : "It was not said why.").slice(0, 300)},
        next_at = ${new Date(store.now().getTime() + wait).toISOString()}, updated_at = ${timestamp(store)}
      where subject = ${filing.subject} and status = 'pending'
    `);
  }
}

async function tell(store: Store, filing: Filing): Promise<string> {
  const provider = await openTaxProvider("stripe");
  const { subject, order_id, calculation, amount, order_total, sale } = filing;
  if (filing.kind === "sale") return (await provider.fileSale(store, { order_id, calculation })).reference;
  if (filing.sale_status === "refused")
    throw new TaxRefusal("The sale itself was refused, so nothing of it can be taken back.");
  if (sale === null) throw new Error("The sale is not filed yet.");
  return (await provider.fileRefund(store, { refund_id: subject, sale, amount, whole: amount === order_total }))
    .reference;
}
