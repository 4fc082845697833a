import type { MiddlewareHandler } from "hono";
import { authenticate } from "./identity/authenticate.ts";
import { isSessionCookie } from "./identity/cookie.ts";
import type { AppEnv } from "./platform/http/router.ts";

/**
 * Opens the store on behalf of whoever calls. Pictures and health are for everybody, and a page full of pictures must not
 * renew a session once for each.
 */
export const knowCaller: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.path.startsWith("/media/") || c.req.path === "/healthz" || c.req.path === "/readyz") return next();
  const caller = await authenticate(c.var.store, c.req.raw.headers);
  if (caller.actor) c.set("store", c.var.store.as(caller.actor));
  await next();
  if (!caller.setCookie || c.res.webSocket || c.res.headers.getSetCookie().some(isSessionCookie)) return;
  c.header("Set-Cookie", caller.setCookie, { append: true });
  c.header("Cache-Control", "private, no-store");
};
