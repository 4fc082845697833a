import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, moved, notModified, problems, staffOnly } from "../platform/http/contract.ts";
import { elsewhere, publicAnswer } from "../platform/http/public-answer.ts";
import { newRouter } from "../platform/http/router.ts";
import { etagOf, versionFrom, versionIfSent } from "../platform/http/versions.ts";
import { id } from "../platform/schemas.ts";
import { categoryRoutes } from "./categories/routes.ts";
import { collectionRoutes } from "./collections/routes.ts";
import { checkPlaces } from "./lists/check-places.ts";
import { listProducts } from "./lists/list-products.ts";
import { findProduct, isElsewhere, seesAll, shownVariants } from "./products/find-product.ts";
import { linkChange, links } from "./products/link-schemas.ts";
import { findLinked, linkProducts } from "./products/links.ts";
import { listVariants } from "./products/list-variants.ts";
import { archiveProduct, createProduct, updateProduct } from "./products/products.ts";
import { variantTitles } from "./products/variant-titles.ts";
import {
  newProduct,
  type Product,
  product,
  productChange,
  productPage,
  productQuery,
  variantNames,
  variantNamesQuery,
  variantPage,
  variantQuery,
} from "./schemas.ts";
import { formerSlugs } from "./slug-schemas.ts";
import { listFormerSlugs } from "./slugs.ts";
import { suggestRoutes } from "./suggestions/routes.ts";

const named = z.object({ product: z.string().min(1).max(120).openapi({ description: "Its id or slug" }) });
const inCurrency = z.strictObject({
  currency: productQuery.shape.currency,
  market: productQuery.shape.market,
  locale: productQuery.shape.locale,
});

const longestFilter = 120;

/** A query that also takes filters by names of the shop's own, after a prefix; any other name is refused. */
function withFilters<Shape extends z.ZodRawShape>(query: z.ZodObject<Shape>, prefix: string) {
  return query.catchall(z.string().max(longestFilter)).superRefine((given, context) => {
    for (const key of Object.keys(given)) {
      if (Object.hasOwn(query.shape, key) || isNamed(key, prefix)) continue;
      context.addIssue({ code: "custom", path: [key.slice(0, 80)], message: "There is no such filter." });
    }
  });
}

function isNamed(key: string, prefix: string): boolean {
  return key.startsWith(prefix) && key.length > prefix.length && key.length <= prefix.length + 80;
}

/** Those filters, by their names without the prefix. */
function filtersOf(given: Record<string, unknown>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), String(value)]] : [],
    ),
  );
}

const list = createRoute({
  method: "get",
  path: "/api/v1/products",
  tags: ["Catalog"],
  operationId: "listProducts",
  summary: "Products, searched, filtered and sorted",
  description:
    "`attr.<name>=<value>` filters by an attribute, `attr.<name>=10..20` by a range of a number or date, open where a side is " +
    "left out. Facets come with the first page and ignore the choice of their own kind.",
  security: [],
  request: {
    query: withFilters(productQuery, "attr.").refine(
      ({ price_min = 0, price_max = Number.POSITIVE_INFINITY }) => Number(price_min) <= Number(price_max),
      { path: ["price_min"], message: "It begins above where it ends: the lowest price is more than the highest." },
    ),
  },
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
  responses: { 200: json(product, "The product"), 301: moved, 304: notModified, ...problems(400, 404) },
});

const variants = createRoute({
  method: "get",
  path: "/api/v1/products/{product}/variants",
  tags: ["Catalog"],
  operationId: "listVariants",
  summary: "The variants of a product, page by page",
  description: "`option.<name>=<value>` asks for those with a value of an option.",
  security: [],
  request: { params: named, query: withFilters(variantQuery, "option.") },
  responses: { 200: json(variantPage, "A page of variants"), 304: notModified, ...problems(400, 404) },
});

const names = createRoute({
  method: "get",
  path: "/api/v1/variants",
  tags: ["Catalog"],
  operationId: "nameVariants",
  summary: "What variants are called, many at once",
  ...staffOnly,
  request: { query: variantNamesQuery },
  responses: { 200: json(variantNames, "Those that the catalogue has"), ...problems(400, 401, 403) },
});

const readLinks = createRoute({
  method: "get",
  path: "/api/v1/products/{product}/links",
  tags: ["Catalog"],
  operationId: "getProductLinks",
  summary: "The products that a product leads to",
  security: [],
  request: { params: named, query: inCurrency },
  responses: { 200: json(links, "Products by the kind of link"), 304: notModified, ...problems(400, 404) },
});

const changeLinks = createRoute({
  method: "put",
  path: "/api/v1/products/{product}/links",
  tags: ["Catalog"],
  operationId: "putProductLinks",
  summary: "Say which products a product leads to, in place of all before; If-Match names the product's version",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(linkChange) },
  responses: {
    200: json(links, "Products by the kind of link"),
    ...problems(400, 401, 403, 404, 412, 413, 415, 422, 428),
  },
});

const formerly = createRoute({
  method: "get",
  path: "/api/v1/products/{product}/former_slugs",
  tags: ["Catalog"],
  operationId: "listFormerProductSlugs",
  summary: "Slugs that a product had once; they lead to the one that it has",
  ...staffOnly,
  request: { params: z.object({ product: id("prod") }) },
  responses: { 200: json(formerSlugs, "The slugs"), ...problems(400, 401, 403) },
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

export const catalogRoutes = newRouter();

catalogRoutes.openapi(list, async (c) => {
  const given = c.req.valid("query");
  const page = await listProducts(c.var.store, { ...given, attributes: filtersOf(given, "attr.") });
  if (page.total === 0) await checkPlaces(c.var.store, given);
  if (seesAll(c.var.store)) return c.json(page, 200);
  // Few searches are asked twice, and each is to be counted.
  return publicAnswer(page, { atEdge: given.q === undefined });
});

catalogRoutes.route("/", collectionRoutes);
catalogRoutes.route("/", categoryRoutes);
catalogRoutes.route("/", suggestRoutes);

catalogRoutes.openapi(read, async (c) => {
  const { store } = c.var;
  const { currency } = c.req.valid("query");
  const asked = c.req.valid("param").product;
  const found = await findProduct(store, asked, currency, shownVariants);
  if (isElsewhere(asked, found)) return elsewhere(c, `/api/v1/products/${found.slug}`);
  if (!seesAll(store)) return publicAnswer(found);
  c.header("ETag", etagOf(found.version));
  return c.json(found, 200);
});

/** A product with as many of its variants as an answer has. */
function firstOf(whole: Product): Product {
  return { ...whole, variants: whole.variants.slice(0, shownVariants) };
}

catalogRoutes.openapi(create, async (c) => {
  const created = await createProduct(c.var.store, c.req.valid("json"));
  c.header("ETag", etagOf(created.version));
  c.header("Location", `/api/v1/products/${created.id}`);
  return c.json(firstOf(created), 201);
});

catalogRoutes.openapi(change, async (c) => {
  const version = versionFrom(c.req.valid("header")["if-match"]);
  const changed = await updateProduct(c.var.store, c.req.valid("param").product, version, c.req.valid("json"));
  c.header("ETag", etagOf(changed.version));
  return c.json(firstOf(changed), 200);
});

catalogRoutes.openapi(remove, async (c) => {
  const version = versionIfSent(c.req.valid("header")["if-match"]);
  await archiveProduct(c.var.store, c.req.valid("param").product, version);
  return c.body(null, 204);
});

catalogRoutes.openapi(variants, async (c) => {
  const { store } = c.var;
  const given = c.req.valid("query");
  const page = await listVariants(store, c.req.valid("param").product, {
    ...given,
    options: filtersOf(given, "option."),
  });
  return seesAll(store) ? c.json(page, 200) : publicAnswer(page);
});

catalogRoutes.openapi(names, async (c) =>
  c.json({ data: await variantTitles(c.var.store, c.req.valid("query").ids) }, 200),
);

catalogRoutes.openapi(readLinks, async (c) => {
  const { store } = c.var;
  const found = await findLinked(store, c.req.valid("param").product, c.req.valid("query").currency);
  if (!seesAll(store)) return publicAnswer(found.links);
  c.header("ETag", etagOf(found.version));
  return c.json(found.links, 200);
});

catalogRoutes.openapi(changeLinks, async (c) => {
  const version = versionFrom(c.req.valid("header")["if-match"]);
  const changed = await linkProducts(c.var.store, c.req.valid("param").product, version, c.req.valid("json"));
  c.header("ETag", etagOf(changed.version));
  return c.json(changed.links, 200);
});

catalogRoutes.openapi(formerly, async (c) =>
  c.json({ data: await listFormerSlugs(c.var.store, "product", c.req.valid("param").product) }, 200),
);
