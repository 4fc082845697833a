import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom } from "../../platform/http/versions.ts";
import { newTransfer, receipt, transfer, transferPage, transferQuery } from "./schemas.ts";
import { findTransfer, listTransfers, receiveTransfer, sendTransfer } from "./transfers.ts";

const tags = ["Inventory"];
const named = z.object({ id: z.string().min(1).max(60) });

const list = createRoute({
  method: "get",
  path: "/api/v1/stock-transfers",
  tags,
  operationId: "listStockTransfers",
  summary: "What went from one location to another, the latest first",
  ...staffOnly,
  request: { query: transferQuery },
  responses: { 200: json(transferPage, "A page of transfers"), ...problems(400, 401, 403) },
});

const send = createRoute({
  method: "post",
  path: "/api/v1/stock-transfers",
  tags,
  operationId: "sendStockTransfer",
  summary: "Send goods to another location: they leave the shelf now and are incoming there",
  ...staffOnly,
  request: { body: jsonBody(newTransfer) },
  responses: { 201: json(transfer, "The transfer"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const read = createRoute({
  method: "get",
  path: "/api/v1/stock-transfers/{id}",
  tags,
  operationId: "getStockTransfer",
  summary: "A transfer",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(transfer, "The transfer"), ...problems(401, 403, 404) },
});

const receive = createRoute({
  method: "post",
  path: "/api/v1/stock-transfers/{id}/receive",
  tags,
  operationId: "receiveStockTransfer",
  summary: "Take in what has arrived, once; what is missing is lost on the way",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(receipt) },
  responses: { 200: json(transfer, "The transfer"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428) },
});

export const transferRoutes = newRouter()
  .openapi(list, async (c) => c.json(await listTransfers(c.var.store, c.req.valid("query")), 200))
  .openapi(send, async (c) => {
    const sent = await sendTransfer(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(sent.version));
    return c.json(sent, 201);
  })
  .openapi(read, async (c) => {
    const found = await findTransfer(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(receive, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const received = await receiveTransfer(c.var.store, c.req.valid("param").id, version, c.req.valid("json"));
    c.header("ETag", etagOf(received.version));
    return c.json(received, 200);
  });
