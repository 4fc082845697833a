import { createRoute, z } from "@hono/zod-openapi";
import { json, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { id } from "../../platform/schemas.ts";
import { listFormerPrices } from "./history.ts";
import { formerPricePage, priceHistoryQuery } from "./schemas.ts";

const list = createRoute({
  method: "get",
  path: "/api/v1/variants/{variant}/former_prices",
  tags: ["Catalog"],
  operationId: "listFormerPrices",
  summary: "What a variant was offered for before, to show where the price beside a reduction comes from",
  ...staffOnly,
  request: { params: z.object({ variant: id("var") }), query: priceHistoryQuery },
  responses: { 200: json(formerPricePage, "Currency by currency, the latest first"), ...problems(400, 401, 403, 404) },
});

export const priceRoutes = newRouter();

priceRoutes.openapi(list, async (c) =>
  c.json(await listFormerPrices(c.var.store, c.req.valid("param").variant, c.req.valid("query")), 200),
);
