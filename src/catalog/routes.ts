import { createRoute, z } from "@hono/zod-openapi";
import { json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import { attributeRoutes } from "./attribute-routes.ts";
import { createCategory, deleteCategory, findCategory, listCategories, updateCategory } from "./categories.ts";
import { collectionRoutes } from "./collection-routes.ts";
import { findProduct, seesAll } from "./find-product.ts";
import { importRoutes } from "./import/routes.ts";
import { listProducts } from "./list-products.ts";
import { priceRoutes } from "./price-routes.ts";
import { archiveProduct, createProduct, updateProduct } from "./products.ts";
import { publicAnswer } from "./public-answer.ts";
import {
  category,
  categoryChange,
  categoryTree,
  newCategory,
  newProduct,
  product,
  productChange,
  productPage,
  productQuery,
} from "./schemas.ts";

const named = z.object({ product: z.string().min(1).max(120).openapi({ description: "Its id or slug" }) });
const namedCategory = z.object({ category: z.string().min(1).max(120).openapi({ description: "Its id or slug" }) });
const ifMatch = z.object({ "if-match": z.string().optional().openapi({ description: "The ETag that you have read" }) });
const inCurrency = z.strictObject({ currency: productQuery.shape.currency, locale: productQuery.shape.locale });

const notModified = { description: "You have it already: `If-None-Match` named its ETag" };

const longestAttributeFilter = 120;

/** `attr.<name>` filters by an attribute; any other name that is not in the contract is refused. */
const listQuery = productQuery.catchall(z.string().max(longestAttributeFilter)).superRefine((given, context) => {
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(productQuery.shape, key) || /^attr\..{1,80}$/u.test(key)) continue;
    context.addIssue({ code: "custom", path: [key.slice(0, 80)], message: "There is no such filter." });
  }
});

const list = createRoute({
  method: "get",
  path: "/api/v1/products",
  tags: ["Catalog"],
  operationId: "listProducts",
  summary: "Products, searched, filtered and sorted",
  description:
    "`attr.<name>=<value>` filters by an attribute. Facets come with the first page and ignore the choice of their own kind.",
  security: [],
  request: { query: listQuery },
  responses: { 200: json(productPage, "A page of products"), 304: notModified, ...problems(400) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/products/{product}",
  tags: ["Catalog"],
  operationId: "getProduct",
  summary: "A product, by its id or slug",
  security: [],
  request: { params: named, query: inCurrency },
  responses: { 200: json(product, "The product"), 304: notModified, ...problems(400, 404) },
});

const create = createRoute({
  method: "post",
  path: "/api/v1/products",
  tags: ["Catalog"],
  operationId: "createProduct",
  summary: "Add a product with its variants, prices and opening stock",
  ...staffOnly,
  request: { body: jsonBody(newProduct) },
  responses: { 201: json(product, "The product"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/v1/products/{product}",
  tags: ["Catalog"],
  operationId: "updateProduct",
  summary: "Change a product; what is left out stays",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(productChange) },
  responses: {
    200: json(product, "The product after it"),
    ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/products/{product}",
  tags: ["Catalog"],
  operationId: "deleteProduct",
  summary: "Take a product out of the shop; it is archived, for orders name it",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "It is archived" }, ...problems(401, 403, 404, 412) },
});

const tree = createRoute({
  method: "get",
  path: "/api/v1/categories",
  tags: ["Catalog"],
  operationId: "listCategories",
  summary: "The whole tree of categories, flat, parents first",
  security: [],
  responses: { 200: json(categoryTree, "The tree"), 304: notModified, ...problems(400) },
});

const readCategory = createRoute({
  method: "get",
  path: "/api/v1/categories/{category}",
  tags: ["Catalog"],
  operationId: "getCategory",
  summary: "A category, by its id or slug",
  security: [],
  request: { params: namedCategory },
  responses: { 200: json(category, "The category"), ...problems(404) },
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

export const catalogRoutes = newRouter();

catalogRoutes.openapi(list, async (c) => {
  const given = c.req.valid("query");
  const attributes = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      name.startsWith("attr.") ? [[name.slice("attr.".length), String(value)]] : [],
    ),
  );
  const page = await listProducts(c.var.store, { ...given, attributes });
  return seesAll(c.var.store) ? c.json(page, 200) : publicAnswer(c, page);
});

catalogRoutes.route("/", importRoutes);
catalogRoutes.route("/", attributeRoutes);
catalogRoutes.route("/", collectionRoutes);
catalogRoutes.route("/", priceRoutes);

catalogRoutes.openapi(read, async (c) => {
  const { store } = c.var;
  const { currency } = c.req.valid("query");
  const found = await findProduct(store, c.req.valid("param").product, currency);
  if (!seesAll(store)) return publicAnswer(c, found);
  c.header("ETag", etagOf(found.version));
  return c.json(found, 200);
});

catalogRoutes.openapi(create, async (c) => {
  const created = await createProduct(c.var.store, c.req.valid("json"));
  c.header("ETag", etagOf(created.version));
  c.header("Location", `/api/v1/products/${created.id}`);
  return c.json(created, 201);
});

catalogRoutes.openapi(change, async (c) => {
  const version = versionFrom(c.req.valid("header")["if-match"]);
  const changed = await updateProduct(c.var.store, c.req.valid("param").product, version, c.req.valid("json"));
  c.header("ETag", etagOf(changed.version));
  return c.json(changed, 200);
});

catalogRoutes.openapi(remove, async (c) => {
  const header = c.req.valid("header")["if-match"];
  await archiveProduct(c.var.store, c.req.valid("param").product, header === undefined ? null : versionFrom(header));
  return c.body(null, 204);
});

catalogRoutes.openapi(tree, async (c) => {
  const answer = { data: await listCategories(c.var.store) };
  return seesAll(c.var.store) ? c.json(answer, 200) : publicAnswer(c, answer);
});

catalogRoutes.openapi(readCategory, async (c) => {
  const found = await findCategory(c.var.store, c.req.valid("param").category);
  c.header("ETag", etagOf(found.version));
  return c.json(found, 200);
});

catalogRoutes.openapi(addCategory, async (c) => {
  const created = await createCategory(c.var.store, c.req.valid("json"));
  c.header("ETag", etagOf(created.version));
  c.header("Location", `/api/v1/categories/${created.id}`);
  return c.json(created, 201);
});

catalogRoutes.openapi(changeCategory, async (c) => {
  const version = versionFrom(c.req.valid("header")["if-match"]);
  const changed = await updateCategory(c.var.store, c.req.valid("param").category, version, c.req.valid("json"));
  c.header("ETag", etagOf(changed.version));
  return c.json(changed, 200);
});

catalogRoutes.openapi(removeCategory, async (c) => {
  const header = c.req.valid("header")["if-match"];
  await deleteCategory(c.var.store, c.req.valid("param").category, header === undefined ? null : versionFrom(header));
  return c.body(null, 204);
});
