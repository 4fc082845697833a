import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import {
  createShippingMethod,
  deleteShippingMethod,
  findShippingMethod,
  listShippingMethods,
  updateShippingMethod,
} from "./rules/methods.ts";
import {
  newShippingMethod,
  newShippingZone,
  shippingMethod,
  shippingMethodChange,
  shippingSettings,
  shippingSettingsChange,
  shippingZone,
  shippingZoneChange,
} from "./rules/schemas.ts";
import { changeShippingSettings, readShippingSettings } from "./rules/settings.ts";
import {
  createShippingZone,
  deleteShippingZone,
  findShippingZone,
  listShippingZones,
  updateShippingZone,
} from "./rules/zones.ts";

const tags = ["Shipping"];
const named = z.object({ id: z.string().min(1).max(60) });
const ofOne = (path: "zones" | "methods") => `/api/v1/shipping/${path}/{id}` as const;

const zones = createRoute({
  method: "get",
  path: "/api/v1/shipping/zones",
  tags,
  operationId: "listShippingZones",
  summary: "The parts of the world that are shipped to alike",
  ...staffOnly,
  responses: { 200: json(z.object({ data: z.array(shippingZone) }), "All zones"), ...problems(401, 403) },
});

const readZone = createRoute({
  method: "get",
  path: ofOne("zones"),
  tags,
  operationId: "getShippingZone",
  summary: "A shipping zone",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(shippingZone, "The zone"), ...problems(401, 403, 404) },
});

const addZone = createRoute({
  method: "post",
  path: "/api/v1/shipping/zones",
  tags,
  operationId: "createShippingZone",
  summary: "Tell another part of the world apart",
  ...staffOnly,
  request: { body: jsonBody(newShippingZone) },
  responses: { 201: json(shippingZone, "The zone"), ...problems(400, 401, 403, 409, 412, 413, 415, 422) },
});

const changeZone = createRoute({
  method: "patch",
  path: ofOne("zones"),
  tags,
  operationId: "updateShippingZone",
  summary: "Change a shipping zone; lists replace what was there",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(shippingZoneChange) },
  responses: { 200: json(shippingZone, "The zone"), ...problems(400, 401, 403, 404, 412, 413, 415, 422, 428) },
});

const removeZone = createRoute({
  method: "delete",
  path: ofOne("zones"),
  tags,
  operationId: "deleteShippingZone",
  summary: "Remove a shipping zone that no method leads to",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404, 409, 412, 428) },
});

const methods = createRoute({
  method: "get",
  path: "/api/v1/shipping/methods",
  tags,
  operationId: "listShippingMethods",
  summary: "Every way to ship, in the order in which shoppers see them",
  ...staffOnly,
  responses: { 200: json(z.object({ data: z.array(shippingMethod) }), "All methods"), ...problems(401, 403) },
});

const readMethod = createRoute({
  method: "get",
  path: ofOne("methods"),
  tags,
  operationId: "getShippingMethod",
  summary: "A way to ship, with where it leads and what it costs",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(shippingMethod, "The method"), ...problems(401, 403, 404) },
});

const addMethod = createRoute({
  method: "post",
  path: "/api/v1/shipping/methods",
  tags,
  operationId: "createShippingMethod",
  summary: "Offer another way to ship",
  ...staffOnly,
  request: { body: jsonBody(newShippingMethod) },
  responses: { 201: json(shippingMethod, "The method"), ...problems(400, 401, 403, 409, 412, 413, 415, 422) },
});

const changeMethod = createRoute({
  method: "patch",
  path: ofOne("methods"),
  tags,
  operationId: "updateShippingMethod",
  summary: "Change a way to ship; `zones` replaces them all, with their rates",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(shippingMethodChange) },
  responses: { 200: json(shippingMethod, "The method"), ...problems(400, 401, 403, 404, 412, 413, 415, 422, 428) },
});

const removeMethod = createRoute({
  method: "delete",
  path: ofOne("methods"),
  tags,
  operationId: "deleteShippingMethod",
  summary: "Offer a way to ship no more; orders keep what they were shipped by",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404, 412, 428) },
});

const settings = createRoute({
  method: "get",
  path: "/api/v1/shipping/settings",
  tags,
  operationId: "getShippingSettings",
  summary: "Where parcels leave",
  ...staffOnly,
  responses: { 200: json(shippingSettings, "The settings"), ...problems(401, 403) },
});

const changeSettings = createRoute({
  method: "patch",
  path: "/api/v1/shipping/settings",
  tags,
  operationId: "updateShippingSettings",
  summary: "Let parcels leave from somewhere else",
  ...staffOnly,
  request: { headers: ifMatch, body: jsonBody(shippingSettingsChange) },
  responses: { 200: json(shippingSettings, "The settings"), ...problems(400, 401, 403, 412, 413, 415, 422, 428) },
});

/** What staff say of shipping: zones, methods with their rates, and where parcels leave. */
export const shippingRuleRoutes = newRouter()
  .openapi(zones, async (c) => c.json({ data: await listShippingZones(c.var.store) }, 200))
  .openapi(readZone, async (c) => {
    const found = await findShippingZone(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(addZone, async (c) => {
    const created = await createShippingZone(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(created.version));
    c.header("Location", `/api/v1/shipping/zones/${created.id}`);
    return c.json(created, 201);
  })
  .openapi(changeZone, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await updateShippingZone(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  })
  .openapi(removeZone, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    await deleteShippingZone(c.var.store, c.req.valid("param").id, version);
    return c.body(null, 204);
  })
  .openapi(methods, async (c) => c.json({ data: await listShippingMethods(c.var.store) }, 200))
  .openapi(readMethod, async (c) => {
    const found = await findShippingMethod(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(addMethod, async (c) => {
    const created = await createShippingMethod(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(created.version));
    c.header("Location", `/api/v1/shipping/methods/${created.id}`);
    return c.json(created, 201);
  })
  .openapi(changeMethod, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await updateShippingMethod(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  })
  .openapi(removeMethod, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    await deleteShippingMethod(c.var.store, c.req.valid("param").id, version);
    return c.body(null, 204);
  })
  .openapi(settings, async (c) => {
    const found = await readShippingSettings(c.var.store);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(changeSettings, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await changeShippingSettings(c.var.store, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  });
