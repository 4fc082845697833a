import { createRoute, z } from "@hono/zod-openapi";
import { order } from "../orders/schemas.ts";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import { askRates } from "./ask-rates.ts";
import { findShipment } from "./find-parcel.ts";
import { accessQuery, partShipment, rates, ratesRequest, shipment } from "./schemas.ts";
import { shipPartAndShow } from "./ship-part.ts";

const ratesFor = createRoute({
  method: "post",
  path: "/api/v1/shipping/rates",
  tags: ["Shipping"],
  operationId: "shippingRates",
  summary: "The ways to ship something, and what each costs",
  security: [],
  request: { body: jsonBody(ratesRequest) },
  responses: { 200: json(rates, "The ways that lead there"), ...problems(400, 422) },
});

const one = createRoute({
  method: "get",
  path: "/api/v1/shipments/{id}",
  tags: ["Shipping"],
  operationId: "getShipment",
  summary: "A parcel, for its order's owner, for staff, or for a guest with the order's access token",
  security: [{ bearer: [] }, { orderToken: [] }],
  request: {
    params: z.object({ id: z.string().openapi({ example: "shp_01jd2v4q8r3x5y7z9b1d3f5h7k" }) }),
    query: accessQuery,
  },
  responses: { 200: json(shipment, "The parcel"), ...problems(400, 404) },
});

const part = createRoute({
  method: "post",
  path: "/api/v1/orders/{id}/shipments",
  tags: ["Shipping"],
  operationId: "shipPart",
  summary: "A parcel with a part of an order leaves; the last one ships the order",
  ...staffOnly,
  request: { params: z.object({ id: z.string() }), headers: ifMatch, body: jsonBody(partShipment) },
  responses: { 201: json(order, "The order after it"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
});

export const shippingRoutes = newRouter()
  .openapi(part, async (c) => {
    const seen = versionFrom(c.req.header("if-match"));
    const { order, version } = await shipPartAndShow(c.var.store, c.req.valid("param").id, c.req.valid("json"), seen);
    c.header("ETag", etagOf(version));
    return c.json(order, 201);
  })
  .openapi(ratesFor, async (c) => c.json({ options: await askRates(c.var.store, c.req.valid("json")) }, 200))
  .openapi(one, async (c) =>
    c.json(await findShipment(c.var.store, c.req.valid("param").id, c.req.valid("query").token ?? null), 200),
  );
