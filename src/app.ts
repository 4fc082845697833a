import type { MiddlewareHandler } from "hono";
import { knowCaller } from "./caller.ts";
import { healthRoutes } from "./health/routes.ts";
import { serveContract } from "./openapi.ts";
import { requestContext } from "./platform/http/context.ts";
import { onError, onNotFound } from "./platform/http/failures.ts";
import { type AppEnv, newRouter } from "./platform/http/router.ts";
import { jsonOnly, sameOrigin, securityHeaders } from "./platform/http/safety.ts";

/** Every HTTP door of the store: what holds for all requests first, then one mount for each context. */
export function createApp() {
  const app = newRouter();
  app.onError(onError);
  app.notFound(onNotFound);
  app.use(requestContext, securityHeaders, sameOrigin, knowCaller);
  app.use("/api/*", jsonOnly, noStore);

  app.route("/", healthRoutes);

  serveContract(app);
  return app;
}

/** API answers are for this caller now; routes that may be cached say so themselves. */
const noStore: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (!c.res.webSocket && !c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
};
