import { sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { hashOfCard } from "../fraud/keyed-hash.ts";
import type { PaymentRow } from "../orders/load-order.ts";
import type { Store } from "../platform/store.ts";
import type { PaymentSigns } from "./provider.ts";
import { adapterOf } from "./providers.ts";

/**
 * The statement that keeps what a service told of a payment, the card as a keyed hash; none where it told nothing. What was known is not
 * forgotten.
 */
export async function signsNoted(
  store: Store,
  { id, provider }: Pick<PaymentRow, "id" | "provider">,
  { signs }: { signs?: PaymentSigns | null },
): Promise<BatchItem<"sqlite">[]> {
  if (!signs || (signs.fingerprint === null && signs.risk === null)) return [];
  const fingerprint = signs.fingerprint === null ? null : await hashOfCard(store, provider, signs.fingerprint);
  return [
    store.orders.run(sql`
      update payments set fingerprint = coalesce(${fingerprint}, fingerprint), risk = coalesce(${signs.risk}, risk)
      where id = ${id}
    `),
  ];
}

/**
 * Asks the services that took or hold an order's money what they tell of it, where they have not told yet.
 * @returns whether anything is known of any of its payments
 * @throws whatever a service's failure is: it is then asked again
 */
export async function askForSigns(store: Store, orderId: string): Promise<boolean> {
  const paid = await store.orders.all<
    Pick<PaymentRow, "id" | "provider" | "reference" | "amount" | "currency"> & { known: number }
  >(sql`
    select id, provider, reference, amount, currency, fingerprint is not null or risk is not null as known
    from payments where order_id = ${orderId} and (captured > 0 or status = 'authorized')
  `);
  let known = false;
  for (const payment of paid) {
    if (payment.known) known = true;
    else {
      const signs = (await (await adapterOf(payment.provider)).signsOf?.(store, payment)) ?? null;
      const [noted] = await signsNoted(store, payment, { signs });
      if (noted) await store.orders.batch([noted]);
      known ||= noted !== undefined;
    }
  }
  return known;
}
