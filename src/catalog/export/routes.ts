import { createRoute, z } from "@hono/zod-openapi";
import { json, problems, staffOnly } from "../../platform/http/contract.ts";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { newRouter } from "../../platform/http/router.ts";
import { id } from "../../platform/schemas.ts";
import { cancelJob, findExport, listExports } from "../import/jobs.ts";
import { exportContents, exportJob } from "../import/schemas.ts";
import { openExportFile } from "./export-file.ts";
import { startExport } from "./start-export.ts";

const named = z.object({ job: id("job") });
const page = z.strictObject(pageQuery);

const start = createRoute({
  method: "post",
  path: "/api/v1/products/export",
  tags: ["Export"],
  operationId: "exportProducts",
  summary: "Write all products, collections or categories into a CSV; a job does it after the answer",
  description:
    "Each file holds everything that an import reads; imported again it changes nothing. A store that has nothing yet takes " +
    "categories first, then products, then collections, which name both.",
  ...staffOnly,
  request: { query: z.strictObject({ contents: exportContents.default("products") }) },
  responses: { 202: json(exportJob, "Queued"), ...problems(400, 401, 403) },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/products/export",
  tags: ["Export"],
  operationId: "listExports",
  summary: "Jobs that write files, the newest first",
  ...staffOnly,
  request: { query: page },
  responses: { 200: json(pageOf(exportJob), "A page of jobs"), ...problems(400, 401, 403) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/products/export/{job}",
  tags: ["Export"],
  operationId: "getExport",
  summary: "How far a job is",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(exportJob, "The job"), ...problems(400, 401, 403, 404) },
});

const cancel = createRoute({
  method: "post",
  path: "/api/v1/products/export/{job}/cancel",
  tags: ["Export"],
  operationId: "cancelExport",
  summary: "Stop a job",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(exportJob, "The job"), ...problems(400, 401, 403, 404, 409) },
});

const file = createRoute({
  method: "get",
  path: "/api/v1/products/export/{job}/file",
  tags: ["Export"],
  operationId: "getExportFile",
  summary: "The file, once the job has finished",
  ...staffOnly,
  request: { params: named },
  responses: {
    200: { description: "What was written", content: { "text/csv": { schema: z.string() } } },
    ...problems(400, 401, 403, 404),
  },
});

export const exportRoutes = newRouter()
  .openapi(start, async (c) => c.json(await startExport(c.var.store, c.req.valid("query").contents), 202))
  .openapi(list, async (c) => c.json(await listExports(c.var.store, c.req.valid("query")), 200))
  .openapi(read, async (c) => c.json(await findExport(c.var.store, c.req.valid("param").job), 200))
  .openapi(cancel, async (c) => {
    const { job } = c.req.valid("param");
    await cancelJob(c.var.store, "export", job);
    return c.json(await findExport(c.var.store, job), 200);
  })
  .openapi(file, async (c) => {
    const { name, object } = await openExportFile(c.var.store, c.req.valid("param").job);
    return c.body(object.body, 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Length": String(object.size),
      "Content-Disposition": `attachment; filename="${name}"`,
    });
  });
