import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import {
  archivePromotion,
  createPromotion,
  findPromotion,
  listPromotions,
  updatePromotion,
} from "./campaigns/promotions.ts";
import { newPromotion, promotion, promotionChange, promotionPage, promotionQuery } from "./campaigns/schemas.ts";

const tags = ["Promotions"];
const named = z.object({ id: z.string().min(1).max(60) });

const list = createRoute({
  method: "get",
  path: "/api/v1/promotions",
  tags,
  operationId: "listPromotions",
  summary: "Promotions, the newest first",
  ...staffOnly,
  request: { query: promotionQuery },
  responses: { 200: json(promotionPage, "A page of promotions"), ...problems(400, 401, 403) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/promotions/{id}",
  tags,
  operationId: "getPromotion",
  summary: "A promotion, and how much of it is used",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(promotion, "The promotion"), ...problems(401, 403, 404) },
});

const add = createRoute({
  method: "post",
  path: "/api/v1/promotions",
  tags,
  operationId: "createPromotion",
  summary: "Write a promotion; it is paused unless it is said to be active",
  ...staffOnly,
  request: { body: jsonBody(newPromotion) },
  responses: { 201: json(promotion, "The promotion"), ...problems(400, 401, 403, 413, 415, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/v1/promotions/{id}",
  tags,
  operationId: "updatePromotion",
  summary: "Change a promotion; an archived one comes back by its `status`",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(promotionChange) },
  responses: { 200: json(promotion, "The promotion"), ...problems(400, 401, 403, 404, 412, 413, 415, 422, 428) },
});

const archive = createRoute({
  method: "post",
  path: "/api/v1/promotions/{id}/archive",
  tags,
  operationId: "archivePromotion",
  summary: "Take a promotion out of use; what it gave stays in the books",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 200: json(promotion, "The promotion"), ...problems(400, 401, 403, 404, 412, 428) },
});

export const promotionRoutes = newRouter()
  .openapi(list, async (c) => c.json(await listPromotions(c.var.store, c.req.valid("query")), 200))
  .openapi(read, async (c) => {
    const found = await findPromotion(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(add, async (c) => {
    const created = await createPromotion(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(created.version));
    c.header("Location", `/api/v1/promotions/${created.id}`);
    return c.json(created, 201);
  })
  .openapi(change, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await updatePromotion(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  })
  .openapi(archive, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const archived = await archivePromotion(c.var.store, c.req.valid("param").id, version);
    c.header("ETag", etagOf(archived.version));
    return c.json(archived, 200);
  });
