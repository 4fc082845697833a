import { createRoute } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom } from "../../platform/http/versions.ts";
import { paymentSettings, paymentSettingsChange } from "./schemas.ts";
import { changePaymentSettings, readPaymentSettings } from "./settings.ts";

const path = "/api/v1/payments/settings";

const read = createRoute({
  method: "get",
  path,
  tags: ["Payments"],
  operationId: "getPaymentSettings",
  summary: "How the store is paid beside its payment services, and when money is taken",
  ...staffOnly,
  responses: { 200: json(paymentSettings, "The settings"), ...problems(401, 403) },
});

const change = createRoute({
  method: "patch",
  path,
  tags: ["Payments"],
  operationId: "updatePaymentSettings",
  summary: "Change how the store is paid; orders that stand keep what their buyers were told",
  ...staffOnly,
  request: { headers: ifMatch, body: jsonBody(paymentSettingsChange) },
  responses: { 200: json(paymentSettings, "As they are now"), ...problems(400, 401, 403, 412, 413, 415, 422, 428) },
});

/** Staff's door to how the store is paid. */
export const paymentSettingsRoutes = newRouter()
  .openapi(read, async (c) => {
    const settings = await readPaymentSettings(c.var.store);
    c.header("ETag", etagOf(settings.version));
    return c.json(settings, 200);
  })
  .openapi(change, async (c) => {
    const version = versionFrom(c.req.header("if-match"));
    const settings = await changePaymentSettings(c.var.store, version, c.req.valid("json"));
    c.header("ETag", etagOf(settings.version));
    return c.json(settings, 200);
  });
