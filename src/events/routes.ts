import { createRoute, z } from "@hono/zod-openapi";
import { json, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { dropDeadLetter, listDeadLetters, retryDeadLetter } from "./dead-letters.ts";
import { deadLetterPage, deadLetterQuery } from "./schemas.ts";

const params = z.object({ id: z.string().openapi({ example: "dead_01jd2v4q8r3x5y7z9b1d3f5h7k" }) });

const list = createRoute({
  method: "get",
  path: "/api/v1/events/dead-letters",
  tags: ["Events"],
  operationId: "listDeadLetters",
  summary: "Messages that no consumer could do, newest first",
  ...staffOnly,
  request: { query: deadLetterQuery },
  responses: { 200: json(deadLetterPage, "A page of dead letters"), ...problems(400, 401, 403) },
});

const retry = createRoute({
  method: "post",
  path: "/api/v1/events/dead-letters/{id}/retry",
  tags: ["Events"],
  operationId: "retryDeadLetter",
  summary: "Send a dead letter to its queue once more",
  ...staffOnly,
  request: { params },
  responses: { 204: { description: "It is on its way, and off the list" }, ...problems(401, 403, 404, 409) },
});

const drop = createRoute({
  method: "delete",
  path: "/api/v1/events/dead-letters/{id}",
  tags: ["Events"],
  operationId: "dropDeadLetter",
  summary: "Give a dead letter up for good",
  ...staffOnly,
  request: { params },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404) },
});

export const eventRoutes = newRouter()
  .openapi(list, async (c) => c.json(await listDeadLetters(c.var.store, c.req.valid("query")), 200))
  .openapi(retry, async (c) => {
    await retryDeadLetter(c.var.store, c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(drop, async (c) => {
    await dropDeadLetter(c.var.store, c.req.valid("param").id);
    return c.body(null, 204);
  });
