import { createRoute, z } from "@hono/zod-openapi";
import { json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import { auditBooks } from "./audit-books.ts";
import { loadOwnOrder, toOrder } from "./find-order.ts";
import { listOrders } from "./list-orders.ts";
import { audit, order, orderPage, orderQuery, shippingMove, tokenQuery } from "./schemas.ts";
import { moveShipping } from "./ship-order.ts";

const params = z.object({ id: z.string().openapi({ example: "ord_01jd2v4q8r3x5y7z9b1d3f5h7k" }) });

const list = createRoute({
  method: "get",
  path: "/api/v1/orders",
  tags: ["Orders"],
  operationId: "listOrders",
  summary: "Orders, newest first: all for staff, their own for a customer",
  security: [{ bearer: [] }],
  request: { query: orderQuery },
  responses: { 200: json(orderPage, "A page of orders"), ...problems(400, 401) },
});

const one = createRoute({
  method: "get",
  path: "/api/v1/orders/{id}",
  tags: ["Orders"],
  operationId: "getOrder",
  summary: "An order, for its owner, for staff, or for a guest with its access token",
  security: [{ bearer: [] }, { orderToken: [] }],
  request: { params, query: tokenQuery },
  responses: { 200: json(order, "The order; its `ETag` is needed to change it"), ...problems(400, 404) },
});

const ship = createRoute({
  method: "patch",
  path: "/api/v1/orders/{id}/shipping_status",
  tags: ["Orders"],
  operationId: "moveShipping",
  summary: "Move the shipping status; only legal moves",
  ...staffOnly,
  request: {
    params,
    headers: z.object({ "if-match": z.string().optional().openapi({ description: "The order's `ETag`. Required" }) }),
    body: jsonBody(shippingMove),
  },
  responses: { 200: json(order, "The order after it"), ...problems(400, 401, 403, 404, 409, 412, 428) },
});

const books = createRoute({
  method: "get",
  path: "/api/v1/audit",
  tags: ["Orders"],
  operationId: "auditBooks",
  summary: "Whether the books hold: stock, orders, money and what was told of them",
  ...staffOnly,
  responses: {
    200: json(audit, "What was asked, and what was found; no finding is a clean audit"),
    ...problems(401, 403),
  },
});

export const orderRoutes = newRouter()
  .openapi(books, async (c) => c.json(await auditBooks(c.var.store), 200))
  .openapi(list, async (c) => c.json(await listOrders(c.var.store, c.req.valid("query")), 200))
  .openapi(one, async (c) => {
    const found = await loadOwnOrder(c.var.store, c.req.valid("param").id, c.req.valid("query").token ?? null);
    c.header("ETag", etagOf(found.version));
    return c.json(toOrder(found), 200);
  })
  .openapi(ship, async (c) => {
    const seen = versionFrom(c.req.header("if-match"));
    const { id } = c.req.valid("param");
    const moved = await moveShipping(c.var.store, id, c.req.valid("json").shipping_status, seen);
    c.header("ETag", etagOf(moved.version));
    return c.json(toOrder(moved), 200);
  });
