import { createRoute, z } from "@hono/zod-openapi";
import { order } from "../../orders/schemas.ts";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom } from "../../platform/http/versions.ts";
import { editAndShow, previewEdit } from "./edit-order.ts";
import { editPreview, editPreviewRequest, editRequest } from "./schemas.ts";

const params = z.object({ id: z.string() });

const preview = createRoute({
  method: "post",
  path: "/api/v1/orders/{id}/edits/preview",
  tags: ["Orders"],
  operationId: "previewOrderEdit",
  summary: "What an order would come to with other lines; nothing is written",
  ...staffOnly,
  request: { params, body: jsonBody(editPreviewRequest) },
  responses: { 200: json(editPreview, "The priced order"), ...problems(400, 401, 403, 404, 409, 413, 415, 422) },
});

const edit = createRoute({
  method: "post",
  path: "/api/v1/orders/{id}/edits",
  tags: ["Orders"],
  operationId: "editOrder",
  summary: "Change an order before it leaves: the difference goes back, or is to be paid first",
  ...staffOnly,
  request: { params, headers: ifMatch, body: jsonBody(editRequest) },
  responses: { 200: json(order, "The order after it"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
});

export const editRoutes = newRouter()
  .openapi(preview, async (c) => {
    return c.json(await previewEdit(c.var.store, c.req.valid("param").id, c.req.valid("json")), 200);
  })
  .openapi(edit, async (c) => {
    const seen = versionFrom(c.req.header("if-match"));
    const { order, version } = await editAndShow(c.var.store, c.req.valid("param").id, c.req.valid("json"), seen);
    c.header("ETag", etagOf(version));
    return c.json(order, 200);
  });
