import { createRoute, z } from "@hono/zod-openapi";
import { json, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { offeredLocales } from "../platform/locales.ts";
import { currency } from "../platform/schemas.ts";

const settings = z
  .object({
    name: z.string(),
    currency: currency.openapi({ description: "Where none is named" }),
    locale: z.string().openapi({ description: "The language that the catalogue itself is written in; BCP 47" }),
    locales: z.array(z.string()).openapi({ description: "Every language that the shop is offered in, its own first" }),
    pictures_prepared: z.boolean().openapi({
      description: "false: no Images service is bound, so that pictures are served as they were uploaded",
    }),
  })
  .openapi("Settings");

const read = createRoute({
  method: "get",
  path: "/api/v1/settings",
  tags: ["Settings"],
  operationId: "getSettings",
  summary: "What this store is set to, as far as staff work by it",
  ...staffOnly,
  responses: { 200: json(settings, "The settings"), ...problems(401, 403) },
});

/** What staff have to know of how the store was set up. */
export const settingsRoutes = newRouter().openapi(read, (c) => {
  const { STORE_NAME, STORE_LOCALE, IMAGES } = c.env;
  return c.json(
    {
      name: STORE_NAME,
      currency: c.var.store.currency,
      locale: STORE_LOCALE,
      locales: [...offeredLocales(c.env)],
      pictures_prepared: IMAGES !== undefined,
    },
    200,
  );
});
