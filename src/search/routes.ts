import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom, versionIfSent } from "../platform/http/versions.ts";
import { listMisses } from "./misses.ts";
import { createSearchRule, deleteSearchRule, findSearchRule, listSearchRules, updateSearchRule } from "./rules.ts";
import {
  missQuery,
  newSearchRule,
  newSynonym,
  searchMiss,
  searchRule,
  searchRuleChange,
  synonym,
  synonymChange,
} from "./schemas.ts";
import { createSynonym, deleteSynonym, findSynonym, listSynonyms, updateSynonym } from "./synonyms.ts";

const tags = ["Search"];
const named = z.object({ id: z.string().min(1).max(60) });
const removed = { description: "It is gone" };

const misses = createRoute({
  method: "get",
  path: "/api/v1/search/misses",
  tags,
  operationId: "listSearchMisses",
  summary: "Searches that found nothing with all their words, the most frequent first",
  ...staffOnly,
  request: { query: missQuery },
  responses: { 200: json(z.object({ data: z.array(searchMiss) }), "Misses"), ...problems(400, 401, 403) },
});

const synonyms = createRoute({
  method: "get",
  path: "/api/v1/search/synonyms",
  tags,
  operationId: "listSynonyms",
  summary: "Words that mean the same to shoppers",
  ...staffOnly,
  responses: { 200: json(z.object({ data: z.array(synonym) }), "All sets"), ...problems(401, 403) },
});

const readSynonym = createRoute({
  method: "get",
  path: "/api/v1/search/synonyms/{id}",
  tags,
  operationId: "getSynonym",
  summary: "A set of synonyms",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(synonym, "The set"), ...problems(401, 403, 404) },
});

const addSynonym = createRoute({
  method: "post",
  path: "/api/v1/search/synonyms",
  tags,
  operationId: "createSynonym",
  summary: "Add a set of synonyms",
  ...staffOnly,
  request: { body: jsonBody(newSynonym) },
  responses: { 201: json(synonym, "The set"), ...problems(400, 401, 403, 409, 413, 415) },
});

const changeSynonym = createRoute({
  method: "patch",
  path: "/api/v1/search/synonyms/{id}",
  tags,
  operationId: "updateSynonym",
  summary: "Change a set of synonyms",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(synonymChange) },
  responses: { 200: json(synonym, "The set"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 428) },
});

const removeSynonym = createRoute({
  method: "delete",
  path: "/api/v1/search/synonyms/{id}",
  tags,
  operationId: "deleteSynonym",
  summary: "Remove a set of synonyms",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: removed, ...problems(401, 403, 404, 412) },
});

const rules = createRoute({
  method: "get",
  path: "/api/v1/search/rules",
  tags,
  operationId: "listSearchRules",
  summary: "Searches for which staff placed products",
  ...staffOnly,
  responses: { 200: json(z.object({ data: z.array(searchRule) }), "The last 500"), ...problems(401, 403) },
});

const readRule = createRoute({
  method: "get",
  path: "/api/v1/search/rules/{id}",
  tags,
  operationId: "getSearchRule",
  summary: "What stands first and last for one search",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(searchRule, "The rule"), ...problems(401, 403, 404) },
});

const addRule = createRoute({
  method: "post",
  path: "/api/v1/search/rules",
  tags,
  operationId: "createSearchRule",
  summary: "Pin and bury products for a search",
  ...staffOnly,
  request: { body: jsonBody(newSearchRule) },
  responses: { 201: json(searchRule, "The rule"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const changeRule = createRoute({
  method: "patch",
  path: "/api/v1/search/rules/{id}",
  tags,
  operationId: "updateSearchRule",
  summary: "Place other products",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(searchRuleChange) },
  responses: { 200: json(searchRule, "The rule"), ...problems(400, 401, 403, 404, 412, 413, 415, 422, 428) },
});

const removeRule = createRoute({
  method: "delete",
  path: "/api/v1/search/rules/{id}",
  tags,
  operationId: "deleteSearchRule",
  summary: "Let a search find as it does by itself",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: removed, ...problems(401, 403, 404, 412) },
});

export const searchRoutes = newRouter();

searchRoutes.openapi(misses, async (c) => {
  const { days, limit } = c.req.valid("query");
  return c.json({ data: await listMisses(c.var.store, days, limit) }, 200);
});

searchRoutes.openapi(synonyms, async (c) => c.json({ data: await listSynonyms(c.var.store) }, 200));

searchRoutes.openapi(readSynonym, async (c) => {
  const found = await findSynonym(c.var.store, c.req.valid("param").id);
  c.header("ETag", etagOf(found.version));
  return c.json(found, 200);
});

searchRoutes.openapi(addSynonym, async (c) => {
  const created = await createSynonym(c.var.store, c.req.valid("json"));
  c.header("ETag", etagOf(created.version));
  c.header("Location", `/api/v1/search/synonyms/${created.id}`);
  return c.json(created, 201);
});

searchRoutes.openapi(changeSynonym, async (c) => {
  const version = versionFrom(c.req.valid("header")["if-match"]);
  const changed = await updateSynonym(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
  c.header("ETag", etagOf(changed.version));
  return c.json(changed, 200);
});

searchRoutes.openapi(removeSynonym, async (c) => {
  const version = versionIfSent(c.req.valid("header")["if-match"]);
  await deleteSynonym(c.var.store, c.req.valid("param").id, version);
  return c.body(null, 204);
});

searchRoutes.openapi(rules, async (c) => c.json({ data: await listSearchRules(c.var.store) }, 200));

searchRoutes.openapi(readRule, async (c) => {
  const found = await findSearchRule(c.var.store, c.req.valid("param").id);
  c.header("ETag", etagOf(found.version));
  return c.json(found, 200);
});

searchRoutes.openapi(addRule, async (c) => {
  const created = await createSearchRule(c.var.store, c.req.valid("json"));
  c.header("ETag", etagOf(created.version));
  c.header("Location", `/api/v1/search/rules/${created.id}`);
  return c.json(created, 201);
});

searchRoutes.openapi(changeRule, async (c) => {
  const version = versionFrom(c.req.valid("header")["if-match"]);
  const changed = await updateSearchRule(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
  c.header("ETag", etagOf(changed.version));
  return c.json(changed, 200);
});

searchRoutes.openapi(removeRule, async (c) => {
  const version = versionIfSent(c.req.valid("header")["if-match"]);
  await deleteSearchRule(c.var.store, c.req.valid("param").id, version);
  return c.body(null, 204);
});
