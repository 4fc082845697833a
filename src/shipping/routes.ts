import { createRoute, z } from "@hono/zod-openapi";
import { json, jsonBody, problems } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { askRates } from "./ask-rates.ts";
import { findShipment } from "./find-parcel.ts";
import { accessQuery, rates, ratesRequest, shipment } from "./schemas.ts";

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

export const shippingRoutes = newRouter()
  .openapi(ratesFor, async (c) => c.json({ options: await askRates(c.var.store, c.req.valid("json")) }, 200))
  .openapi(one, async (c) =>
    c.json(await findShipment(c.var.store, c.req.valid("param").id, c.req.valid("query").token ?? null), 200),
  );
