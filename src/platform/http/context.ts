import type { MiddlewareHandler } from "hono";
import { makeId } from "../ids.ts";
import { openStore } from "../store.ts";
import { answerHeaders } from "./answer.ts";
import type { AppEnv } from "./router.ts";

/**
 * Opens the store for a request, and says on the answer which request it was and how long it took. What failed is logged:
 * method, path without its query, status, milliseconds; nothing of the person. The platform itself logs that there was one.
 */
export const requestContext: MiddlewareHandler<AppEnv> = async (c, next) => {
  const began = performance.now();
  const requestId = makeId("req", Date.now());
  const store = openStore(c.env, {
    actor: { kind: "shopper", cartId: null },
    traceparent: c.req.header("traceparent") ?? null,
    logged: { request_id: requestId },
    after: (work) => c.executionCtx.waitUntil(work),
  });
  c.set("requestId", requestId);
  c.set("store", store);
  await next();
  const spent = Math.round((performance.now() - began) * 10) / 10;
  if (c.res.webSocket) return;
  const headers = answerHeaders(c);
  headers.set("X-Request-Id", requestId);
  headers.set("Server-Timing", `total;dur=${spent}`);
  if (c.res.status >= 500)
    store.log.warn("request", { method: c.req.method, path: c.req.path, status: c.res.status, ms: spent });
};
