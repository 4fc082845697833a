import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import { listStock, stockOf } from "./levels.ts";
import { listMovements } from "./movements.ts";
import { changePolicy, readPolicy } from "./policy.ts";
import {
  movementPage,
  movementQuery,
  stockOfVariant,
  stockPage,
  stockPolicy,
  stockPolicyChange,
  stockQuery,
  stockUpdate,
} from "./schemas.ts";
import { adjustStock } from "./stock.ts";
import { whichVariant } from "./which-variant.ts";

const params = z.object({
  sku: z.string().max(200).openapi({ description: "A SKU, a variant's id, or the id of a product with one variant" }),
});

const list = createRoute({
  method: "get",
  path: "/api/v1/inventory",
  tags: ["Inventory"],
  operationId: "listStock",
  summary: "Levels of every tracked variant, by SKU",
  ...staffOnly,
  request: { query: stockQuery },
  responses: { 200: json(stockPage, "A page of levels"), ...problems(400, 401, 403) },
});

const one = createRoute({
  method: "get",
  path: "/api/v1/inventory/{sku}",
  tags: ["Inventory"],
  operationId: "getStock",
  summary: "What there is of a variant, at each location",
  ...staffOnly,
  request: { params },
  responses: { 200: json(stockOfVariant, "Its levels"), ...problems(401, 403, 404, 422) },
});

const update = createRoute({
  method: "post",
  path: "/api/v1/inventory/{sku}/update",
  tags: ["Inventory"],
  operationId: "updateStock",
  summary: "Change what is on hand, with a reason; appended to the ledger",
  ...staffOnly,
  request: { params, body: jsonBody(stockUpdate) },
  responses: { 200: json(stockOfVariant, "The levels after it"), ...problems(400, 401, 403, 404, 409, 422) },
});

const movements = createRoute({
  method: "get",
  path: "/api/v1/inventory/{sku}/movements",
  tags: ["Inventory"],
  operationId: "listStockMovements",
  summary: "What happened to the stock of a variant, the latest first",
  ...staffOnly,
  request: { params, query: movementQuery },
  responses: { 200: json(movementPage, "A page of movements"), ...problems(400, 401, 403, 404, 422) },
});

const policy = createRoute({
  method: "get",
  path: "/api/v1/inventory/{sku}/policy",
  tags: ["Inventory"],
  operationId: "getStockPolicy",
  summary: "How a variant is sold: what is kept back, and what is sold ahead",
  ...staffOnly,
  request: { params },
  responses: { 200: json(stockPolicy, "How it is sold"), ...problems(401, 403, 404, 422) },
});

const policyUpdate = createRoute({
  method: "patch",
  path: "/api/v1/inventory/{sku}/policy",
  tags: ["Inventory"],
  operationId: "updateStockPolicy",
  summary: "Change what is kept back, what is sold ahead and until when, and when it counts as low",
  ...staffOnly,
  request: { params, headers: ifMatch, body: jsonBody(stockPolicyChange) },
  responses: {
    200: json(stockPolicy, "How it is sold"),
    ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
  },
});

export const inventoryRoutes = newRouter()
  .openapi(list, async (c) => c.json(await listStock(c.var.store, c.req.valid("query")), 200))
  .openapi(one, async (c) => {
    const variantId = await whichVariant(c.var.store, c.req.valid("param").sku);
    return c.json(await stockOf(c.var.store, variantId), 200);
  })
  .openapi(update, async (c) => {
    const variantId = await whichVariant(c.var.store, c.req.valid("param").sku);
    return c.json(await adjustStock(c.var.store, variantId, c.req.valid("json")), 200);
  })
  .openapi(movements, async (c) => {
    const variantId = await whichVariant(c.var.store, c.req.valid("param").sku);
    return c.json(await listMovements(c.var.store, variantId, c.req.valid("query")), 200);
  })
  .openapi(policy, async (c) => {
    const found = await readPolicy(c.var.store, await whichVariant(c.var.store, c.req.valid("param").sku));
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(policyUpdate, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const variantId = await whichVariant(c.var.store, c.req.valid("param").sku);
    const changed = await changePolicy(c.var.store, variantId, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  });
