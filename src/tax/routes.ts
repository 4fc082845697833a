import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import { newTaxZone, taxSettings, taxSettingsChange, taxZone, taxZoneChange } from "./zones/schemas.ts";
import { changeTaxSettings, readTaxSettings } from "./zones/settings.ts";
import { createTaxZone, deleteTaxZone, findTaxZone, listTaxZones, updateTaxZone } from "./zones/zones.ts";

const tags = ["Tax"];
const named = z.object({ id: z.string().min(1).max(60) });

const zones = createRoute({
  method: "get",
  path: "/api/v1/tax/zones",
  tags,
  operationId: "listTaxZones",
  summary: "Where the store charges which taxes",
  ...staffOnly,
  responses: { 200: json(z.object({ data: z.array(taxZone) }), "All zones"), ...problems(401, 403) },
});

const readZone = createRoute({
  method: "get",
  path: "/api/v1/tax/zones/{id}",
  tags,
  operationId: "getTaxZone",
  summary: "A tax zone with its rates",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(taxZone, "The zone"), ...problems(401, 403, 404) },
});

const addZone = createRoute({
  method: "post",
  path: "/api/v1/tax/zones",
  tags,
  operationId: "createTaxZone",
  summary: "Charge taxes somewhere else",
  ...staffOnly,
  request: { body: jsonBody(newTaxZone) },
  responses: { 201: json(taxZone, "The zone"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const changeZone = createRoute({
  method: "patch",
  path: "/api/v1/tax/zones/{id}",
  tags,
  operationId: "updateTaxZone",
  summary: "Change a tax zone; `rates` replaces them all",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(taxZoneChange) },
  responses: { 200: json(taxZone, "The zone"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
});

const removeZone = createRoute({
  method: "delete",
  path: "/api/v1/tax/zones/{id}",
  tags,
  operationId: "deleteTaxZone",
  summary: "Charge no taxes of its own there any more",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404, 412, 428) },
});

const settings = createRoute({
  method: "get",
  path: "/api/v1/tax/settings",
  tags,
  operationId: "getTaxSettings",
  summary: "How amounts of tax are rounded",
  ...staffOnly,
  responses: { 200: json(taxSettings, "The settings"), ...problems(401, 403) },
});

const changeSettings = createRoute({
  method: "patch",
  path: "/api/v1/tax/settings",
  tags,
  operationId: "updateTaxSettings",
  summary: "Round otherwise from now on; every order keeps what it was rounded by",
  ...staffOnly,
  request: { headers: ifMatch, body: jsonBody(taxSettingsChange) },
  responses: { 200: json(taxSettings, "The settings"), ...problems(400, 401, 403, 412, 413, 415, 428) },
});

export const taxRoutes = newRouter()
  .openapi(zones, async (c) => c.json({ data: await listTaxZones(c.var.store) }, 200))
  .openapi(readZone, async (c) => {
    const found = await findTaxZone(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(addZone, async (c) => {
    const created = await createTaxZone(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(created.version));
    c.header("Location", `/api/v1/tax/zones/${created.id}`);
    return c.json(created, 201);
  })
  .openapi(changeZone, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await updateTaxZone(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  })
  .openapi(removeZone, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    await deleteTaxZone(c.var.store, c.req.valid("param").id, version);
    return c.body(null, 204);
  })
  .openapi(settings, async (c) => {
    const found = await readTaxSettings(c.var.store);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(changeSettings, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await changeTaxSettings(c.var.store, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  });
