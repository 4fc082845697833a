import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom } from "../../platform/http/versions.ts";
import {
  changeStockSettings,
  createLocation,
  findLocation,
  listLocations,
  readStockSettings,
  updateLocation,
} from "./locations.ts";
import { location, locationChange, locations, newLocation, stockSettings, stockSettingsChange } from "./schemas.ts";

const tags = ["Inventory"];
const named = z.object({ id: z.string().min(1).max(60) });

const list = createRoute({
  method: "get",
  path: "/api/v1/locations",
  tags,
  operationId: "listLocations",
  summary: "Where stock lies",
  ...staffOnly,
  responses: { 200: json(locations, "All locations"), ...problems(401, 403) },
});

const create = createRoute({
  method: "post",
  path: "/api/v1/locations",
  tags,
  operationId: "createLocation",
  summary: "Open another place for stock",
  ...staffOnly,
  request: { body: jsonBody(newLocation) },
  responses: { 201: json(location, "The location"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/locations/{id}",
  tags,
  operationId: "getLocation",
  summary: "A location",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(location, "The location"), ...problems(401, 403, 404) },
});

const change = createRoute({
  method: "patch",
  path: "/api/v1/locations/{id}",
  tags,
  operationId: "updateLocation",
  summary: "Change a location, or serve no more orders from it",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(locationChange) },
  responses: { 200: json(location, "The location"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
});

const readSettings = createRoute({
  method: "get",
  path: "/api/v1/stock-settings",
  tags,
  operationId: "getStockSettings",
  summary: "How the places of an order are chosen, and when stock is low",
  ...staffOnly,
  responses: { 200: json(stockSettings, "The settings"), ...problems(401, 403) },
});

const changeSettings = createRoute({
  method: "patch",
  path: "/api/v1/stock-settings",
  tags,
  operationId: "updateStockSettings",
  summary: "Change the settings of stock",
  ...staffOnly,
  request: { headers: ifMatch, body: jsonBody(stockSettingsChange) },
  responses: { 200: json(stockSettings, "The settings"), ...problems(400, 401, 403, 412, 413, 415, 428) },
});

export const locationRoutes = newRouter()
  .openapi(list, async (c) => c.json({ data: await listLocations(c.var.store) }, 200))
  .openapi(create, async (c) => {
    const made = await createLocation(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(made.version));
    return c.json(made, 201);
  })
  .openapi(read, async (c) => {
    const found = await findLocation(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(change, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const changed = await updateLocation(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  })
  .openapi(readSettings, async (c) => {
    const settings = await readStockSettings(c.var.store);
    c.header("ETag", etagOf(settings.version));
    return c.json(settings, 200);
  })
  .openapi(changeSettings, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const settings = await changeStockSettings(c.var.store, version, c.req.valid("json"));
    c.header("ETag", etagOf(settings.version));
    return c.json(settings, 200);
  });
