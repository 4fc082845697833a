import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, moved, notModified, problems, staffOnly } from "../../platform/http/contract.ts";
import { elsewhere, publicAnswer } from "../../platform/http/public-answer.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom, versionIfSent } from "../../platform/http/versions.ts";
import { isElsewhere, seesAll } from "../products/find-product.ts";
import { productQuery } from "../schemas.ts";
import {
  createCollection,
  deleteCollection,
  findCollection,
  listCollections,
  updateCollection,
} from "./collections.ts";
import { previewCollection } from "./preview.ts";
import {
  collectionChange,
  collectionDetail,
  collectionPage,
  collectionPreview,
  collectionPreviewRequest,
  collectionQuery,
  newCollection,
} from "./schemas.ts";

const named = z.object({ collection: z.string().min(1).max(120).openapi({ description: "Its id or slug" }) });
const toldIn = { currency: productQuery.shape.currency, locale: productQuery.shape.locale };

const list = createRoute({
  method: "get",
  path: "/api/v1/collections",
  tags: ["Catalog"],
  operationId: "listCollections",
  summary: "Collections, by title",
  description: "What is in one is listed by `GET /products?collection=`.",
  security: [],
  request: { query: collectionQuery },
  responses: { 200: json(collectionPage, "A page of collections"), 304: notModified, ...problems(400) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/collections/{collection}",
  tags: ["Catalog"],
  operationId: "getCollection",
  summary: "A collection, by its id or slug",
  security: [],
  request: { params: named, query: z.strictObject(toldIn) },
  responses: {
    200: json(collectionDetail, "The collection"),
    301: moved,
    304: notModified,
    ...problems(400, 404),
  },
});

const create = createRoute({
  method: "post",
  path: "/api/v1/collections",
  tags: ["Catalog"],
  operationId: "createCollection",
  summary: "Add a collection, picked by hand or by a rule",
  ...staffOnly,
  request: { body: jsonBody(newCollection) },
  responses: { 201: json(collectionDetail, "The collection"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const preview = createRoute({
  method: "post",
  path: "/api/v1/collections/preview",
  tags: ["Catalog"],
  operationId: "previewCollection",
  summary: "See which products fit a rule, before it is kept",
  description: "A thousand products at a time, the newest first; `next_cursor` leads to the older ones.",
  ...staffOnly,
  request: { body: jsonBody(collectionPreviewRequest) },
  responses: { 200: json(collectionPreview, "What fits"), ...problems(400, 401, 403, 413, 415) },
});

const change = createRoute({
  method: "patch",
  path: "/api/v1/collections/{collection}",
  tags: ["Catalog"],
  operationId: "updateCollection",
  summary: "Change a collection; what is left out stays",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(collectionChange) },
  responses: {
    200: json(collectionDetail, "The collection after it"),
    ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/collections/{collection}",
  tags: ["Catalog"],
  operationId: "deleteCollection",
  summary: "Remove a collection; its products stay",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404, 412) },
});

export const collectionRoutes = newRouter();

collectionRoutes.openapi(list, async (c) => {
  const page = await listCollections(c.var.store, c.req.valid("query"));
  return seesAll(c.var.store) ? c.json(page, 200) : publicAnswer(page);
});

collectionRoutes.openapi(read, async (c) => {
  const { store } = c.var;
  const asked = c.req.valid("param").collection;
  const found = await findCollection(store, asked, c.req.valid("query").currency);
  if (isElsewhere(asked, found)) return elsewhere(c, `/api/v1/collections/${found.slug}`);
  if (!seesAll(store)) return publicAnswer(found);
  c.header("ETag", etagOf(found.version));
  return c.json(found, 200);
});

collectionRoutes.openapi(create, async (c) => {
  const created = await createCollection(c.var.store, c.req.valid("json"));
  c.header("ETag", etagOf(created.version));
  c.header("Location", `/api/v1/collections/${created.id}`);
  return c.json(created, 201);
});

collectionRoutes.openapi(preview, async (c) => {
  const { rules, cursor } = c.req.valid("json");
  return c.json(await previewCollection(c.var.store, rules, cursor), 200);
});

collectionRoutes.openapi(change, async (c) => {
  const version = versionFrom(c.req.valid("header")["if-match"]);
  const changed = await updateCollection(c.var.store, c.req.valid("param").collection, version, c.req.valid("json"));
  c.header("ETag", etagOf(changed.version));
  return c.json(changed, 200);
});

collectionRoutes.openapi(remove, async (c) => {
  const version = versionIfSent(c.req.valid("header")["if-match"]);
  await deleteCollection(c.var.store, c.req.valid("param").collection, version);
  return c.body(null, 204);
});
