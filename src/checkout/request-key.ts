import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "../platform/http/router.ts";
import { type IdempotentRequest, idempotentRequest } from "../platform/idempotency.ts";

/** The header under which a request that is repeated counts once. */
export const idempotencyHeaders = z.object({
  "idempotency-key": z.string().min(1).max(255).optional().openapi({
    description: "Fresh for each order; the same when it is tried again. Required",
    example: "4f7c0a1e-9d2b",
  }),
});

/** The request's key, under the account or the cart that sends it. Its query counts too: a guest's token is what opens an order. */
export function keyOf(c: Context<AppEnv>, body: unknown): Promise<IdempotentRequest> {
  const { pathname, search } = new URL(c.req.url);
  const asked = { method: c.req.method, path: pathname + search, body };
  return idempotentRequest(c.var.store.actor, c.req.header("idempotency-key"), asked);
}
