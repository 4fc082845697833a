import { createRoute, z } from "@hono/zod-openapi";
import { keepAnswers, keepable } from "../platform/http/kept.ts";
import { newRouter } from "../platform/http/router.ts";
import { currency } from "../platform/schemas.ts";
import { merchantFeed } from "./merchant-feed.ts";
import { openSearch, openSuggestions } from "./open-search.ts";
import { robots } from "./robots.ts";
import { sitemap, sitemapFile } from "./sitemap.ts";
import { streamText } from "./xml.ts";

/** Who reads the whole shop comes once a day, and gets what was read for another within the hour. */
const hourly = {
  "Content-Type": "application/xml; charset=utf-8",
  ...keepable(3600),
  "Cache-Control": "public, max-age=3600",
};
const daily = { "Cache-Control": "public, max-age=86400" };

const market = z.strictObject({
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "Two capital letters, as DE.")
    .optional(),
  currency: currency.optional(),
});

const feed = createRoute({
  method: "get",
  path: "/feeds/google.xml",
  hide: true,
  request: { query: market },
  responses: { 200: { description: "The feed" } },
});

const suggestions = createRoute({
  method: "get",
  path: "/opensearch/suggestions",
  hide: true,
  request: { query: z.strictObject({ q: z.string().max(200, "At most 200 characters.") }) },
  responses: { 200: { description: "Suggestions" } },
});

/** What search engines, browsers and price comparisons read of the shop. No part of the API's contract. */
export const discoveryRoutes = newRouter();

for (const path of ["/sitemap.xml", "/sitemaps/*", "/feeds/*"]) {
  discoveryRoutes.get(path, keepAnswers({ byEdition: false, isLong: true }));
}

discoveryRoutes.get("/opensearch/suggestions", keepAnswers());

discoveryRoutes.get("/robots.txt", (c) => c.text(robots(c.env), 200, daily));

discoveryRoutes.get("/opensearch.xml", (c) =>
  c.body(openSearch(c.var.store), 200, { "Content-Type": "application/opensearchdescription+xml", ...daily }),
);

discoveryRoutes.openapi(suggestions, async (c) =>
  c.body(JSON.stringify(await openSuggestions(c.var.store, c.req.valid("query").q)), 200, {
    "Content-Type": "application/x-suggestions+json",
    "Cache-Control": "public, max-age=60",
    ...keepable(),
  }),
);

discoveryRoutes.get("/sitemap.xml", async (c) => c.body(await streamText(sitemap(c.var.store)), 200, hourly));

discoveryRoutes.get("/sitemaps/:locale/:file", async (c) => {
  const { locale, file } = c.req.param();
  return c.body(await streamText(await sitemapFile(c.var.store, locale, file)), 200, hourly);
});

discoveryRoutes.openapi(feed, async (c) => {
  const feed = await merchantFeed(c.var.store, c.req.valid("query"));
  return c.body(await streamText(feed), 200, hourly);
});
