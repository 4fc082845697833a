import { z } from "@hono/zod-openapi";
import { orderUrl, paymentReturnUrl } from "../orders/access.ts";
import { decimalOf, parseMoney } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import type { Charge } from "./compare-charges.ts";
import { verifyPaypalWebhook } from "./paypal-signature.ts";
import type { Attempt, DisputeWord, PaymentProvider, ProviderEvent } from "./provider.ts";
import { callService, ServiceRefusal } from "./service-call.ts";

/** A token is asked anew so many seconds before it would end. */
const tokenMargin = 60;
const tokens = new Warm<{ token: string; until: number }>(8 * 60 * 60, 4);

const link = z.object({ href: z.url(), rel: z.string() });
const money = z.object({ currency_code: z.string(), value: z.string() });
const capture = z.object({ id: z.string(), status: z.string(), amount: money, custom_id: z.string().optional() });

const authorization = z.object({
  id: z.string(),
  status: z.string(),
  amount: money,
  expiration_time: z.string().optional(),
});

const paypalOrder = z.object({
  id: z.string(),
  status: z.string(),
  intent: z.string().optional(),
  links: z.array(link).default([]),
  purchase_units: z
    .array(
      z.object({
        custom_id: z.string().optional(),
        payments: z
          .object({ captures: z.array(capture).default([]), authorizations: z.array(authorization).default([]) })
          .optional(),
      }),
    )
    .default([]),
});

type PaypalOrder = z.infer<typeof paypalOrder>;

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

const paypalDispute = z.object({
  dispute_id: z.string(),
  reason: z.string().default("OTHER"),
  status: z.string(),
  dispute_amount: money,
  dispute_outcome: z.object({ outcome_code: z.string() }).optional(),
  seller_response_due_date: z.string().optional(),
  disputed_transactions: z.array(z.object({ custom: z.string().optional(), invoice_number: z.string().optional() })),
});
const capturedResource = capture.extend({
  supplementary_data: z.object({ related_ids: z.object({ order_id: z.string() }) }).optional(),
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

/** PayPal's decisions that leave the money with the store. */
const wonBy: ReadonlySet<string> = new Set(["RESOLVED_SELLER_FAVOUR", "CANCELED_BY_BUYER", "DENIED"]);

/**
 * PayPal holds the money from the day that a dispute is opened. The payment is named by what we wrote beside it.
 * @see https://developer.paypal.com/docs/api/customer-disputes/v1/
 */
function disputeWord(told: z.infer<typeof paypalDispute>): DisputeWord {
  const [of] = told.disputed_transactions;
  const outcome = told.dispute_outcome?.outcome_code;
  const waits = told.status === "UNDER_REVIEW" || told.status === "WAITING_FOR_BUYER_RESPONSE";
  const decided = told.status === "RESOLVED" ? (outcome && wonBy.has(outcome) ? "won" : "lost") : null;
  const status = decided ?? (waits ? "under_review" : "open");
  const { value, currency_code: currency } = told.dispute_amount;
  const due = told.seller_response_due_date;
  return {
    reference: told.dispute_id,
    payment_id: of?.custom ?? of?.invoice_number ?? null,
    payment_reference: null,
    amount: parseMoney(value, currency) ?? 0,
    currency,
    reason: told.reason.toLowerCase(),
    status,
    evidence_due_at: status === "open" && due ? new Date(due).toISOString() : null,
    withdrawn: true,
  };
}

/** For people. */
const heldNoLonger = "PayPal held the money no longer, and it was not taken.";

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

/** What an order says of its payment; null while it is undecided. */
function eventOf(found: PaypalOrder, paymentId: string): ProviderEvent | null {
  if (found.status === "VOIDED") return closed(found.id, paymentId, "voided");
  const taken = captureOf(found);
  if (!taken) return holdEvent(found, paymentId);
  if (taken.status === "PENDING") return null;
  return captureEvent(taken, found.id, paymentId);
}

/**
 * What an order says of money that is held: PayPal holds it for 29 days, and promises it for the first three.
 * @see https://developer.paypal.com/docs/api/payments/v2/#authorizations
 */
function holdEvent(found: PaypalOrder, payment_id: string): ProviderEvent | null {
  const held = authorizationOf(found);
  if (!held) return null;
  if (held.status === "VOIDED" || held.status === "EXPIRED") {
    return { ...closed(found.id, payment_id, "held-no-longer"), failure: heldNoLonger };
  }
  if (held.status === "DENIED") {
    return { ...closed(found.id, payment_id, "denied"), type: "failed", failure: "PayPal declined the payment." };
  }
  if (held.status !== "CREATED") return null;
  const { value, currency_code: currency } = held.amount;
  return {
    ...{ event_id: `hold:${held.id}`, type: "authorized", payment_id, reference: found.id },
    ...{ amount: parseMoney(value, currency), currency, failure: null },
    authorized_until: held.expiration_time ? new Date(held.expiration_time).toISOString() : null,
  };
}

function authorizationOf({ purchase_units }: PaypalOrder): z.infer<typeof authorization> | undefined {
  return purchase_units[0]?.payments?.authorizations[0];
}

function captureOf({ purchase_units }: PaypalOrder): z.infer<typeof capture> | undefined {
  return purchase_units[0]?.payments?.captures[0];
}

function captureEvent(
  { id, status, amount }: z.infer<typeof capture>,
  reference: string | null,
  payment_id: string | null,
): ProviderEvent {
  // What was given back was taken before; refunds are told by themselves.
  const taken = ["COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"].includes(status);
  return {
    event_id: `capture:${id}:${taken ? "taken" : status}`,
    type: taken ? "captured" : status === "PENDING" ? "ignored" : "failed",
    payment_id,
    reference,
    amount: parseMoney(amount.value, amount.currency_code),
    currency: amount.currency_code,
    failure: taken ? null : "PayPal declined the payment.",
  };
}

function closed(reference: string, payment_id: string, how: string): ProviderEvent {
  const event_id = `order:${reference}:${how}`;
  return { event_id, type: "expired", payment_id, reference, amount: null, currency: null, failure: null };
}

/** @returns null for an order that PayPal has forgotten, as it does with those that nobody approved in time */
async function findOrder(store: Store, id: string): Promise<PaypalOrder | null> {
  try {
    return await call(store, "GET", `/v2/checkout/orders/${encodeURIComponent(id)}`, paypalOrder);
  } catch (thrown) {
    if (thrown instanceof ServiceRefusal && thrown.status === 404) return null;
    throw thrown;
  }
}

/** The reason that PayPal gives for refusing, such as `INSTRUMENT_DECLINED`; null for any other failure. */
function issueOf(thrown: unknown): string | null {
  if (!(thrown instanceof ServiceRefusal) || thrown.status !== 422) return null;
  const told = z.object({ details: z.array(z.object({ issue: z.string() })).min(1) }).safeParse(thrown.body);
  return told.success ? (told.data.details[0]?.issue ?? null) : null;
}

function apiOf({ env }: Store): string {
  return env.PAYPAL_MODE === "live" ? "https://api-m.paypal.com" : "https://api-m.sandbox.paypal.com";
}

/** @param ask its key makes PayPal answer the same when it is asked again; `whole`: the answer with all its parts */
async function call<Shape extends z.ZodType>(
  store: Store,
  method: "GET" | "POST",
  path: string,
  shape: Shape,
  ask: { key?: string; body?: unknown; whole?: boolean } = {},
): Promise<z.infer<Shape>> {
  const headers = {
    Authorization: `Bearer ${await accessToken(store)}`,
    ...(ask.key && { "PayPal-Request-Id": ask.key }),
    ...(ask.whole && { Prefer: "return=representation" }),
  };
  const body = ask.body === undefined ? {} : { body: ask.body };
  return callService(store, { service: "PayPal", method, url: apiOf(store) + path, headers, ...body }, shape);
}

/** @see https://developer.paypal.com/api/rest/authentication/ */
async function accessToken(store: Store): Promise<string> {
  const { PAYPAL_CLIENT_ID = "", PAYPAL_CLIENT_SECRET = "" } = store.env;
  const now = store.now().getTime();
  const known = tokens.get(PAYPAL_CLIENT_ID, now);
  if (known && known.until > now) return known.token;
  const { access_token, expires_in } = await callService(
    store,
    {
      service: "PayPal",
      method: "POST",
      url: `${apiOf(store)}/v1/oauth2/token`,
      headers: {
        Authorization: `Basic ${btoa(`${PAYPAL_CLIENT_ID}:${PAYPAL_CLIENT_SECRET}`)}`,
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials",
    },
    z.object({ access_token: z.string(), expires_in: z.number() }),
  );
  tokens.set(PAYPAL_CLIENT_ID, { token: access_token, until: now + (expires_in - tokenMargin) * 1000 }, now);
  return access_token;
}
