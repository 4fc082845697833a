import { createRoute } from "@hono/zod-openapi";
import { json, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { listDisputes } from "./list-disputes.ts";
import { disputePage, disputeQuery } from "./schemas.ts";

const list = createRoute({
  method: "get",
  path: "/api/v1/payments/disputes",
  tags: ["Payments"],
  operationId: "listDisputes",
  summary: "Payments that buyers dispute at their bank or payment service, newest first",
  ...staffOnly,
  request: { query: disputeQuery },
  responses: { 200: json(disputePage, "A page of disputes"), ...problems(400, 401, 403) },
});

/** Staff's door to disputes; they are answered at the service. */
export const disputeRoutes = newRouter().openapi(list, async (c) =>
  c.json(await listDisputes(c.var.store, c.req.valid("query")), 200),
);
