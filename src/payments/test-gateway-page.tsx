import { exports } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { paymentReturnUrl } from "../orders/access.ts";
import { orders, payments } from "../orders/tables.ts";
import { notFound } from "../platform/errors.ts";
import { newRouter } from "../platform/http/router.ts";
import { formatMoney } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import type { PaymentSigns } from "./provider.ts";
import { decide, type GatewaySession, gatewayReference, gatewayWebhook, heldWebhook } from "./test-gateway.ts";
import { holdMoney } from "./test-gateway-holds.ts";

/** A late payment arrives this long after the order gave up waiting. Seconds. */
const lateBy = 5;

const choices = [
  { action: "approve", label: "Approve the payment", note: "The money arrives at once." },
  { action: "decline", label: "Decline it", note: "The bank says no; the order waits for another try." },
  { action: "late", label: "Pay late", note: "The money arrives after the order has expired." },
  { action: "abandon", label: "Abandon", note: "Go back without paying; nothing is sent." },
] as const;

/** The hosted page of the local test gateway: it stands outside the store, and speaks to it only by signed webhooks. */
export const testGatewayPages = newRouter();

testGatewayPages.get("/pay/test/:paymentId", async (c) => {
  const { payment, order } = await asked(c.var.store, c.req.param("paymentId"));
  return c.html(
    `<!doctype html>${(
      (
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="robots" content="noindex" />
            <title>Test gateway</title>
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            <link rel="stylesheet" href="/gateway.css" />
          </head>
          <body>
            <main>
              <p class="badge">Test gateway</p>
              <h1>{formatMoney(payment.amount, payment.currency, order.locale)}</h1>
              <p>
                To {c.env.STORE_NAME} for order {order.number}. No real money moves here: choose what the bank is to do.
              </p>
              <form method="post">
                {choices.map(({ action, label, note }) => (
                  <button type="submit" name="action" value={action} class={action}>
                    <strong>{label}</strong>
                    <span>{note}</span>
                  </button>
                ))}
                <details>
                  <summary>What the bank tells of the card</summary>
                  <label>
                    Its name, the same for the same card
                    <input name="card" maxlength={40} placeholder="A card of its own" autocomplete="off" />
                  </label>
                  <label>
                    How doubtful it looks, 0 to 100
                    <input name="risk" type="number" min={0} max={100} placeholder="Nothing" />
                  </label>
                </details>
              </form>
            </main>
          </body>
        </html>
      )
    ).toString()}`,
  );
});

testGatewayPages.post("/pay/test/:paymentId", async (c) => {
  const { store } = c.var;
  const { payment, order } = await asked(store, c.req.param("paymentId"));
  const { action, ...told } = await c.req.parseBody();
  const signs = signsIn(told);
  if (action === "approve" && payment.capture === "on_shipment") {
    const { id: payment_id, order_id, amount, currency } = payment;
    const reference = gatewayReference(payment_id);
    const held = await holdMoney(store, { reference, payment_id, order_id, amount, currency });
    await deliver(store, reference, await heldWebhook(store, held, signs));
    return c.redirect(await paymentReturnUrl(store, order.id), 303);
  }
  const session = await choose(store, payment, order.expires_at, String(action));
  if (session && session.status !== "late") await sendGatewayWebhook(store, session, signs);
  return c.redirect(await paymentReturnUrl(store, order.id), 303);
});

/** What the bank is to tell of the card; no more than can be read of what was typed. */
function signsIn({ card, risk }: Record<string, unknown>): PaymentSigns {
  const points = typeof risk === "string" && risk !== "" ? Number(risk) : Number.NaN;
  return {
    fingerprint: typeof card === "string" && card !== "" ? card.slice(0, 40) : null,
    risk: Number.isInteger(points) && points >= 0 && points <= 100 ? points : null,
  };
}

/** Writes the shopper's choice into the gateway's books; null when they went away without one. */
async function choose(
  store: Store,
  payment: Pick<GatewaySession, "amount" | "currency" | "order_id"> & { id: string },
  expiresAt: string | null,
  action: string,
): Promise<GatewaySession | null> {
  const statuses: Record<string, GatewaySession["status"]> = { approve: "paid", decline: "declined", late: "late" };
  const status = statuses[action];
  if (!status) return null;
  const after = Math.max(store.now().getTime(), expiresAt ? Date.parse(expiresAt) : 0) + lateBy * 1000;
  const { id: payment_id, order_id, amount, currency } = payment;
  const due_at = status === "late" ? new Date(after).toISOString() : null;
  return decide(store, { payment_id, order_id, amount, currency, status, due_at });
}

/** Sends the gateway's word to the store's endpoint, as an outside service would. What is lost the store's sweep asks for. */
export async function sendGatewayWebhook(store: Store, session: GatewaySession, signs?: PaymentSigns): Promise<void> {
  await deliver(store, session.reference, await gatewayWebhook(store, session, signs));
}

async function deliver(
  store: Store,
  reference: string,
  { body, signature }: { body: string; signature: string },
): Promise<void> {
  const answer = await exports.default.fetch(`${store.env.STORE_URL}/api/v1/payments/webhook/test`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "stripe-signature": signature,
      traceparent: store.trace.traceparent,
    },
    body,
  });
  if (!answer.ok) store.log.warn("test-gateway.webhook-refused", { status: answer.status, reference });
}

/** What the gateway was asked to collect. @throws not-found, also in a live store, where the gateway is shut */
async function asked(store: Store, paymentId: string) {
  if (store.env.STORE_MODE !== "local") throw notFound("page");
  const [found] = await store.orders
    .select({
      payment: {
        id: payments.id,
        order_id: payments.order_id,
        amount: payments.amount,
        currency: payments.currency,
        provider: payments.provider,
        capture: payments.capture,
      },
      order: { id: orders.id, number: orders.number, locale: orders.locale, expires_at: orders.expires_at },
    })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.order_id))
    .where(eq(payments.id, paymentId));
  if (found?.payment.provider !== "test") throw notFound("payment");
  return found;
}
