import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom, versionIfSent } from "../../platform/http/versions.ts";
import { createAttribute, deleteAttribute, findAttribute, listAttributes, updateAttribute } from "./attributes.ts";
import { attribute, attributeChange, attributeList, attributeQuery, newAttribute } from "./schemas.ts";

const named = z.object({ attribute: z.string().min(1).max(120) });

const list = createRoute({
  method: "get",
  path: "/api/v1/attributes",
  tags: ["Catalog"],
  operationId: "listAttributes",
  summary: "What attributes mean: their type, unit and choices",
  ...staffOnly,
  request: { query: attributeQuery },
  responses: { 200: json(attributeList, "The definitions"), ...problems(400, 401, 403, 404) },
});

const readOne = createRoute({
  method: "get",
  path: "/api/v1/attributes/{attribute}",
  tags: ["Catalog"],
  operationId: "getAttribute",
  summary: "What one attribute means",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(attribute, "The definition"), ...problems(401, 403, 404) },
});

const create = createRoute({
  method: "post",
  path: "/api/v1/attributes",
  tags: ["Catalog"],
  operationId: "createAttribute",
  summary: "Say what an attribute means, for the products of some categories or for all",
  ...staffOnly,
  request: { body: jsonBody(newAttribute) },
  responses: { 201: json(attribute, "The definition"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/v1/attributes/{attribute}",
  tags: ["Catalog"],
  operationId: "updateAttribute",
  summary: "Change what an attribute means; its code and type stay",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(attributeChange) },
  responses: {
    200: json(attribute, "The definition after it"),
    ...problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/attributes/{attribute}",
  tags: ["Catalog"],
  operationId: "deleteAttribute",
  summary: "Take a definition away; products keep what they say",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404, 412) },
});

export const attributeRoutes = newRouter();

attributeRoutes.openapi(list, async (c) =>
  c.json({ data: await listAttributes(c.var.store, c.req.valid("query").category) }, 200),
);

attributeRoutes.openapi(readOne, async (c) => {
  const found = await findAttribute(c.var.store, c.req.valid("param").attribute);
  c.header("ETag", etagOf(found.version));
  return c.json(found, 200);
});

attributeRoutes.openapi(create, async (c) => {
  const created = await createAttribute(c.var.store, c.req.valid("json"));
  c.header("ETag", etagOf(created.version));
  c.header("Location", `/api/v1/attributes/${created.id}`);
  return c.json(created, 201);
});

attributeRoutes.openapi(change, async (c) => {
  const version = versionFrom(c.req.valid("header")["if-match"]);
  const changed = await updateAttribute(c.var.store, c.req.valid("param").attribute, version, c.req.valid("json"));
  c.header("ETag", etagOf(changed.version));
  return c.json(changed, 200);
});

attributeRoutes.openapi(remove, async (c) => {
  const version = versionIfSent(c.req.valid("header")["if-match"]);
  await deleteAttribute(c.var.store, c.req.valid("param").attribute, version);
  return c.body(null, 204);
});
