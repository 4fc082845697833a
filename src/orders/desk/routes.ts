import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom } from "../../platform/http/versions.ts";
import { findExport, listExports, openExport, startExport } from "./export-orders.ts";
import { addNote, readDesk, setTags } from "./keep-notes.ts";
import {
  exportPage,
  exportQuery,
  exportRequest,
  newView,
  noteRequest,
  orderDesk,
  orderExport,
  orderView,
  tagsRequest,
  viewChange,
} from "./schemas.ts";
import { changeView, dropView, listViews, saveView } from "./views.ts";

const named = z.object({ id: z.string() });

const desk = createRoute({
  method: "get",
  path: "/api/v1/orders/{id}/desk",
  tags: ["Orders"],
  operationId: "getOrderDesk",
  summary: "What staff alone know of an order: notes, tags, who did what",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(orderDesk, "The desk's side of the order"), ...problems(400, 401, 403, 404) },
});

const note = createRoute({
  method: "post",
  path: "/api/v1/orders/{id}/notes",
  tags: ["Orders"],
  operationId: "addOrderNote",
  summary: "Write a note on an order, for staff alone; notes are kept as they are",
  ...staffOnly,
  request: { params: named, body: jsonBody(noteRequest) },
  responses: { 201: json(orderDesk, "The desk's side after it"), ...problems(400, 401, 403, 404, 413, 415) },
});

const tags = createRoute({
  method: "put",
  path: "/api/v1/orders/{id}/tags",
  tags: ["Orders"],
  operationId: "setOrderTags",
  summary: "Put exactly these tags on an order",
  ...staffOnly,
  request: { params: named, body: jsonBody(tagsRequest) },
  responses: { 200: json(orderDesk, "The desk's side after it"), ...problems(400, 401, 403, 404, 413, 415) },
});

const views = createRoute({
  method: "get",
  path: "/api/v1/order-views",
  tags: ["Orders"],
  operationId: "listOrderViews",
  summary: "Saved questions of the order list: one's own, and those that others share",
  ...staffOnly,
  responses: { 200: json(z.object({ data: z.array(orderView) }), "The views, by name"), ...problems(401, 403) },
});

const save = createRoute({
  method: "post",
  path: "/api/v1/order-views",
  tags: ["Orders"],
  operationId: "saveOrderView",
  summary: "Save a question of the order list under a name",
  ...staffOnly,
  request: { body: jsonBody(newView) },
  responses: { 201: json(orderView, "The view"), ...problems(400, 401, 403, 409, 413, 415) },
});

const change = createRoute({
  method: "patch",
  path: "/api/v1/order-views/{id}",
  tags: ["Orders"],
  operationId: "changeOrderView",
  summary: "Change one of one's own views",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(viewChange) },
  responses: { 200: json(orderView, "The view"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 428) },
});

const drop = createRoute({
  method: "delete",
  path: "/api/v1/order-views/{id}",
  tags: ["Orders"],
  operationId: "dropOrderView",
  summary: "Take one of one's own views away",
  ...staffOnly,
  request: { params: named },
  responses: { 204: { description: "Gone" }, ...problems(400, 401, 403, 404) },
});

const start = createRoute({
  method: "post",
  path: "/api/v1/order-exports",
  tags: ["Export"],
  operationId: "exportOrders",
  summary: "Write the orders that a question finds into a CSV; a job does it after the answer",
  ...staffOnly,
  request: { body: jsonBody(exportRequest) },
  responses: { 202: json(orderExport, "Queued"), ...problems(400, 401, 403, 413, 415) },
});

const jobs = createRoute({
  method: "get",
  path: "/api/v1/order-exports",
  tags: ["Export"],
  operationId: "listOrderExports",
  summary: "Files of orders, the newest first",
  ...staffOnly,
  request: { query: exportQuery },
  responses: { 200: json(exportPage, "A page of jobs"), ...problems(400, 401, 403) },
});

const job = createRoute({
  method: "get",
  path: "/api/v1/order-exports/{id}",
  tags: ["Export"],
  operationId: "getOrderExport",
  summary: "How far a file is",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(orderExport, "The job"), ...problems(400, 401, 403, 404) },
});

const file = createRoute({
  method: "get",
  path: "/api/v1/order-exports/{id}/file",
  tags: ["Export"],
  operationId: "getOrderExportFile",
  summary: "The file, once it is whole",
  ...staffOnly,
  request: { params: named },
  responses: {
    200: { description: "The orders", content: { "text/csv": { schema: z.string() } } },
    ...problems(400, 401, 403, 404),
  },
});

/** What staff do at their desk with orders. */
export const orderDeskRoutes = newRouter()
  .openapi(desk, async (c) => c.json(await readDesk(c.var.store, c.req.valid("param").id), 200))
  .openapi(note, async (c) => {
    return c.json(await addNote(c.var.store, c.req.valid("param").id, c.req.valid("json").text), 201);
  })
  .openapi(tags, async (c) => {
    return c.json(await setTags(c.var.store, c.req.valid("param").id, c.req.valid("json").tags), 200);
  })
  .openapi(views, async (c) => c.json({ data: await listViews(c.var.store) }, 200))
  .openapi(save, async (c) => {
    const view = await saveView(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(view.version));
    return c.json(view, 201);
  })
  .openapi(change, async (c) => {
    const seen = versionFrom(c.req.header("if-match"));
    const view = await changeView(c.var.store, c.req.valid("param").id, c.req.valid("json"), seen);
    c.header("ETag", etagOf(view.version));
    return c.json(view, 200);
  })
  .openapi(drop, async (c) => {
    await dropView(c.var.store, c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(start, async (c) => c.json(await startExport(c.var.store, c.req.valid("json").query), 202))
  .openapi(jobs, async (c) => c.json(await listExports(c.var.store, c.req.valid("query")), 200))
  .openapi(job, async (c) => c.json(await findExport(c.var.store, c.req.valid("param").id), 200))
  .openapi(file, async (c) => {
    const { name, body } = await openExport(c.var.store, c.req.valid("param").id);
    return c.body(body, 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
    });
  });
