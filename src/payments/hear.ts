import { z } from "@hono/zod-openapi";
import { and, eq } from "drizzle-orm";
import { orders, payments } from "../orders/tables.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { isUndecided } from "./attempts.ts";
import { type DisputeOutcome, hearDispute } from "./disputes/hear-dispute.ts";
import type { Settlement } from "./judge.ts";
import type { HeardProvider, PaymentProvider, ProviderEvent } from "./provider.ts";
import { heardProvider } from "./providers.ts";
import { settlePayment } from "./settle.ts";
import { signsNoted } from "./signs.ts";
import { asked, resolvePayment } from "./sweep.ts";

/**
 * Hears what a provider tells by a webhook. That a buyer approved a payment makes the store ask, and take the money of an attempt
 * that still stands; everything else is settled as it was told.
 * @throws invalid-signature, provider-unknown, malformed-json, amount-mismatch
 */
export async function hearProvider(
  store: Store,
  name: HeardProvider,
  body: string,
  headers: Headers,
): Promise<Settlement | DisputeOutcome> {
  const adapter = await heardProvider(store, name);
  const event = await read(store, name, adapter, body, headers);
  if (event.dispute) return hearDispute(store, name, event.dispute);
  const settlement =
    event.type === "approved"
      ? await hearApproval(store, name, adapter, event)
      : await settlePayment(store, name, event);
  if (settlement !== "amount-mismatch") return settlement;
  // Refused, so that the service's own list of deliveries shows it, too: somebody has to look.
  throw new DomainError(
    "amount-mismatch",
    "The payment is over another amount or in another currency than was asked for. It is written down, and nothing was moved.",
  );
}

/**
 * A buyer agreed to a payment, or its money is held: the store asks, and takes the money of an attempt that it waits for. A declined attempt
 * is waited for as long as its order is, for its page lets the buyer try again; what is held for one that is over is let go.
 */
async function hearApproval(
  store: Store,
  name: HeardProvider,
  adapter: PaymentProvider,
  event: ProviderEvent,
): Promise<Settlement> {
  const [found] = await store.orders
    .select({ ...asked, status: payments.status, open: orders.status, owes: orders.payment_status })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.order_id))
    .where(
      and(
        eq(payments.provider, name),
        event.payment_id ? eq(payments.id, event.payment_id) : eq(payments.reference, event.reference ?? ""),
      ),
    )
    .limit(1);
  if (!found) return "ignored";
  const { status, open, owes, ...payment } = found;
  if (isUndecided({ status }) || (status === "failed" && open === "open" && owes === "pending")) {
    const [noted] = await signsNoted(store, payment, event);
    if (noted) await store.orders.batch([noted]);
    return (await resolvePayment(store, payment)) ?? "ignored";
  }
  if (status === "failed" || status === "expired") await adapter.close(store, payment);
  return "ignored";
}

/** A message that its service did not sign is somebody else's: it is logged, for somebody may be trying doors. */
async function read(
  store: Store,
  name: HeardProvider,
  adapter: PaymentProvider,
  body: string,
  headers: Headers,
): Promise<ProviderEvent> {
  try {
    return await adapter.readWebhook(store, body, headers);
  } catch (thrown) {
    if (thrown instanceof DomainError && thrown.code === "invalid-signature") {
      store.log.warn("webhook.forged", { provider: name, bytes: body.length });
    }
    if (thrown instanceof z.ZodError || thrown instanceof SyntaxError) {
      store.log.warn("webhook.unreadable", { provider: name, bytes: body.length });
      throw new DomainError("malformed-json", "The message is signed, and is none of this service's.");
    }
    throw thrown;
  }
}
