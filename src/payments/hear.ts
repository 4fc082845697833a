import { and, eq } from "drizzle-orm";
import { payments } from "../orders/tables.ts";
import type { Store } from "../platform/store.ts";
import { undecided } from "./attempts.ts";
import type { Settlement } from "./judge.ts";
import type { HeardProvider } from "./provider.ts";
import { heardProvider } from "./providers.ts";
import { settlePayment } from "./settle.ts";
import { asked, resolvePayment } from "./sweep.ts";

/**
 * Hears what a provider tells by a webhook. That a buyer approved a payment makes the store ask, and take the money of an attempt
 * that still stands; everything else is settled as it was told.
 * @throws invalid-signature, provider-unknown
 */
export async function hearProvider(
  store: Store,
  name: HeardProvider,
  body: string,
  headers: Headers,
): Promise<Settlement> {
  const adapter = await heardProvider(store, name);
  const event = await adapter.readWebhook(store, body, headers);
  if (event.type !== "approved") return settlePayment(store, name, event);
  const [waiting] = await store.orders
    .select(asked)
    .from(payments)
    .where(
      and(
        eq(payments.provider, name),
        event.payment_id ? eq(payments.id, event.payment_id) : eq(payments.reference, event.reference ?? ""),
        undecided,
      ),
    )
    .limit(1);
  return (waiting && (await resolvePayment(store, waiting))) ?? "ignored";
}
