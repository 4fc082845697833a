import { createRoute } from "@hono/zod-openapi";
import { json, notModified, problems } from "../../platform/http/contract.ts";
import { publicAnswer } from "../../platform/http/public-answer.ts";
import { newRouter } from "../../platform/http/router.ts";
import { suggestions, suggestQuery } from "./schemas.ts";
import { suggest } from "./suggest.ts";

const asTyped = createRoute({
  method: "get",
  path: "/api/v1/search/suggest",
  tags: ["Search"],
  operationId: "suggest",
  summary: "What may be meant by what is typed so far",
  description: "Words, products and categories, from two letters on.",
  security: [],
  request: { query: suggestQuery },
  responses: { 200: json(suggestions, "Suggestions"), 304: notModified, ...problems(400) },
});

export const suggestRoutes = newRouter();

suggestRoutes.openapi(asTyped, async (c) => {
  const { q, locale } = c.req.valid("query");
  return publicAnswer(await suggest(c.var.store, q, locale));
});
