import { z } from "@hono/zod-openapi";
import { orderUrl, paymentReturnUrl } from "../orders/access.ts";
import { decimalOf, parseMoney } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import type { Charge } from "./compare-charges.ts";
import { call, issueOf } from "./paypal-client.ts";
import { disputeWord, paypalDispute } from "./paypal-disputes.ts";
import {
  authorizationOf,
  capturedResource,
  captureEvent,
  captureOf,
  closed,
  eventOf,
  findOrder,
  heldNoLonger,
  money,
  type PaypalOrder,
  paypalOrder,
  signsOfOrder,
} from "./paypal-orders.ts";
import { verifyPaypalWebhook } from "./paypal-signature.ts";
import type { Attempt, PaymentProvider, ProviderEvent } from "./provider.ts";

const reported = z.object({
  transaction_id: z.string(),
  transaction_event_code: z.string(),
  transaction_amount: money,
  custom_field: z.string().optional(),
});
const report = z.object({
  transaction_details: z.array(z.object({ transaction_info: reported })).default([]),
  total_pages: z.int(),
});

const webhook = z.object({
  id: z.string(),
  event_type: z.string(),
  resource: z.looseObject({ id: z.string().default("") }),
});

/**
 * PayPal's Orders API, version 2. The buyer approves the payment on PayPal's page; the store takes it when the buyer is back, when
 * PayPal tells of the approval, or when the sweep asks, whichever comes first: capturing has a key, so it is done once.
 * @see https://developer.paypal.com/docs/api/orders/v2/
 */
export const paypalProvider: PaymentProvider = {
  name: "paypal",

  async begin(store, attempt) {
    const made = await call(store, "POST", "/v2/checkout/orders", paypalOrder, {
      key: attempt.payment.id,
      body: await orderBody(store, attempt),
    });
    const page = made.links.find(({ rel }) => rel === "payer-action" || rel === "approve");
    if (!page) throw new Error(`PayPal gave no page to pay at for the order ${made.id}`);
    return { reference: made.id, redirect_url: page.href };
  },

  async lookUp(store, payment) {
    if (!payment.reference) return null;
    const found = await findOrder(store, payment.reference);
    if (!found) return closed(payment.reference, payment.id, "gone");
    if (found.status !== "APPROVED") return eventOf(found, payment.id);
    return takeMoney(store, found, payment.id);
  },

  async signsOf(store, payment) {
    const found = payment.reference ? await findOrder(store, payment.reference) : null;
    return found && signsOfOrder(found);
  },

  async capture(store, payment, amount) {
    const found = payment.reference ? await findOrder(store, payment.reference) : null;
    const held = found && authorizationOf(found);
    if (!found || !held) throw new Error(`The payment ${payment.id} has nothing to take at PayPal`);
    if (held.status === "CREATED") {
      const value = decimalOf(amount, payment.currency);
      await call(store, "POST", `/v2/payments/authorizations/${held.id}/capture`, z.object({ id: z.string() }), {
        key: `${payment.id}-capture`,
        // What is held beyond it is let go.
        body: { amount: { currency_code: payment.currency, value }, final_capture: true },
      });
    }
    const after = await findOrder(store, found.id);
    const event = after && eventOf(after, payment.id);
    if (!event) throw new Error(`PayPal neither took nor refused the payment ${payment.id}`);
    return event;
  },

  /** An order that nobody approved costs nobody anything, and PayPal forgets it; what is held is let go. */
  async close(store, payment) {
    const found = payment.reference ? await findOrder(store, payment.reference) : null;
    const held = found && authorizationOf(found);
    if (held?.status !== "CREATED") return;
    await call(store, "POST", `/v2/payments/authorizations/${held.id}/void`, z.unknown(), {
      key: `${payment.id}-void`,
      body: {},
    });
  },

  async refund(store, { id, amount, currency }, payment) {
    if (!payment.reference) throw new Error(`The payment ${payment.id} never reached PayPal`);
    const found = await findOrder(store, payment.reference);
    const taken = found && captureOf(found);
    if (!taken) throw new Error(`The PayPal order ${payment.reference} has no capture to give back`);
    const made = await call(
      store,
      "POST",
      `/v2/payments/captures/${taken.id}/refund`,
      z.object({ id: z.string(), status: z.string() }),
      { key: id, body: { amount: { currency_code: currency, value: decimalOf(amount, currency) }, custom_id: id } },
    );
    if (made.status === "FAILED" || made.status === "CANCELLED") {
      throw new Error(`PayPal did not give the refund ${made.id} back: ${made.status}`);
    }
    return { reference: made.id };
  },

  async listCharges(store, from, until) {
    const charges: Charge[] = [];
    for (let page = 1, pages = 1; page <= pages; page++) {
      const asked = new URLSearchParams({
        ...{ start_date: from.toISOString(), end_date: new Date(until.getTime() - 1).toISOString() },
        ...{ fields: "transaction_info", transaction_status: "S", page_size: "500", page: String(page) },
      });
      const told = await call(store, "GET", `/v1/reporting/transactions?${asked}`, report);
      pages = told.total_pages;
      charges.push(...told.transaction_details.flatMap(({ transaction_info }) => chargeOf(transaction_info)));
    }
    return charges;
  },

  async readWebhook(store, body, headers) {
    await verifyPaypalWebhook(store, body, headers);
    const { id, event_type, resource } = webhook.parse(JSON.parse(body));
    const event = { event_id: id, payment_id: null, amount: null, currency: null, failure: null };
    switch (event_type) {
      case "CHECKOUT.ORDER.APPROVED":
        return { ...event, type: "approved", reference: resource.id };
      case "CUSTOMER.DISPUTE.CREATED":
      case "CUSTOMER.DISPUTE.UPDATED":
      case "CUSTOMER.DISPUTE.RESOLVED":
        return { ...event, type: "disputed", reference: null, dispute: disputeWord(paypalDispute.parse(resource)) };
      case "PAYMENT.AUTHORIZATION.CREATED":
      case "PAYMENT.AUTHORIZATION.VOIDED": {
        const { custom_id = null } = z.object({ custom_id: z.string().optional() }).parse(resource);
        if (event_type === "PAYMENT.AUTHORIZATION.CREATED") {
          return { ...event, type: "approved", payment_id: custom_id, reference: null };
        }
        return { ...event, type: "expired", payment_id: custom_id, reference: null, failure: heldNoLonger };
      }
      case "PAYMENT.CAPTURE.COMPLETED":
      case "PAYMENT.CAPTURE.DENIED":
      case "PAYMENT.CAPTURE.DECLINED": {
        const told = capturedResource.parse(resource);
        const of = told.supplementary_data?.related_ids.order_id ?? null;
        return { ...captureEvent(told, of, told.custom_id ?? null), event_id: id };
      }
      default:
        return { ...event, type: "ignored", reference: null };
    }
  },
};

/**
 * Money that came in by a checkout; transfers, fees and refunds are told by codes of their own.
 * @see https://developer.paypal.com/docs/transaction-search/transaction-event-codes/
 */
function chargeOf(told: z.infer<typeof reported>): Charge[] {
  const { value, currency_code: currency } = told.transaction_amount;
  const captured = parseMoney(value, currency);
  if (!told.transaction_event_code.startsWith("T00") || captured === null || captured <= 0) return [];
  return [
    { payment_id: told.custom_field ?? null, reference: told.transaction_id, captured, refunded: null, currency },
  ];
}

async function orderBody(store: Store, { order, payment }: Attempt) {
  const { id, amount, currency } = payment;
  return {
    intent: payment.capture === "on_shipment" ? "AUTHORIZE" : "CAPTURE",
    purchase_units: [
      {
        custom_id: id,
        // One payment an invoice: PayPal itself refuses to take the money of an attempt twice.
        invoice_id: id,
        description: `Order ${order.number}`,
        amount: { currency_code: currency, value: decimalOf(amount, currency) },
      },
    ],
    payment_source: {
      paypal: {
        experience_context: {
          user_action: "PAY_NOW",
          shipping_preference: "NO_SHIPPING",
          return_url: await paymentReturnUrl(store, order.id),
          cancel_url: await orderUrl(store, order.id),
        },
      },
    },
  };
}

/** Takes what the buyer approved, or has it held where it is taken later. A card that is declined at this moment ends the attempt; another may be made. */
async function takeMoney(store: Store, { id, intent }: PaypalOrder, paymentId: string): Promise<ProviderEvent | null> {
  try {
    const step = intent === "AUTHORIZE" ? "authorize" : "capture";
    const taken = await call(store, "POST", `/v2/checkout/orders/${id}/${step}`, paypalOrder, {
      key: `${paymentId}-${step}`,
      body: {},
      whole: true,
    });
    return eventOf(taken, paymentId);
  } catch (thrown) {
    const issue = issueOf(thrown);
    if (issue === "ORDER_ALREADY_CAPTURED" || issue === "ORDER_ALREADY_AUTHORIZED") {
      const found = await findOrder(store, id);
      return found && eventOf(found, paymentId);
    }
    if (issue !== "INSTRUMENT_DECLINED") throw thrown;
    return { ...closed(id, paymentId, "declined"), type: "failed", failure: "PayPal declined the payment." };
  }
}
