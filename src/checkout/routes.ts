import { createRoute, z } from "@hono/zod-openapi";
import { bulkOutcome, bulkRequest } from "../orders/desk/schemas.ts";
import { cancellation, order, tokenQuery } from "../orders/schemas.ts";
import { json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { accountFirst } from "../platform/http/guards.ts";
import { limitCheckout } from "../platform/http/limits.ts";
import { newRouter } from "../platform/http/router.ts";
import { once } from "../platform/idempotency.ts";
import { bulkOrders } from "./bulk-orders.ts";
import { cancelOwnOrder } from "./cancel-order.ts";
import { lookAfter } from "./look-after.ts";
import { payAgain } from "./pay-again.ts";
import { placeOrder } from "./place-order.ts";
import { previewPromotion } from "./preview-promotion.ts";
import { preview, previewRequest } from "./preview-schemas.ts";
import { quickCheckout } from "./quick-checkout.ts";
import { quoteCart } from "./quote.ts";
import { refundOrder } from "./refund-order.ts";
import { idempotencyHeaders, keyOf } from "./request-key.ts";
import {
  checkout,
  payRequest,
  placed,
  quickCheckout as quickCheckoutRequest,
  quote,
  quoteRequest,
  refundRequest,
} from "./schemas.ts";

const quoteRoute = createRoute({
  method: "post",
  path: "/api/v1/checkout/quote",
  tags: ["Checkout"],
  operationId: "quote",
  summary: "What the cart would cost as an order, and what is still missing",
  security: [{ cart: [] }, { bearer: [] }],
  request: { body: jsonBody(quoteRequest) },
  responses: { 200: json(quote, "The quote; nothing is held"), ...problems(400, 409, 422) },
});

const checkoutRoute = createRoute({
  method: "post",
  path: "/api/v1/checkout",
  tags: ["Checkout"],
  operationId: "placeOrder",
  summary: "Place the order of the cart, once",
  security: [{ cart: [] }, { bearer: [] }],
  middleware: [limitCheckout] as const,
  request: { headers: idempotencyHeaders, body: jsonBody(checkout) },
  responses: {
    201: json(placed, "The order, and where to pay; `Idempotent-Replayed: true` when it was placed before"),
    ...problems(400, 409, 422, 428, 429, 503),
  },
});

const quickRoute = createRoute({
  method: "post",
  path: "/api/v1/checkout/quick",
  tags: ["Checkout"],
  operationId: "quickCheckout",
  summary: "Order the cart in one call: to a saved address, by a saved way to pay",
  security: [{ bearer: [] }],
  middleware: [limitCheckout, accountFirst] as const,
  request: { headers: idempotencyHeaders, body: jsonBody(quickCheckoutRequest) },
  responses: {
    201: json(placed, "The order. `payment.redirect_url`, where it is not null: the bank wants the buyer to go there"),
    ...problems(400, 401, 404, 409, 422, 428, 429, 503),
  },
});

const payRoute = createRoute({
  method: "post",
  path: "/api/v1/payments/pay",
  tags: ["Payments"],
  operationId: "payAgain",
  summary: "Another attempt on an unpaid order",
  security: [{ bearer: [] }, { orderToken: [] }],
  middleware: [limitCheckout] as const,
  request: { query: tokenQuery, headers: idempotencyHeaders, body: jsonBody(payRequest) },
  responses: { 201: json(placed, "Where to pay now"), ...problems(400, 404, 409, 422, 428, 429, 503) },
});

const cancelRoute = createRoute({
  method: "post",
  path: "/api/v1/orders/{id}/cancel",
  tags: ["Orders"],
  operationId: "cancelOrder",
  summary: "Cancel an order before its parcel leaves; what was paid goes back",
  security: [{ bearer: [] }, { orderToken: [] }],
  request: { params: z.object({ id: z.string() }), query: tokenQuery, body: jsonBody(cancellation) },
  responses: { 200: json(order, "The cancelled order"), ...problems(400, 401, 403, 404, 409) },
});

const bulkRoute = createRoute({
  method: "post",
  path: "/api/v1/orders/bulk",
  tags: ["Orders"],
  operationId: "bulkOrders",
  summary: "Tag, ship or cancel many orders; each is told what came of it",
  ...staffOnly,
  request: { body: jsonBody(bulkRequest) },
  responses: { 200: json(bulkOutcome, "What came of each, in their order"), ...problems(400, 401, 403, 413, 415) },
});

const refundRoute = createRoute({
  method: "post",
  path: "/api/v1/orders/{id}/refunds",
  tags: ["Orders"],
  operationId: "refundOrder",
  summary: "Give money back",
  ...staffOnly,
  request: { params: z.object({ id: z.string() }), headers: idempotencyHeaders, body: jsonBody(refundRequest) },
  responses: { 201: json(order, "The order after it"), ...problems(400, 401, 403, 404, 409, 422, 428) },
});

const previewRoute = createRoute({
  method: "post",
  path: "/api/v1/promotions/preview",
  tags: ["Promotions"],
  operationId: "previewPromotion",
  summary: "What a promotion would do to a sample sale, saved or not; nothing is written",
  ...staffOnly,
  request: { body: jsonBody(previewRequest) },
  responses: { 200: json(preview, "The priced sale"), ...problems(400, 401, 403, 404, 409, 413, 415, 422) },
});

export const checkoutRoutes = newRouter()
  .openapi(quoteRoute, async (c) => c.json(await quoteCart(c.var.store, c.req.valid("json")), 200))
  .openapi(previewRoute, async (c) => c.json(await previewPromotion(c.var.store, c.req.valid("json")), 200))
  .openapi(checkoutRoute, async (c) => {
    const { store } = c.var;
    const body = c.req.valid("json");
    const { placed, replayed } = await placeOrder(store, body, await keyOf(c, body));
    if (replayed) c.header("Idempotent-Replayed", "true");
    else lookAfter(c, placed.order);
    return c.json(placed, 201);
  })
  .openapi(quickRoute, async (c) => {
    const body = c.req.valid("json");
    const { placed, replayed } = await quickCheckout(c.var.store, body, await keyOf(c, body));
    if (!replayed) lookAfter(c, placed.order);
    if (replayed) c.header("Idempotent-Replayed", "true");
    return c.json(placed, 201);
  })
  .openapi(payRoute, async (c) => {
    const { store } = c.var;
    const body = c.req.valid("json");
    const { token } = c.req.valid("query");
    const answer = await once(store, await keyOf(c, body), async () => ({
      status: 201,
      body: await payAgain(store, body, token ?? null),
    }));
    if (answer.replayed) c.header("Idempotent-Replayed", "true");
    return c.json(placed.parse(answer.body), 201);
  })
  .openapi(cancelRoute, async (c) => {
    const { store } = c.var;
    const { id } = c.req.valid("param");
    const { token = null } = c.req.valid("query");
    return c.json(await cancelOwnOrder(store, id, token, c.req.valid("json").reason), 200);
  })
  .openapi(bulkRoute, async (c) => c.json(await bulkOrders(c.var.store, c.req.valid("json")), 200))
  .openapi(refundRoute, async (c) => {
    const { store } = c.var;
    const body = c.req.valid("json");
    const { id } = c.req.valid("param");
    const { order, replayed } = await refundOrder(store, id, body, await keyOf(c, body));
    if (replayed) c.header("Idempotent-Replayed", "true");
    return c.json(order, 201);
  });
