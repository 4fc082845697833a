import { createRoute, z } from "@hono/zod-openapi";
import { json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { listStock, stockOf } from "./levels.ts";
import { stockOfVariant, stockPage, stockQuery, stockUpdate } from "./schemas.ts";
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

export const inventoryRoutes = newRouter()
  .openapi(list, async (c) => c.json(await listStock(c.var.store, c.req.valid("query")), 200))
  .openapi(one, async (c) => {
    const variantId = await whichVariant(c.var.store, c.req.valid("param").sku);
    return c.json(await stockOf(c.var.store, variantId), 200);
  })
  .openapi(update, async (c) => {
    const variantId = await whichVariant(c.var.store, c.req.valid("param").sku);
    return c.json(await adjustStock(c.var.store, variantId, c.req.valid("json")), 200);
  });
