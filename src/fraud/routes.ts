import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import { addRule, changeRule, changeSettings, dropRule, listRules, readSettings } from "./rules.ts";
import { fraudRule, fraudRuleChange, fraudSettings, named, newFraudRule } from "./schemas.ts";

const tags = ["Fraud"];

const rules = createRoute({
  method: "get",
  path: "/api/v1/fraud/rules",
  tags,
  operationId: "listFraudRules",
  summary: "The rules that orders are weighed by",
  ...staffOnly,
  responses: { 200: json(z.object({ data: z.array(fraudRule) }), "The rules"), ...problems(401, 403) },
});

const add = createRoute({
  method: "post",
  path: "/api/v1/fraud/rules",
  tags,
  operationId: "addFraudRule",
  summary: "Add a rule; it counts from the next order on",
  ...staffOnly,
  request: { body: jsonBody(newFraudRule) },
  responses: { 201: json(fraudRule, "The rule"), ...problems(400, 401, 403, 409, 413, 415) },
});

const change = createRoute({
  method: "patch",
  path: "/api/v1/fraud/rules/{id}",
  tags,
  operationId: "changeFraudRule",
  summary: "Change a rule",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(fraudRuleChange) },
  responses: { 200: json(fraudRule, "The rule"), ...problems(400, 401, 403, 404, 412, 413, 415, 428) },
});

const drop = createRoute({
  method: "delete",
  path: "/api/v1/fraud/rules/{id}",
  tags,
  operationId: "dropFraudRule",
  summary: "Take a rule away; what it was a reason for keeps it",
  ...staffOnly,
  request: { params: named },
  responses: { 204: { description: "Gone" }, ...problems(400, 401, 403, 404) },
});

const settings = createRoute({
  method: "get",
  path: "/api/v1/fraud/settings",
  tags,
  operationId: "getFraudSettings",
  summary: "From how many points on orders are held or refused",
  ...staffOnly,
  responses: { 200: json(fraudSettings, "The settings; their `ETag` is needed to change them"), ...problems(401, 403) },
});

const set = createRoute({
  method: "put",
  path: "/api/v1/fraud/settings",
  tags,
  operationId: "setFraudSettings",
  summary: "Set from how many points on orders are held or refused",
  ...staffOnly,
  request: { headers: ifMatch, body: jsonBody(fraudSettings) },
  responses: { 200: json(fraudSettings, "The settings"), ...problems(400, 401, 403, 412, 413, 415, 428) },
});

export const fraudRoutes = newRouter()
  .openapi(rules, async (c) => c.json({ data: await listRules(c.var.store) }, 200))
  .openapi(add, async (c) => c.json(await addRule(c.var.store, c.req.valid("json")), 201))
  .openapi(change, async (c) => {
    const seen = versionFrom(c.req.header("if-match"));
    return c.json(await changeRule(c.var.store, c.req.valid("param").id, c.req.valid("json"), seen), 200);
  })
  .openapi(drop, async (c) => {
    await dropRule(c.var.store, c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(settings, async (c) => {
    const { version, ...found } = await readSettings(c.var.store);
    c.header("ETag", etagOf(version));
    return c.json(found, 200);
  })
  .openapi(set, async (c) => {
    const seen = versionFrom(c.req.header("if-match"));
    const { version, ...now } = await changeSettings(c.var.store, c.req.valid("json"), seen);
    c.header("ETag", etagOf(version));
    return c.json(now, 200);
  });
