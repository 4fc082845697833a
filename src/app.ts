import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { RouterRoute } from "hono/types";
import { knowCaller } from "./caller.ts";
import { knowCart } from "./cart/caller.ts";
import { knowMarket } from "./catalog/markets/caller.ts";
import { notFound } from "./platform/errors.ts";
import { requestContext } from "./platform/http/context.ts";
import { noteFailure, onError, onNotFound } from "./platform/http/failures.ts";
import { keepAnswers } from "./platform/http/kept.ts";
import { limitWrites } from "./platform/http/limits.ts";
import { knowLocale, pathWithoutLocale } from "./platform/http/locale.ts";
import { replayAnswers } from "./platform/http/replay.ts";
import { type AppEnv, newRouter, refuseStrayQueries } from "./platform/http/router.ts";
import { apiBodies, sameOrigin, securityHeaders, unsafeMethods } from "./platform/http/safety.ts";
import { failurePage, wantsPage } from "./storefront/failures.tsx";
import { keepPages } from "./storefront/kept-pages.tsx";

/** What everybody reads alike: lists, what is in them, what belongs to each, and what the search field offers. */
const keptReads = [
  ...["products", "categories", "collections"].flatMap((list) => [
    `/api/v1/${list}`,
    `/api/v1/${list}/:name`,
    `/api/v1/${list}/:name/:part`,
  ]),
  "/api/v1/search/suggest",
];

/** Pages that are the same for everybody but for what stands around the goods. */
const keptPages = ["/", "/search", "/categories/:slug", "/collections/:slug", "/products/:slug"];

/** Who answers what an app has no room for. */
export interface Elsewhere {
  answer: MiddlewareHandler<AppEnv>;
  /** What is answered there though a room here would take it. */
  paths: readonly string[];
}

/**
 * HTTP doors: what holds for all requests first, then one mount for each room.
 * @param elsewhere who is asked for what no room here has; without it that is not found
 */
export function createApp(rooms: readonly OpenAPIHono<AppEnv>[], elsewhere?: Elsewhere) {
  const app = newRouter(pathWithoutLocale);
  const endpoints = new Set<RouterRoute>();
  if (elsewhere) {
    const { answer, paths } = elsewhere;
    app.use((c, next) => (matchedRoutes(c).some((route) => endpoints.has(route)) ? next() : answer(c, next)));
    for (const path of paths) app.use(path, answer);
  }
  app.onError((thrown, c) => (wantsPage(c) ? failurePage(c, noteFailure(c, thrown)) : onError(thrown, c)));
  app.notFound((c) => (wantsPage(c) ? failurePage(c, notFound("page")) : onNotFound(c)));
  app.use(requestContext, securityHeaders);
  app.on(unsafeMethods, "*", sameOrigin);
  app.use(knowCaller, knowCart, knowLocale, knowMarket);
  app.use("/api/*", refuseStrayQueries(app));
  app.on(unsafeMethods, "/api/*", apiBodies, limitWrites, replayAnswers);
  app.on("GET", keptReads, keepAnswers());
  app.on("GET", keptPages, ...keepPages);

  const common = app.routes.length;
  for (const room of rooms) app.route("/", room);
  // What stands before them, and what a room uses for all of its own, answers nothing by itself.
  for (const route of app.routes.slice(common)) if (route.method !== "ALL") endpoints.add(route);
  return app;
}
