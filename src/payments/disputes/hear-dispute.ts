import { and, eq, sql } from "drizzle-orm";
import { newEvent } from "../../events/outbox.ts";
import { moveOrder, tell } from "../../orders/move-order.ts";
import { payments } from "../../orders/tables.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import type { DisputeWord, ProviderName } from "../provider.ts";
import type { Dispute } from "./schemas.ts";

/** What came of a service's word on a dispute; `already-known`: nothing new in it, or it is over. */
export type DisputeOutcome = "disputed" | "already-known" | "unknown-payment";

const over: ReadonlySet<Dispute["status"]> = new Set(["won", "lost"]);

/**
 * Writes down what a service tells of a dispute: the order's story, the ledger and the list of disputes, in one batch. Told again, or
 * late and out of order, it changes nothing: a dispute that is over stays as it ended.
 */
export async function hearDispute(store: Store, provider: ProviderName, word: DisputeWord): Promise<DisputeOutcome> {
  const payment = await findDisputed(store, provider, word);
  if (!payment) {
    store.log.warn("dispute.unknown-payment", { provider, reference: word.reference });
    return "unknown-payment";
  }
  const { moved } = await moveOrder(store, payment.order_id, async () => {
    const [known] = await store.orders.all<Omit<Dispute, "withdrawn"> & { withdrawn: number }>(
      sql`select * from disputes where provider = ${provider} and reference = ${word.reference}`,
    );
    if (known && !says(known, word)) return null;
    const id = known?.id ?? store.newId("dsp");
    const { amount, currency } = known?.withdrawn ? known : word;
    const { status, reason, evidence_due_at } = word;
    const facts = {
      ...{ order_id: payment.order_id, payment_id: payment.id, provider, amount, currency },
      ...{ dispute_id: id, status, reason, evidence_due_at },
    };
    return {
      set: {},
      told: [
        tell(newEvent(store, "payment.disputed", payment.order_id, facts), {
          ...{ dispute_id: id, payment_id: payment.id, provider, amount, currency, status, reason, evidence_due_at },
        }),
      ],
      statements: [writeDispute(store, id, provider, payment, { ...word, amount, currency })],
    };
  });
  return moved ? "disputed" : "already-known";
}

/** Whether a word tells more than is known. */
function says(known: Omit<Dispute, "withdrawn"> & { withdrawn: number }, word: DisputeWord): boolean {
  if (over.has(known.status)) return false;
  if (known.status === "under_review" && word.status === "open") return false;
  return (
    known.status !== word.status ||
    (word.withdrawn && !known.withdrawn) ||
    known.evidence_due_at !== word.evidence_due_at
  );
}

function writeDispute(
  store: Store,
  id: string,
  provider: ProviderName,
  payment: { id: string; order_id: string },
  { reference, amount, currency, reason, status, evidence_due_at, withdrawn }: DisputeWord,
) {
  const at = timestamp(store);
  return store.orders.run(sql`
    insert into disputes values (
      ${id}, ${provider}, ${reference}, ${payment.order_id}, ${payment.id}, ${amount}, ${currency}, ${reason}, ${status},
      ${evidence_due_at}, ${withdrawn ? 1 : 0}, ${at}, ${at}
    )
    on conflict (provider, reference) do update set
      status = excluded.status, evidence_due_at = excluded.evidence_due_at, updated_at = excluded.updated_at,
      amount = excluded.amount, withdrawn = max(withdrawn, excluded.withdrawn)
  `);
}

async function findDisputed(store: Store, provider: ProviderName, word: DisputeWord) {
  const named = word.payment_id
    ? eq(payments.id, word.payment_id)
    : eq(payments.reference, word.payment_reference ?? "");
  const [payment] = await store.orders
    .select({ id: payments.id, order_id: payments.order_id })
    .from(payments)
    .where(and(named, eq(payments.provider, provider)))
    .limit(1);
  return payment ?? null;
}
