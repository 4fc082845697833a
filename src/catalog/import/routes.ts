import { createRoute, z } from "@hono/zod-openapi";
import { json, problems, staffOnly } from "../../platform/http/contract.ts";
import { staffFirst } from "../../platform/http/guards.ts";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { newRouter } from "../../platform/http/router.ts";
import { limitBody } from "../../platform/http/safety.ts";
import { id } from "../../platform/schemas.ts";
import { importJob, importRefusal } from "../schemas.ts";
import { findImport, listImports, listRefusals, startImport } from "./jobs.ts";

/** Bytes of the largest file of products. */
const largestFile = 50_000_000;
/** The file, and the boundaries around it. */
const largestForm = largestFile + 999_999;

const named = z.object({ job: id("job") });
const page = z.strictObject(pageQuery);
const form = z.strictObject({
  file: z
    .custom<File>((value) => value instanceof File, "Send the CSV in the field `file`.")
    .refine((file) => file.size <= largestFile, "At most 50 MB.")
    .openapi({ type: "string", format: "binary", description: "Shopify's product CSV, older or present layout" }),
});

const start = createRoute({
  method: "post",
  path: "/api/v1/products/import",
  tags: ["Import"],
  operationId: "importProducts",
  summary: "Read products from a CSV; a job does it after the answer",
  description: "The same file again changes nothing. Rows that cannot go in are told one by one; the rest goes in.",
  ...staffOnly,
  middleware: [staffFirst, limitBody(largestForm)] as const,
  request: { body: { required: true, content: { "multipart/form-data": { schema: form } } } },
  responses: { 202: json(importJob, "Taken in"), ...problems(400, 401, 403, 413, 415, 422) },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/products/import",
  tags: ["Import"],
  operationId: "listImports",
  summary: "Jobs that read files of products, the newest first",
  ...staffOnly,
  request: { query: page },
  responses: { 200: json(pageOf(importJob), "A page of jobs"), ...problems(400, 401, 403) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/products/import/{job}",
  tags: ["Import"],
  operationId: "getImport",
  summary: "How far a job is",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(importJob, "The job"), ...problems(400, 401, 403, 404) },
});

const refused = createRoute({
  method: "get",
  path: "/api/v1/products/import/{job}/refusals",
  tags: ["Import"],
  operationId: "listImportRefusals",
  summary: "The rows that did not go in, each with its line and the reason",
  ...staffOnly,
  request: { params: named, query: page },
  responses: { 200: json(pageOf(importRefusal), "A page of refused rows"), ...problems(400, 401, 403, 404) },
});

export const importRoutes = newRouter()
  .openapi(start, async (c) => c.json(await startImport(c.var.store, c.req.valid("form").file), 202))
  .openapi(list, async (c) => c.json(await listImports(c.var.store, c.req.valid("query")), 200))
  .openapi(read, async (c) => c.json(await findImport(c.var.store, c.req.valid("param").job), 200))
  .openapi(refused, async (c) =>
    c.json(await listRefusals(c.var.store, c.req.valid("param").job, c.req.valid("query")), 200),
  );
