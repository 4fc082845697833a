import { createRoute, z } from "@hono/zod-openapi";
import { invalidInput } from "../../platform/errors.ts";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter, toFieldErrors } from "../../platform/http/router.ts";
import { etagOf, versionIfSent } from "../../platform/http/versions.ts";
import { addTranslations } from "./add-translations.ts";
import { putTranslation, removeTranslation } from "./edit-translations.ts";
import {
  anyTexts,
  localeTag,
  newTranslations,
  type Texts,
  textsByKind,
  translatedKind,
  translation,
  translationList,
} from "./schemas.ts";
import { findTranslation, listTranslations } from "./translations.ts";

const thing = z.object({
  kind: translatedKind,
  id: z.string().min(1).max(120).openapi({ description: "The id of the product, category, collection or attribute" }),
});
const named = thing.extend({ locale: localeTag });

const list = createRoute({
  method: "get",
  path: "/api/v1/translations/{kind}/{id}",
  tags: ["Catalog"],
  operationId: "listTranslations",
  summary: "Every translation of a product, category, collection or attribute",
  ...staffOnly,
  request: { params: thing },
  responses: { 200: json(translationList, "By locale"), ...problems(400, 401, 403) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/translations/{kind}/{id}/{locale}",
  tags: ["Catalog"],
  operationId: "getTranslation",
  summary: "The texts in one language",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(translation, "The texts"), ...problems(400, 401, 403, 404) },
});

const put = createRoute({
  method: "put",
  path: "/api/v1/translations/{kind}/{id}/{locale}",
  tags: ["Catalog"],
  operationId: "putTranslation",
  summary: "Write the texts in one language, in place of those that were there",
  description:
    "A text that is left out is told in the next language of the chain: `de-AT`, `de`, the store's own. `If-Match` is needed " +
    "where there is a translation already.",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(anyTexts) },
  responses: {
    200: json(translation, "The texts after it"),
    ...problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
  },
});

const add = createRoute({
  method: "post",
  path: "/api/v1/translations",
  tags: ["Catalog"],
  operationId: "addTranslations",
  summary: "Add translations of many things at once, in any languages that they do not have yet: all of them or none",
  ...staffOnly,
  request: { body: jsonBody(newTranslations) },
  responses: { 204: { description: "They are there" }, ...problems(400, 401, 403, 413, 415, 422, 428) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/translations/{kind}/{id}/{locale}",
  tags: ["Catalog"],
  operationId: "deleteTranslation",
  summary: "Take the texts in one language away",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "They are gone" }, ...problems(400, 401, 403, 404, 412) },
});

/** Translations of what shoppers read of the catalogue. */
export const translationRoutes = newRouter();

translationRoutes.openapi(list, async (c) => {
  const { kind, id } = c.req.valid("param");
  return c.json({ data: await listTranslations(c.var.store, kind, id) }, 200);
});

translationRoutes.openapi(read, async (c) => {
  const { kind, id, locale } = c.req.valid("param");
  const found = await findTranslation(c.var.store, kind, id, locale);
  c.header("ETag", etagOf(found.version));
  return c.json(found, 200);
});

translationRoutes.openapi(put, async (c) => {
  const named = c.req.valid("param");
  const version = versionIfSent(c.req.valid("header")["if-match"]);
  const texts = textsOf(named.kind, c.req.valid("json"));
  const written = await putTranslation(c.var.store, named, texts, version);
  c.header("ETag", etagOf(written.version));
  return c.json(written, 200);
});

translationRoutes.openapi(add, async (c) => {
  await addTranslations(c.var.store, c.req.valid("json").data);
  return c.body(null, 204);
});

translationRoutes.openapi(remove, async (c) => {
  const version = versionIfSent(c.req.valid("header")["if-match"]);
  await removeTranslation(c.var.store, c.req.valid("param"), version);
  return c.body(null, 204);
});

/** The texts that things of a kind have, and no others. @throws invalid-input */
function textsOf(kind: keyof typeof textsByKind, given: unknown): Texts {
  const result = textsByKind[kind].safeParse(given);
  if (result.success) return result.data;
  throw invalidInput(result.error.issues.flatMap(toFieldErrors));
}
