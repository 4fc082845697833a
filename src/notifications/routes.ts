import { createRoute } from "@hono/zod-openapi";
import { json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { aboutOrder, queued } from "./schemas.ts";
import { tellAgain } from "./tell-again.ts";

const request = { body: jsonBody(aboutOrder) };
const responses = { 202: json(queued, "It is on its way"), ...problems(400, 401, 403, 404, 409) };

const confirmation = createRoute({
  method: "post",
  path: "/api/v1/notifications/order/confirmation",
  tags: ["Notifications"],
  operationId: "sendConfirmation",
  summary: "Send the confirmation of a paid order once more",
  ...staffOnly,
  request,
  responses,
});

const dispatched = createRoute({
  method: "post",
  path: "/api/v1/notifications/order/dispatched",
  tags: ["Notifications"],
  operationId: "sendDispatched",
  summary: "Send word once more that an order has left",
  ...staffOnly,
  request,
  responses,
});

const reminder = createRoute({
  method: "post",
  path: "/api/v1/notifications/order/payment-reminder",
  tags: ["Notifications"],
  operationId: "sendPaymentReminder",
  summary: "Remind of an order that waits for its payment",
  ...staffOnly,
  request,
  responses,
});

export const notificationRoutes = newRouter()
  .openapi(confirmation, async (c) =>
    c.json(await tellAgain(c.var.store, c.req.valid("json").order_id, "confirmation"), 202),
  )
  .openapi(dispatched, async (c) =>
    c.json(await tellAgain(c.var.store, c.req.valid("json").order_id, "dispatched"), 202),
  )
  .openapi(reminder, async (c) =>
    c.json(await tellAgain(c.var.store, c.req.valid("json").order_id, "payment-reminder"), 202),
  );
