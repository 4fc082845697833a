import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom } from "../../platform/http/versions.ts";
import { homeCode, homeMarket } from "../../platform/market.ts";
import { createMarket, deleteMarket, findMarket, listMarkets, updateMarket } from "./markets.ts";
import { market, marketChange, markets, newMarket } from "./schemas.ts";

const tags = ["Prices"];
const named = z.object({ market: z.string().min(1).max(60).openapi({ description: "Its id or code" }) });

const list = createRoute({
  method: "get",
  path: "/api/v1/markets",
  tags,
  operationId: "listMarkets",
  summary: "Where the store sells, and in which currency",
  security: [],
  responses: { 200: json(markets, "All markets"), ...problems(400) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/markets/{market}",
  tags,
  operationId: "getMarket",
  summary: "A market",
  security: [],
  request: { params: named },
  responses: { 200: json(market, "The market"), ...problems(404) },
});

const create = createRoute({
  method: "post",
  path: "/api/v1/markets",
  tags,
  operationId: "createMarket",
  summary: "Sell in another currency, to the countries that are named",
  ...staffOnly,
  request: { body: jsonBody(newMarket) },
  responses: { 201: json(market, "The market"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/v1/markets/{market}",
  tags,
  operationId: "updateMarket",
  summary: "Change a market; `countries` replaces them all",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(marketChange) },
  responses: { 200: json(market, "The market"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/markets/{market}",
  tags,
  operationId: "deleteMarket",
  summary: "Sell to its countries in the store's own market again",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404, 409, 412, 428) },
});

export const marketRoutes = newRouter()
  .openapi(list, async (c) => {
    const { name, currency } = homeMarket(c.env);
    const data = await listMarkets(c.var.store);
    return c.json({ home: { code: homeCode, name, currency } as const, data }, 200);
  })
  .openapi(read, async (c) => {
    const found = await findMarket(c.var.store, c.req.valid("param").market);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(create, async (c) => {
    const created = await createMarket(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(created.version));
    c.header("Location", `/api/v1/markets/${created.id}`);
    return c.json(created, 201);
  })
  .openapi(change, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await updateMarket(c.var.store, c.req.valid("param").market, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  })
  .openapi(remove, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    await deleteMarket(c.var.store, c.req.valid("param").market, version);
    return c.body(null, 204);
  });
