import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../../platform/http/contract.ts";
import { newRouter } from "../../platform/http/router.ts";
import { etagOf, versionFrom } from "../../platform/http/versions.ts";
import { idempotencyHeaders, keyOf } from "../request-key.ts";
import { changeDraft, dropDraft, findDraft, listDrafts, orderDraft as makeOrder, saveDraft } from "./drafts.ts";
import { orderByStaff } from "./order-by-staff.ts";
import { findPayLink, sendPayLink } from "./pay-link.ts";
import { quoteByStaff } from "./quote-by-staff.ts";
import {
  draftContent,
  draftOrdering,
  draftPage,
  draftQuery,
  linkRequest,
  orderDraft,
  orderQuote,
  payLink,
  staffOrder,
  staffOrdered,
} from "./schemas.ts";

const tags = ["Orders"];
const named = z.object({ id: z.string() });

const place = createRoute({
  method: "post",
  path: "/api/v1/orders",
  tags,
  operationId: "orderByStaff",
  summary: "Place an order for a buyer; the answer has a link with which they pay it",
  ...staffOnly,
  request: { headers: idempotencyHeaders, body: jsonBody(staffOrder) },
  responses: {
    201: json(staffOrdered, "The order; `Idempotent-Replayed: true` when it was placed before"),
    ...problems(400, 401, 403, 409, 413, 415, 422, 428, 503),
  },
});

const quote = createRoute({
  method: "post",
  path: "/api/v1/orders/quote",
  tags,
  operationId: "quoteByStaff",
  summary: "What an order for a buyer would come to, as far as it is known; nothing is held",
  ...staffOnly,
  request: { body: jsonBody(draftContent) },
  responses: { 200: json(orderQuote, "The priced order"), ...problems(400, 401, 403, 409, 413, 415, 422) },
});

const readLink = createRoute({
  method: "get",
  path: "/api/v1/orders/{id}/pay-link",
  tags,
  operationId: "getPayLink",
  summary: "The link by which the buyer of an unpaid order pays it; nothing is sent",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(payLink, "The link"), ...problems(400, 401, 403, 404, 409) },
});

const link = createRoute({
  method: "post",
  path: "/api/v1/orders/{id}/pay-link",
  tags,
  operationId: "sendPayLink",
  summary: "Send the buyer of an unpaid order the link that pays it, and give them time",
  ...staffOnly,
  request: { params: named, body: jsonBody(linkRequest) },
  responses: { 202: json(payLink, "It is on its way"), ...problems(400, 401, 403, 404, 409, 413, 415) },
});

const drafts = createRoute({
  method: "get",
  path: "/api/v1/order-drafts",
  tags,
  operationId: "listOrderDrafts",
  summary: "Drafts that are no orders yet, the last written first",
  ...staffOnly,
  request: { query: draftQuery },
  responses: { 200: json(draftPage, "A page of drafts"), ...problems(400, 401, 403) },
});

const save = createRoute({
  method: "post",
  path: "/api/v1/order-drafts",
  tags,
  operationId: "saveOrderDraft",
  summary: "Keep an order that is not whole yet; nothing is held for it",
  ...staffOnly,
  request: { body: jsonBody(draftContent) },
  responses: { 201: json(orderDraft, "The draft"), ...problems(400, 401, 403, 413, 415) },
});

const one = createRoute({
  method: "get",
  path: "/api/v1/order-drafts/{id}",
  tags,
  operationId: "getOrderDraft",
  summary: "A draft",
  ...staffOnly,
  request: { params: named },
  responses: { 200: json(orderDraft, "The draft"), ...problems(401, 403, 404) },
});

const change = createRoute({
  method: "put",
  path: "/api/v1/order-drafts/{id}",
  tags,
  operationId: "changeOrderDraft",
  summary: "Write a draft anew: all of it",
  ...staffOnly,
  request: { params: named, headers: ifMatch, body: jsonBody(draftContent) },
  responses: { 200: json(orderDraft, "The draft"), ...problems(400, 401, 403, 404, 409, 412, 413, 415, 428) },
});

const drop = createRoute({
  method: "delete",
  path: "/api/v1/order-drafts/{id}",
  tags,
  operationId: "dropOrderDraft",
  summary: "Throw a draft away",
  ...staffOnly,
  request: { params: named, headers: ifMatch },
  responses: { 204: { description: "Gone" }, ...problems(401, 403, 404, 409, 412, 428) },
});

const order = createRoute({
  method: "post",
  path: "/api/v1/order-drafts/{id}/order",
  tags,
  operationId: "orderDraft",
  summary: "Make a draft an order, once",
  ...staffOnly,
  request: { params: named, headers: idempotencyHeaders.extend(ifMatch.shape), body: jsonBody(draftOrdering) },
  responses: {
    201: json(staffOrdered, "The order; `Idempotent-Replayed: true` when it was placed before"),
    ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503),
  },
});

/** Orders that staff make for buyers. */
export const byStaffRoutes = newRouter()
  .openapi(quote, async (c) => c.json(await quoteByStaff(c.var.store, c.req.valid("json")), 200))
  .openapi(place, async (c) => {
    const body = c.req.valid("json");
    const { ordered, replayed } = await orderByStaff(c.var.store, body, await keyOf(c, body));
    if (replayed) c.header("Idempotent-Replayed", "true");
    return c.json(ordered, 201);
  })
  .openapi(readLink, async (c) => c.json(await findPayLink(c.var.store, c.req.valid("param").id), 200))
  .openapi(link, async (c) => {
    const { pay_within_hours: hours } = c.req.valid("json");
    return c.json(await sendPayLink(c.var.store, c.req.valid("param").id, { again: true, hours }), 202);
  })
  .openapi(drafts, async (c) => c.json(await listDrafts(c.var.store, c.req.valid("query")), 200))
  .openapi(save, async (c) => {
    const saved = await saveDraft(c.var.store, c.req.valid("json"));
    c.header("ETag", etagOf(saved.version));
    return c.json(saved, 201);
  })
  .openapi(one, async (c) => {
    const found = await findDraft(c.var.store, c.req.valid("param").id);
    c.header("ETag", etagOf(found.version));
    return c.json(found, 200);
  })
  .openapi(change, async (c) => {
    const seen = versionFrom(c.req.header("if-match"));
    const changed = await changeDraft(c.var.store, c.req.valid("param").id, c.req.valid("json"), seen);
    c.header("ETag", etagOf(changed.version));
    return c.json(changed, 200);
  })
  .openapi(drop, async (c) => {
    await dropDraft(c.var.store, c.req.valid("param").id, versionFrom(c.req.header("if-match")));
    return c.body(null, 204);
  })
  .openapi(order, async (c) => {
    const body = c.req.valid("json");
    const seen = versionFrom(c.req.header("if-match"));
    const { id } = c.req.valid("param");
    const { ordered, replayed } = await makeOrder(c.var.store, id, body, seen, await keyOf(c, body));
    if (replayed) c.header("Idempotent-Replayed", "true");
    return c.json(ordered, 201);
  });
