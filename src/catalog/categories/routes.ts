import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, moved, notModified, problems, staffOnly } from "../../platform/http/contract.ts";
import { elsewhere, publicAnswer } from "../../platform/http/public-answer.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom, versionIfSent } from "../../platform/http/versions.ts";
import { id } from "../../platform/schemas.ts";
import { isElsewhere, seesAll } from "../products/find-product.ts";
import { productQuery } from "../schemas.ts";
import { formerSlugs } from "../slug-schemas.ts";
import { listFormerSlugs } from "../slugs.ts";
import { createCategory, deleteCategory, findCategory, listCategories, updateCategory } from "./categories.ts";
import { category, categoryChange, categoryTree, newCategory } from "./schemas.ts";

const namedCategory = z.object({ category: z.string().min(1).max(120).openapi({ description: "Its id or slug" }) });

const inLanguage = z.strictObject({ locale: productQuery.shape.locale });

const tree = createRoute({
  method: "get",
  path: "/api/v1/categories",
  tags: ["Catalog"],
  operationId: "listCategories",
  summary: "The whole tree of categories, flat, parents first",
  security: [],
  request: { query: inLanguage },
  responses: { 200: json(categoryTree, "The tree"), 304: notModified, ...problems(400) },
});

const readCategory = createRoute({
  method: "get",
  path: "/api/v1/categories/{category}",
  tags: ["Catalog"],
  operationId: "getCategory",
  summary: "A category, by its id or slug",
  security: [],
  request: { params: namedCategory, query: inLanguage },
  responses: { 200: json(category, "The category"), 301: moved, ...problems(400, 404) },
});

const formerly = createRoute({
  method: "get",
  path: "/api/v1/categories/{category}/former_slugs",
  tags: ["Catalog"],
  operationId: "listFormerCategorySlugs",
  summary: "Slugs that a category had once; they lead to the one that it has",
  ...staffOnly,
  request: { params: z.object({ category: id("cat") }) },
  responses: { 200: json(formerSlugs, "The slugs"), ...problems(400, 401, 403) },
});

const addCategory = createRoute({
  method: "post",
  path: "/api/v1/categories",
  tags: ["Catalog"],
  operationId: "createCategory",
  summary: "Add a category",
  ...staffOnly,
  request: { body: jsonBody(newCategory) },
  responses: { 201: json(category, "The category"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const changeCategory = createRoute({
  method: "patch",
  path: "/api/v1/categories/{category}",
  tags: ["Catalog"],
  operationId: "updateCategory",
  summary: "Rename or move a category with all below it",
  ...staffOnly,
  request: { params: namedCategory, headers: ifMatch, body: jsonBody(categoryChange) },
  responses: {
    200: json(category, "The category after it"),
    ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
  },
});

const removeCategory = createRoute({
  method: "delete",
  path: "/api/v1/categories/{category}",
  tags: ["Catalog"],
  operationId: "deleteCategory",
  summary: "Remove an empty category",
  ...staffOnly,
  request: { params: namedCategory, headers: ifMatch },
  responses: { 204: { description: "It is gone" }, ...problems(401, 403, 404, 409, 412) },
});

export const categoryRoutes = newRouter();

categoryRoutes.openapi(tree, async (c) => {
  const answer = { data: await listCategories(c.var.store) };
  return seesAll(c.var.store) ? c.json(answer, 200) : publicAnswer(answer);
});

categoryRoutes.openapi(readCategory, async (c) => {
  const asked = c.req.valid("param").category;
  const found = await findCategory(c.var.store, asked);
  if (isElsewhere(asked, found)) return elsewhere(c, `/api/v1/categories/${found.slug}`);
  c.header("ETag", etagOf(found.version));
  return c.json(found, 200);
});

categoryRoutes.openapi(addCategory, async (c) => {
  const created = await createCategory(c.var.store, c.req.valid("json"));
  c.header("ETag", etagOf(created.version));
  c.header("Location", `/api/v1/categories/${created.id}`);
  return c.json(created, 201);
});

categoryRoutes.openapi(changeCategory, async (c) => {
  const version = versionFrom(c.req.valid("header")["if-match"]);
  const changed = await updateCategory(c.var.store, c.req.valid("param").category, version, c.req.valid("json"));
  c.header("ETag", etagOf(changed.version));
  return c.json(changed, 200);
});

categoryRoutes.openapi(removeCategory, async (c) => {
  const version = versionIfSent(c.req.valid("header")["if-match"]);
  await deleteCategory(c.var.store, c.req.valid("param").category, version);
  return c.body(null, 204);
});

categoryRoutes.openapi(formerly, async (c) =>
  c.json({ data: await listFormerSlugs(c.var.store, "category", c.req.valid("param").category) }, 200),
);
