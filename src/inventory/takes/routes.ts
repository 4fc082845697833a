import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom } from "../../platform/http/versions.ts";
import {
  counts,
  newStockTake,
  stockTake,
  stockTakeEnd,
  stockTakeLinePage,
  stockTakeLineQuery,
  stockTakePage,
  stockTakeQuery,
} from "./schemas.ts";
import { beginStockTake, count, endStockTake, findStockTake, listCounts, listStockTakes } from "./takes.ts";

const tags = ["Inventory"];
const named = z.object({ id: z.string().min(1).max(60) });

const list = createRoute({
  method: "get",
  path: "/api/v1/stock-takes",
  tags,
  operationId: "listStockTakes",
  summary: "Counts of what lies at a location, the latest first",
  ...staffOnly,
  request: { query: stockTakeQuery },
  responses: { 200: json(stockTakePage, "A page of stock takes"), ...problems(400, 401, 403) },
});

const begin = createRoute({
  method: "post",
  path: "/api/v1/stock-takes",
  tags,
  operationId: "beginStockTake",
  summary: "Begin to count what lies at a location",
  ...staffOnly,
  request: { body: jsonBody(newStockTake) },
  responses: { 201: json(stockTake, "The stock take"), ...problems(400, 401, 403, 404, 413, 415) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/stock-takes/{id}",
  tags,
  operationId: "getStockTake",
  summary: "A stock take",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(stockTake, "The stock take"), ...problems(401, 403, 404) },
});

const lines = createRoute({
  method: "get",
  path: "/api/v1/stock-takes/{id}/counts",
  tags,
  operationId: "listStockCounts",
  summary: "What was counted, beside what was expected",
  ...staffOnly,
  request: { params: named, query: stockTakeLineQuery },
  responses: { 200: json(stockTakeLinePage, "A page of counts"), ...problems(400, 401, 403, 404) },
});

const write = createRoute({
  method: "post",
  path: "/api/v1/stock-takes/{id}/counts",
  tags,
  operationId: "writeStockCounts",
  summary: "Write down what was counted; the last count of a variant holds",
  ...staffOnly,
  request: { params: named, body: jsonBody(counts) },
  responses: { 200: json(stockTake, "The stock take"), ...problems(400, 401, 403, 404, 409, 413, 415, 422) },
});

const end = createRoute({
  method: "patch",
  path: "/api/v1/stock-takes/{id}",
  tags,
  operationId: "endStockTake",
  summary: "Let the books follow the count, or forget it; once",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(stockTakeEnd) },
  responses: { 200: json(stockTake, "The stock take"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 428) },
});

export const stockTakeRoutes = newRouter()
  .openapi(list, async (c) => c.json(await listStockTakes(c.var.store, c.req.valid("query")), 200))
  .openapi(begin, async (c) => {
    const begun = await beginStockTake(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(begun.version));
    return c.json(begun, 201);
  })
  .openapi(read, async (c) => {
    const found = await findStockTake(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(lines, async (c) =>
    c.json(await listCounts(c.var.store, c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .openapi(write, async (c) => {
    const counted = await count(c.var.store, c.req.valid("param").id, c.req.valid("json"));
    c.header("ETag", etagOf(counted.version));
    return c.json(counted, 200);
  })
  .openapi(end, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const { status } = c.req.valid("json");
    const ended = await endStockTake(c.var.store, c.req.valid("param").id, version, status);
    c.header("ETag", etagOf(ended.version));
    return c.json(ended, 200);
  });
