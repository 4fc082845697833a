import { createRoute, z } from "@hono/zod-openapi";
import { order } from "../orders/schemas.ts";
import { json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import { id } from "../platform/schemas.ts";
import { movePaymentByHand } from "./by-hand/mark-paid.ts";
import { receivePayment } from "./by-hand/receive.ts";
import { capturePayment } from "./capture.ts";
import { disputeRoutes } from "./disputes/routes.ts";
import { findStanding } from "./find-standing.ts";
import { hearProvider } from "./hear.ts";
import { listAccounts, listEntries } from "./ledger.ts";
import { listDifferences, listReconciliations } from "./reconcile.ts";
import { listRefunds, refundWasSent } from "./refund.ts";
import { savedMethodRoutes } from "./saved/routes.ts";
import {
  differencePage,
  differenceQuery,
  ledgerAccount,
  ledgerPage,
  ledgerQuery,
  orderRefund,
  paymentMove,
  paymentStanding,
  receipt,
  reconciliation,
  webhookOutcome,
  webhookParams,
} from "./schemas.ts";
import { paymentSettingsRoutes } from "./settings/routes.ts";

const webhook = createRoute({
  method: "post",
  path: "/api/v1/payments/webhook/{provider}",
  tags: ["Payments"],
  operationId: "paymentWebhook",
  summary: "What a payment provider tells; verified by its signature over the raw body",
  security: [],
  request: { params: webhookParams },
  responses: { 200: json(webhookOutcome, "Heard; the same message again changes nothing"), ...problems(400, 413, 422) },
});

const standing = createRoute({
  method: "get",
  path: "/api/v1/orders/status/{payment_reference}",
  tags: ["Orders"],
  operationId: "getPaymentStanding",
  summary: "How an order stands, by the provider's reference of its payment",
  security: [],
  request: { params: z.object({ payment_reference: z.string().max(255) }) },
  responses: { 200: json(paymentStanding, "How it stands"), ...problems(404) },
});

const orderVersion = z.object({
  "if-match": z.string().optional().openapi({ description: "The order's `ETag`. Required" }),
});

const move = createRoute({
  method: "patch",
  path: "/api/v1/orders/{id}/payment_status",
  tags: ["Orders"],
  operationId: "movePayment",
  summary: "Say by hand that an order was paid; only legal moves",
  ...staffOnly,
  request: {
    params: z.object({ id: z.string() }),
    headers: orderVersion,
    body: jsonBody(paymentMove),
  },
  responses: { 200: json(order, "The order after it"), ...problems(400, 401, 403, 404, 409, 412, 428) },
});

const ledger = createRoute({
  method: "get",
  path: "/api/v1/payments/ledger",
  tags: ["Payments"],
  operationId: "listLedgerEntries",
  summary: "The ledger of money, newest first",
  ...staffOnly,
  request: { query: ledgerQuery },
  responses: { 200: json(ledgerPage, "A page of entries"), ...problems(400, 401, 403) },
});

const accounts = createRoute({
  method: "get",
  path: "/api/v1/payments/ledger/accounts",
  tags: ["Payments"],
  operationId: "listLedgerAccounts",
  summary: "What every account of the ledger comes to",
  ...staffOnly,
  responses: { 200: json(z.object({ data: z.array(ledgerAccount) }), "The accounts"), ...problems(401, 403) },
});

const nights = createRoute({
  method: "get",
  path: "/api/v1/payments/reconciliations",
  tags: ["Payments"],
  operationId: "listReconciliations",
  summary: "The nightly comparisons with payment services, newest first",
  ...staffOnly,
  responses: { 200: json(z.object({ data: z.array(reconciliation) }), "The last sixty"), ...problems(401, 403) },
});

const differences = createRoute({
  method: "get",
  path: "/api/v1/payments/differences",
  tags: ["Payments"],
  operationId: "listPaymentDifferences",
  summary: "Where the books and a payment service do not agree, newest first",
  ...staffOnly,
  request: { query: differenceQuery },
  responses: { 200: json(differencePage, "A page of differences that stand"), ...problems(400, 401, 403) },
});

const receive = createRoute({
  method: "post",
  path: "/api/v1/orders/{id}/payments/{payment_id}/received",
  tags: ["Payments"],
  operationId: "receivePayment",
  summary: "Say what arrived of a bank transfer, or was collected at the door: all, a part, or too much",
  ...staffOnly,
  request: {
    params: z.object({ id: z.string(), payment_id: z.string() }),
    headers: orderVersion,
    body: jsonBody(receipt),
  },
  responses: { 200: json(order, "The order after it"), ...problems(400, 401, 403, 404, 409, 412, 428) },
});

const capture = createRoute({
  method: "post",
  path: "/api/v1/orders/{id}/payments/{payment_id}/capture",
  tags: ["Payments"],
  operationId: "capturePayment",
  summary: "Take money now that a service holds, before the goods leave",
  ...staffOnly,
  request: { params: z.object({ id: z.string(), payment_id: z.string() }), headers: orderVersion },
  responses: { 200: json(order, "The order after it"), ...problems(400, 401, 403, 404, 409, 412, 428, 503) },
});

const refundList = createRoute({
  method: "get",
  path: "/api/v1/orders/{id}/refunds",
  tags: ["Payments"],
  operationId: "listOrderRefunds",
  summary: "What of an order's money went back, or is on its way",
  ...staffOnly,
  request: { params: z.object({ id: id("ord") }) },
  responses: { 200: json(z.object({ data: z.array(orderRefund) }), "Oldest first"), ...problems(400, 401, 403) },
});

const sent = createRoute({
  method: "post",
  path: "/api/v1/payments/refunds/{id}/sent",
  tags: ["Payments"],
  operationId: "refundWasSent",
  summary: "Say that money which people send back is on its way; twice is once",
  ...staffOnly,
  request: { params: z.object({ id: id("re") }) },
  responses: { 200: json(order, "The order after it"), ...problems(400, 401, 403, 404, 409) },
});

export const paymentRoutes = newRouter()
  .route("/", paymentSettingsRoutes)
  .route("/", disputeRoutes)
  .route("/", savedMethodRoutes)
  .openapi(receive, async (c) => {
    const seen = versionFrom(c.req.header("if-match"));
    const { id, payment_id } = c.req.valid("param");
    const { order, version } = await receivePayment(c.var.store, id, payment_id, c.req.valid("json").amount, seen);
    c.header("ETag", etagOf(version));
    return c.json(order, 200);
  })
  .openapi(capture, async (c) => {
    const seen = versionFrom(c.req.header("if-match"));
    const { id, payment_id } = c.req.valid("param");
    const { order, version } = await capturePayment(c.var.store, id, payment_id, seen);
    c.header("ETag", etagOf(version));
    return c.json(order, 200);
  })
  .openapi(refundList, async (c) => {
    const made = await listRefunds(c.var.store, c.req.valid("param").id);
    const data = made.map(({ id, payment_id, amount, currency, reason, status, by_hand, created_at }) => {
      return { id, payment_id, amount, currency, reason, status, by_hand, created_at };
    });
    return c.json({ data }, 200);
  })
  .openapi(sent, async (c) => {
    const { order, version } = await refundWasSent(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(version));
    return c.json(order, 200);
  })
  .openapi(nights, async (c) => c.json({ data: await listReconciliations(c.var.store) }, 200))
  .openapi(differences, async (c) => c.json(await listDifferences(c.var.store, c.req.valid("query")), 200))
  .openapi(ledger, async (c) => c.json(await listEntries(c.var.store, c.req.valid("query")), 200))
  .openapi(accounts, async (c) => c.json({ data: await listAccounts(c.var.store) }, 200))
  .openapi(webhook, async (c) => {
    const { provider } = c.req.valid("param");
    const store = c.var.store.as({ kind: "provider", name: provider });
    const outcome = await hearProvider(store, provider, await c.req.text(), c.req.raw.headers);
    return c.json({ received: true as const, outcome }, 200);
  })
  .openapi(standing, async (c) => c.json(await findStanding(c.var.store, c.req.valid("param").payment_reference), 200))
  .openapi(move, async (c) => {
    const seen = versionFrom(c.req.header("if-match"));
    const { id } = c.req.valid("param");
    const moved = await movePaymentByHand(c.var.store, id, c.req.valid("json").payment_status, seen);
    c.header("ETag", etagOf(moved.version));
    return c.json(moved.order, 200);
  });
