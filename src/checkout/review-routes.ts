import { createRoute } from "@hono/zod-openapi";
import { assessment, named, reviewDecision } from "../fraud/schemas.ts";
import { order } from "../orders/schemas.ts";
import { json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf } from "../platform/http/versions.ts";
import { decideReviewAndShow, readAssessment } from "./assess-order.ts";

const tags = ["Fraud"];

const look = createRoute({
  method: "get",
  path: "/api/v1/orders/{id}/assessment",
  tags,
  operationId: "getFraudAssessment",
  summary: "What an order was judged by, and what was decided since",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(assessment, "The assessment"), ...problems(400, 401, 403, 404) },
});

const decide = createRoute({
  method: "post",
  path: "/api/v1/orders/{id}/review",
  tags,
  operationId: "decideFraudReview",
  summary: "Let an order go that was held, or refuse it",
  ...staffOnly,
  request: { params: named, body: jsonBody(reviewDecision) },
  responses: { 200: json(order, "The order after it"), ...problems(400, 401, 403, 404, 409, 413, 415) },
});

export const reviewRoutes = newRouter()
  .openapi(look, async (c) => c.json(await readAssessment(c.var.store, c.req.valid("param").id), 200))
  .openapi(decide, async (c) => {
    const { order: decided, version } = await decideReviewAndShow(
      c.var.store,
      c.req.valid("param").id,
      c.req.valid("json"),
    );
    c.header("ETag", etagOf(version));
    return c.json(decided, 200);
  });
