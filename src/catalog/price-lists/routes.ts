import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom } from "../../platform/http/versions.ts";
import { listPrices, setListPrices } from "./list-prices.ts";
import { createPriceList, deletePriceList, findPriceList, listPriceLists, updatePriceList } from "./price-lists.ts";
import {
  listPricePage,
  listPricesChange,
  listPricesChanged,
  listPricesQuery,
  newPriceList,
  priceList,
  priceListChange,
  priceLists,
} from "./schemas.ts";

const tags = ["Prices"];
const named = z.object({ id: z.string().min(1).max(60) });

const list = createRoute({
  method: "get",
  path: "/api/v1/price-lists",
  tags,
  operationId: "listPriceLists",
  summary: "All price lists, in the order in which they are asked",
  ...staffOnly,
  responses: { 200: json(priceLists, "The lists"), ...problems(401, 403) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/price-lists/{id}",
  tags,
  operationId: "getPriceList",
  summary: "A price list without its prices",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(priceList, "The list"), ...problems(401, 403, 404) },
});

const create = createRoute({
  method: "post",
  path: "/api/v1/price-lists",
  tags,
  operationId: "createPriceList",
  summary: "Ask other prices of some buyers, at some time, in some markets",
  ...staffOnly,
  request: { body: jsonBody(newPriceList) },
  responses: { 201: json(priceList, "The list"), ...problems(400, 401, 403, 413, 415, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/v1/price-lists/{id}",
  tags,
  operationId: "updatePriceList",
  summary: "Change a price list; what is left out stays",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(priceListChange) },
  responses: { 200: json(priceList, "The list"), ...problems(400, 401, 403, 404, 412, 413, 415, 422, 428) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/price-lists/{id}",
  tags,
  operationId: "deletePriceList",
  summary: "Take a price list away with its prices; orders keep theirs",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404, 412, 428) },
});

const readPrices = createRoute({
  method: "get",
  path: "/api/v1/price-lists/{id}/prices",
  tags,
  operationId: "listPricesOfList",
  summary: "What a list asks for, variant by variant",
  ...staffOnly,
  request: { params: named, query: listPricesQuery },
  responses: { 200: json(listPricePage, "A page of prices"), ...problems(400, 401, 403, 404) },
});

const changePrices = createRoute({
  method: "patch",
  path: "/api/v1/price-lists/{id}/prices",
  tags,
  operationId: "setPricesOfList",
  summary: "Set the prices of up to 2,000 variants, each by all its tiers; what is not named stays",
  description:
    "`If-Match` names the version of the list, which rises with it. `tiers: []` takes a variant's prices out.",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(listPricesChange) },
  responses: {
    200: json(listPricesChanged, "How many changed, and the list's version"),
    ...problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
  },
});

export const priceListRoutes = newRouter()
  .openapi(list, async (c) => c.json({ data: await listPriceLists(c.var.store) }, 200))
  .openapi(read, async (c) => {
    const found = await findPriceList(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(create, async (c) => {
    const created = await createPriceList(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(created.version));
    c.header("Location", `/api/v1/price-lists/${created.id}`);
    return c.json(created, 201);
  })
  .openapi(change, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await updatePriceList(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  })
  .openapi(remove, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    await deletePriceList(c.var.store, c.req.valid("param").id, version);
    return c.body(null, 204);
  })
  .openapi(readPrices, async (c) =>
    c.json(await listPrices(c.var.store, c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .openapi(changePrices, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await setListPrices(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  });
