import { createRoute, z } from "@hono/zod-openapi";
import { DomainError, invalidInput } from "../../platform/errors.ts";
import { json, problems, staffOnly } from "../../platform/http/contract.ts";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { newRouter } from "../../platform/http/router.ts";
import { id } from "../../platform/schemas.ts";
import { listRefusals, writeReport } from "./import-notes.ts";
import { cancelJob, findImport, listImports } from "./jobs.ts";
import { importJob, importRefusal, largestFile } from "./schemas.ts";
import { startImport } from "./start-import.ts";
import { type FormFields, readUploadForm } from "./upload-form.ts";

const named = z.object({ job: id("job") });
const page = z.strictObject(pageQuery);

/** The form is read as it comes; so its shape is told here, and checked by {@link readUploadForm}. */
const form = {
  type: "object" as const,
  required: ["file"],
  properties: {
    file: {
      type: "string" as const,
      format: "binary",
      description:
        "A CSV in UTF-8: Shopify's (older or present layout), WooCommerce's, Magento's, one that this store exported, a plain list with SKU, name and price, or texts in other languages by slug (or SKU) and locale",
    },
    dry_run: {
      type: "string" as const,
      enum: ["true", "false"],
      description: "`true`: everything is read and told, and nothing stored",
    },
  },
};

const start = createRoute({
  method: "post",
  path: "/api/v1/products/import",
  tags: ["Import"],
  operationId: "importProducts",
  summary: "Read products from a CSV; a job does it after the answer",
  description:
    "The same file again changes nothing. Rows that cannot go in are told one by one; the rest goes in. A request may be too small for a large file: above 50 MB send it by parts (`/import-uploads`).",
  ...staffOnly,
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

const cancel = createRoute({
  method: "post",
  path: "/api/v1/products/import/{job}/cancel",
  tags: ["Import"],
  operationId: "cancelImport",
  summary: "Stop a job; what is in the store by then stays there",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(importJob, "The job"), ...problems(400, 401, 403, 404, 409) },
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

const report = createRoute({
  method: "get",
  path: "/api/v1/products/import/{job}/report",
  tags: ["Import"],
  operationId: "getImportReport",
  summary: "Everything there is to tell of a file, as CSV to download",
  ...staffOnly,
  request: { params: named },
  responses: {
    200: { description: "The report", content: { "text/csv": { schema: z.string() } } },
    ...problems(400, 401, 403, 404),
  },
});

export const importRoutes = newRouter()
  .openapi(start, async (c) => {
    if (Number(c.req.header("content-length") ?? 0) > largestFile) {
      throw new DomainError("too-large", `At most ${largestFile / 1_000_000} MB for a file.`);
    }
    const { store } = c.var;
    const job = await readUploadForm(c.req.raw, ["dry_run"], (file, fields) =>
      startImport(store, file, async () => ({ dryRun: isDryRun(await fields) })),
    );
    return c.json(job, 202);
  })
  .openapi(list, async (c) => c.json(await listImports(c.var.store, c.req.valid("query")), 200))
  .openapi(read, async (c) => c.json(await findImport(c.var.store, c.req.valid("param").job), 200))
  .openapi(cancel, async (c) => {
    const { job } = c.req.valid("param");
    await cancelJob(c.var.store, "import", job);
    return c.json(await findImport(c.var.store, job), 200);
  })
  .openapi(refused, async (c) =>
    c.json(await listRefusals(c.var.store, c.req.valid("param").job, c.req.valid("query")), 200),
  )
  .openapi(report, async (c) => {
    const { job } = c.req.valid("param");
    return c.body(await writeReport(c.var.store, job), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="report-${job}.csv"`,
    });
  });

function isDryRun(fields: FormFields): boolean {
  const given = fields.get("dry_run") ?? "false";
  if (given !== "true" && given !== "false")
    throw invalidInput([{ pointer: "/dry_run", detail: "`true` or `false`." }]);
  return given === "true";
}
