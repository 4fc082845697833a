import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import {
  createExemption,
  deleteExemption,
  findExemption,
  listExemptions,
  updateExemption,
} from "./exemptions/exemptions.ts";
import { exemption, exemptionChange, exemptionPage, exemptionQuery, newExemption } from "./exemptions/schemas.ts";
import { listFilings } from "./service/list-filings.ts";
import { filingPage, filingQuery } from "./service/schemas.ts";
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
  summary: "How amounts of tax are rounded, and which outside services are asked",
  ...staffOnly,
  responses: { 200: json(taxSettings, "The settings"), ...problems(401, 403) },
});

const changeSettings = createRoute({
  method: "patch",
  path: "/api/v1/tax/settings",
  tags,
  operationId: "updateTaxSettings",
  summary: "Round or ask otherwise from now on; every order keeps what it was placed by",
  ...staffOnly,
  request: { headers: ifMatch, body: jsonBody(taxSettingsChange) },
  responses: { 200: json(taxSettings, "The settings"), ...problems(400, 401, 403, 412, 413, 415, 422, 428) },
});

const exemptions = createRoute({
  method: "get",
  path: "/api/v1/tax/exemptions",
  tags,
  operationId: "listTaxExemptions",
  summary: "Certificates that free customers of tax, the newest first",
  ...staffOnly,
  request: { query: exemptionQuery },
  responses: { 200: json(exemptionPage, "A page of them"), ...problems(400, 401, 403) },
});

const readExemption = createRoute({
  method: "get",
  path: "/api/v1/tax/exemptions/{id}",
  tags,
  operationId: "getTaxExemption",
  summary: "A customer's certificate",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(exemption, "The certificate"), ...problems(401, 403, 404) },
});

const addExemption = createRoute({
  method: "post",
  path: "/api/v1/tax/exemptions",
  tags,
  operationId: "createTaxExemption",
  summary: "Free a customer of tax",
  ...staffOnly,
  request: { body: jsonBody(newExemption) },
  responses: { 201: json(exemption, "The certificate"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const changeExemption = createRoute({
  method: "patch",
  path: "/api/v1/tax/exemptions/{id}",
  tags,
  operationId: "updateTaxExemption",
  summary: "Change a customer's certificate; every order keeps what freed it",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(exemptionChange) },
  responses: { 200: json(exemption, "The certificate"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
});

const removeExemption = createRoute({
  method: "delete",
  path: "/api/v1/tax/exemptions/{id}",
  tags,
  operationId: "deleteTaxExemption",
  summary: "Charge the customer tax again",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404, 412, 428) },
});

const filings = createRoute({
  method: "get",
  path: "/api/v1/tax/filings",
  tags,
  operationId: "listTaxFilings",
  summary: "What the outside service was told of sales and refunds, or has to be, the newest first",
  ...staffOnly,
  request: { query: filingQuery },
  responses: { 200: json(filingPage, "A page of them"), ...problems(400, 401, 403) },
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
  })
  .openapi(filings, async (c) => c.json(await listFilings(c.var.store, c.req.valid("query")), 200))
  .openapi(exemptions, async (c) => c.json(await listExemptions(c.var.store, c.req.valid("query")), 200))
  .openapi(readExemption, async (c) => {
    const found = await findExemption(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(addExemption, async (c) => {
    const created = await createExemption(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(created.version));
    c.header("Location", `/api/v1/tax/exemptions/${created.id}`);
    return c.json(created, 201);
  })
  .openapi(changeExemption, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await updateExemption(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  })
  .openapi(removeExemption, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    await deleteExemption(c.var.store, c.req.valid("param").id, version);
    return c.body(null, 204);
  });
