import type { MiddlewareHandler } from "hono";
import { idempotentRequest, keyOwner, once } from "../idempotency.ts";
import type { AppEnv } from "./router.ts";

/** Endpoints whose verbs keep the key in the batch of what it protects, and sign-ins, whose answers hold secrets. */
const keptElsewhere =
  /^\/api\/v1\/(?:(?:checkout|payments|users|orders\/[^/]+\/refunds|order-drafts\/[^/]+\/order)(?:\/|$)|orders$)/;

/**
 * Lets a `POST` that is repeated under one `Idempotency-Key` count once: the first answer is kept for a day and replayed. The
 * header is a choice here, and belongs to the caller's account or cart; a stranger without either has no keys. An answer that
 * refused is not kept, so that the same key may try again.
 * @throws idempotency-key-reused, idempotency-key-in-flight
 */
export const replayAnswers: MiddlewareHandler<AppEnv> = async (c, next) => {
  const header = c.req.header("idempotency-key");
  const isFile = c.req.header("content-type")?.startsWith("multipart/") ?? false;
  if (header === undefined || c.req.method !== "POST" || isFile || keptElsewhere.test(c.req.path)) return next();
  const { store } = c.var;
  if (keyOwner(store.actor) === null) return next();
  const { pathname, search } = new URL(c.req.url);
  const asked = { method: "POST", path: pathname + search, body: await c.req.text() };
  try {
    const { status, body, replayed } = await once(
      store,
      await idempotentRequest(store.actor, header, asked),
      async () => {
        await next();
        if (c.res.status >= 400) throw new Refused();
        return { status: c.res.status, body: await c.res.clone().text() };
      },
    );
    if (!replayed) return;
    return new Response(String(body), {
      status,
      headers: { "Content-Type": "application/json", "Idempotent-Replayed": "true" },
    });
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
  }
};

/** Gives the key back; the answer stands already. */
class Refused extends Error {}
