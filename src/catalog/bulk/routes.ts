import { createRoute, z } from "@hono/zod-openapi";
import { json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { pageQuery } from "../../platform/http/pages.ts";
import { newRouter } from "../../platform/http/router.ts";
import { cancelBulkEdit, findBulkEdit, listBulkEdits, listBulkRefusals, startBulkEdit } from "./edits.ts";
import { bulkEdit, bulkEditPage, bulkRefusalPage, bulkRequest } from "./schemas.ts";

const named = z.object({ job: z.string().min(1).max(120) });
const paged = z.strictObject(pageQuery);

const start = createRoute({
  method: "post",
  path: "/api/v1/products/bulk",
  tags: ["Catalog"],
  operationId: "editProducts",
  summary: "Edit many products alike: status, categories, attributes, prices",
  description: "Up to 100 products are edited before the answer; more by a job whose progress can be read.",
  ...staffOnly,
  request: { body: jsonBody(bulkRequest) },
  responses: {
    200: json(bulkEdit, "It is done"),
    202: json(bulkEdit, "It has begun"),
    ...problems(400, 401, 403, 413, 415, 422),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/products/bulk",
  tags: ["Catalog"],
  operationId: "listBulkEdits",
  summary: "Edits of many products, the newest first",
  ...staffOnly,
  request: { query: paged },
  responses: { 200: json(bulkEditPage, "A page of edits"), ...problems(400, 401, 403) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/products/bulk/{job}",
  tags: ["Catalog"],
  operationId: "getBulkEdit",
  summary: "How far an edit of many products has come",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(bulkEdit, "The edit"), ...problems(401, 403, 404) },
});

const refusals = createRoute({
  method: "get",
  path: "/api/v1/products/bulk/{job}/refusals",
  tags: ["Catalog"],
  operationId: "listBulkRefusals",
  summary: "Products that stayed as they were, with the reason",
  ...staffOnly,
  request: { params: named, query: paged },
  responses: { 200: json(bulkRefusalPage, "A page of products"), ...problems(400, 401, 403, 404) },
});

const cancel = createRoute({
  method: "post",
  path: "/api/v1/products/bulk/{job}/cancel",
  tags: ["Catalog"],
  operationId: "cancelBulkEdit",
  summary: "Stop an edit where it is; what was done stays done",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(bulkEdit, "The edit"), ...problems(401, 403, 404, 409) },
});

export const bulkRoutes = newRouter();

bulkRoutes.openapi(start, async (c) => {
  const edit = await startBulkEdit(c.var.store, c.req.valid("json"));
  c.header("Location", `/api/v1/products/bulk/${edit.id}`);
  return edit.status === "finished" ? c.json(edit, 200) : c.json(edit, 202);
});

bulkRoutes.openapi(list, async (c) => c.json(await listBulkEdits(c.var.store, c.req.valid("query")), 200));

bulkRoutes.openapi(read, async (c) => c.json(await findBulkEdit(c.var.store, c.req.valid("param").job), 200));

bulkRoutes.openapi(refusals, async (c) =>
  c.json(await listBulkRefusals(c.var.store, c.req.valid("param").job, c.req.valid("query")), 200),
);

bulkRoutes.openapi(cancel, async (c) => c.json(await cancelBulkEdit(c.var.store, c.req.valid("param").job), 200));
