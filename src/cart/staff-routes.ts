import { createRoute, z } from "@hono/zod-openapi";
import { json, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { amount, currency, id } from "../platform/schemas.ts";
import { readCartOf, readFigures } from "./figures.ts";
import { cart } from "./schemas.ts";

const tags = ["Cart"];

const count = z.int().min(0);

const cartFigures = z
  .object({
    data: z.array(
      z.object({
        currency,
        carts: count.openapi({ description: "With something in them" }),
        of_accounts: count.openapi({
          description: "Of those, carts of people with an account; the others are guests'",
        }),
        pieces: count,
        value: amount.openapi({ description: "Quantities at their prices, before discounts" }),
      }),
    ),
  })
  .openapi("CartFigures", {
    description: "As each cart's object saw it when it last looked: at most five minutes ago",
  });

const figures = createRoute({
  tags,
  method: "get",
  path: "/api/v1/carts",
  operationId: "getCartFigures",
  summary: "How many carts live, and what they are worth",
  ...staffOnly,
  responses: { 200: json(cartFigures, "By currency"), ...problems(401, 403) },
});

const ofCustomer = createRoute({
  tags,
  method: "get",
  path: "/api/v1/cart/{customer_id}",
  operationId: "getCartOfCustomer",
  summary: "What a customer has in their cart, as they see it",
  ...staffOnly,
  request: { params: z.object({ customer_id: id("cus") }) },
  responses: { 200: json(cart, "The whole cart"), ...problems(400, 401, 403, 404) },
});

export const staffCartRoutes = newRouter()
  .openapi(figures, async (c) => c.json(await readFigures(c.var.store), 200))
  .openapi(ofCustomer, async (c) => c.json(await readCartOf(c.var.store, c.req.valid("param").customer_id), 200));
