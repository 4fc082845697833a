import { crc32 } from "node:zlib";
import { type SelfSigned, selfSigned } from "./certificate.ts";

/**
 * A stand-in for PayPal's REST API, written from its public reference: access tokens, Orders v2 (create, get, capture), refunds of
 * captures, `PayPal-Request-Id`, and webhooks signed by a certificate.
 * @see https://developer.paypal.com/docs/api/orders/v2/
 * @see https://developer.paypal.com/docs/api/payments/v2/
 */
export interface FakePaypal {
  fetch: typeof fetch;
  orders: Map<string, PaypalOrder>;
  refunds: { id: string; capture: string; value: string }[];
  /** Every call so far, as `POST /v2/checkout/orders`. */
  calls: string[];
  /** The buyer approves the payment on PayPal's page. */
  approve(orderId: string, accountId?: string): void;
  /** What the next calls do instead of answering. */
  misbehave(...ways: PaypalMisbehaviour[]): void;
  /** A webhook as PayPal sends it. @param over headers that are to be otherwise */
  webhook(event: object, over?: Record<string, string>): Promise<{ body: string; headers: Headers }>;
}

/** `declined`: the next capture is refused by the buyer's bank. `pass`: lets one call through untouched. */
export type PaypalMisbehaviour = "refuse-connection" | "lose-answer" | "internal-error" | "declined" | "pass";

export const webhookId = "8PT597110X687430LKGECATA";
export const certificateUrl = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-test";

interface PaypalOrder {
  id: string;
  status: "PAYER_ACTION_REQUIRED" | "APPROVED" | "COMPLETED";
  value: string;
  currency_code: string;
  custom_id: string;
  invoice_id: string;
  capture: string | null;
  intent: "CAPTURE" | "AUTHORIZE";
  /** Whose account approved it. */
  account: string | null;
  /** What was taken, where it is less than the whole. */
  taken: string | null;
  authorization: { id: string; status: "CREATED" | "CAPTURED" | "VOIDED" } | null;
}

/** When the fake's holds end. */
export const heldUntil = "2099-12-20T10:00:00.000Z";

export function fakePaypal(certificate: Promise<SelfSigned> = selfSigned()): FakePaypal {
  const orders = new Map<string, PaypalOrder>();
  const refunds: FakePaypal["refunds"] = [];
  const answered = new Map<string, unknown>();
  const calls: string[] = [];
  const ways: PaypalMisbehaviour[] = [];
  let count = 0;
  const newId = (): string =>
    `${(++count).toString().padStart(4, "0")}${crypto.randomUUID().slice(0, 8).toUpperCase()}`;

  const refused = (status: number, name: string, issue: string) => ({
    status,
    body: { name, message: issue, details: [{ issue }] },
  });

  const told = (order: PaypalOrder) => ({
    id: order.id,
    status: order.status,
    intent: order.intent,
    ...(order.account && {
      payer: { payer_id: order.account },
      payment_source: { paypal: { account_id: order.account, account_status: "VERIFIED" } },
    }),
    links: [
      { href: `https://www.sandbox.paypal.com/checkoutnow?token=${order.id}`, rel: "payer-action", method: "GET" },
    ],
    purchase_units: [
      {
        reference_id: "default",
        custom_id: order.custom_id,
        ...((order.capture || order.authorization) && {
          payments: {
            ...(order.capture && { captures: [captureOf(order, order.capture)] }),
            ...(order.authorization && { authorizations: [authorizationOf(order, order.authorization)] }),
          },
        }),
      },
    ],
  });

  const captureOf = ({ value, taken, currency_code, custom_id }: PaypalOrder, id: string) => ({
    ...{ id, status: "COMPLETED", custom_id, final_capture: true },
    amount: { currency_code, value: taken ?? value },
  });

  const authorizationOf = ({ value, currency_code }: PaypalOrder, { id, status }: { id: string; status: string }) => ({
    ...{ id, status, expiration_time: heldUntil },
    amount: { currency_code, value },
  });

  // biome-ignore lint/suspicious/noExplicitAny: a request's JSON is whatever the caller sent, and is looked at field by field.
  function create(body: any) {
    const [unit] = body.purchase_units;
    const { currency_code, value } = unit.amount;
    const decimals = currency_code === "JPY" ? /^\d+$/ : /^\d+\.\d{2}$/;
    if (!["CAPTURE", "AUTHORIZE"].includes(body.intent) || !decimals.test(value)) {
      return refused(422, "UNPROCESSABLE_ENTITY", "DECIMAL_PRECISION");
    }
    const order: PaypalOrder = {
      ...{ id: newId(), status: "PAYER_ACTION_REQUIRED", value, currency_code, capture: null },
      ...{ custom_id: unit.custom_id, invoice_id: unit.invoice_id },
      ...{ intent: body.intent, taken: null, authorization: null, account: null },
    };
    orders.set(order.id, order);
    return { status: 200, body: told(order) };
  }

  function capture(order: PaypalOrder, declined: boolean) {
    if (order.capture) return refused(422, "UNPROCESSABLE_ENTITY", "ORDER_ALREADY_CAPTURED");
    if (order.status !== "APPROVED") return refused(422, "UNPROCESSABLE_ENTITY", "ORDER_NOT_APPROVED");
    if (declined) return refused(422, "UNPROCESSABLE_ENTITY", "INSTRUMENT_DECLINED");
    Object.assign(order, { status: "COMPLETED", capture: newId() });
    return { status: 201, body: told(order) };
  }

  function authorize(order: PaypalOrder) {
    if (order.intent !== "AUTHORIZE") return refused(422, "UNPROCESSABLE_ENTITY", "ACTION_DOES_NOT_MATCH_INTENT");
    if (order.authorization) return refused(422, "UNPROCESSABLE_ENTITY", "ORDER_ALREADY_AUTHORIZED");
    if (order.status !== "APPROVED") return refused(422, "UNPROCESSABLE_ENTITY", "ORDER_NOT_APPROVED");
    Object.assign(order, { status: "COMPLETED", authorization: { id: newId(), status: "CREATED" } });
    return { status: 201, body: told(order) };
  }

  function ofHold(id: string, verb: string, body: { amount?: { value: string } }) {
    const order = [...orders.values()].find(({ authorization }) => authorization?.id === id);
    if (!order?.authorization) return refused(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");
    if (order.authorization.status !== "CREATED") {
      return refused(422, "UNPROCESSABLE_ENTITY", `AUTHORIZATION_${order.authorization.status}`);
    }
    if (verb === "void") {
      order.authorization.status = "VOIDED";
      return { status: 200, body: authorizationOf(order, order.authorization) };
    }
    order.authorization.status = "CAPTURED";
    Object.assign(order, { capture: newId(), taken: body.amount?.value ?? order.value });
    return { status: 201, body: { id: order.capture, status: "COMPLETED" } };
  }

  function giveBack(captureId: string, body: { amount: { value: string } }) {
    const order = [...orders.values()].find((one) => one.capture === captureId);
    if (!order) return refused(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");
    const gone = refunds.reduce((sum, one) => (one.capture === captureId ? sum + Number(one.value) : sum), 0);
    if (gone + Number(body.amount.value) > Number(order.value)) {
      return refused(422, "UNPROCESSABLE_ENTITY", "REFUND_AMOUNT_EXCEEDED");
    }
    const made = { id: newId(), capture: captureId, value: body.amount.value };
    refunds.push(made);
    return { status: 201, body: { id: made.id, status: "COMPLETED" } };
  }

  function report() {
    const taken = [...orders.values()].filter(({ capture }) => capture);
    const details = taken.map(({ capture, value, currency_code, custom_id }) => ({
      transaction_info: {
        ...{ transaction_id: capture, transaction_event_code: "T0006", transaction_status: "S" },
        ...{ transaction_amount: { currency_code, value }, custom_field: custom_id },
      },
    }));
    const fee = {
      transaction_id: "FEE",
      transaction_event_code: "T0106",
      transaction_amount: { currency_code: "EUR", value: "-0.35" },
    };
    return { status: 200, body: { transaction_details: [...details, { transaction_info: fee }], total_pages: 1 } };
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  function answer(method: string, path: string, body: any, declined: boolean) {
    if (method === "POST" && path === "/v2/checkout/orders") return create(body);
    if (path === "/v1/reporting/transactions") return report();
    const [, holdId, step = ""] = /^\/v2\/payments\/authorizations\/(\w+)\/(\w+)$/.exec(path) ?? [];
    if (holdId) return ofHold(holdId, step, body);
    const [, captureId] = /^\/v2\/payments\/captures\/(\w+)\/refund$/.exec(path) ?? [];
    if (captureId) return giveBack(captureId, body);
    const [, id = "", verb] = /^\/v2\/checkout\/orders\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    const order = orders.get(id);
    if (!order) return refused(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");
    if (verb === "authorize") return authorize(order);
    return verb === "capture" ? capture(order, declined) : { status: 200, body: told(order) };
  }

  return {
    orders,
    refunds,
    calls,
    misbehave: (...more) => void ways.push(...more),
    approve(orderId, accountId) {
      const order = orders.get(orderId);
      if (order?.status !== "PAYER_ACTION_REQUIRED") throw new Error(`The order ${orderId} cannot be approved.`);
      order.status = "APPROVED";
      order.account = accountId ?? null;
    },
    async webhook(event, over = {}) {
      const body = JSON.stringify(event);
      const id = crypto.randomUUID();
      const time = new Date().toISOString();
      const signature = await (await certificate).sign(`${id}|${time}|${webhookId}|${crc32(body)}`);
      const headers = new Headers({
        "paypal-transmission-id": id,
        "paypal-transmission-time": time,
        "paypal-transmission-sig": signature,
        "paypal-cert-url": certificateUrl,
        "paypal-auth-algo": "SHA256withRSA",
        ...over,
      });
      return { body, headers };
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname, href } = new URL(request.url);
      if (href === certificateUrl) return new Response((await certificate).pem);
      if (pathname === "/v1/oauth2/token") return Response.json({ access_token: "token", expires_in: 32_400 });
      calls.push(`${request.method} ${pathname}`);
      const way = ways.shift();
      if (way === "refuse-connection") throw new TypeError("fetch failed");
      if (way === "internal-error") return Response.json({ name: "INTERNAL_SERVER_ERROR" }, { status: 500 });
      const key = request.headers.get("paypal-request-id");
      const text = await request.text();
      const before = key ? answered.get(key) : undefined;
      const { status, body } = before
        ? { status: 200, body: before }
        : answer(request.method, pathname, text && JSON.parse(text), way === "declined");
      if (key && status < 300) answered.set(key, body);
      if (way === "lose-answer") throw new TypeError("network connection lost");
      return Response.json(body, { status });
    },
  };
}
