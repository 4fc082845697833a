import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { json, jsonBody, problems } from "../platform/http/contract.ts";
import { limitCodes } from "../platform/http/limits.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import { etagOf, versionIfSent } from "../platform/http/versions.ts";
import { rememberCart } from "./caller.ts";
import { addCode, addToCart, clearCart, editLine, moveCartTo, readCart, removeCode, removeLine } from "./cart.ts";
import {
  addCodeBody,
  addToCartBody,
  type CartView,
  cart,
  editLineBody,
  moveCartBody,
  removeLineBody,
} from "./schemas.ts";

export const shopper = { tags: ["Cart"], security: [{ cart: [] }, { bearer: [] }, {}] };

const headers = z.object({
  "if-match": z
    .string()
    .optional()
    .openapi({ description: "The cart's `ETag`: refuses the change with 412 when another device was faster" }),
});

const answer = {
  ...json(cart, "The whole cart"),
  headers: z.object({
    ETag: z.string().openapi({ description: "The cart's version" }),
    "x-cart-id": z.string().optional().openapi({ description: "The guest's cart; send it with every later request" }),
  }),
};

const read = createRoute({
  ...shopper,
  method: "get",
  path: "/api/v1/cart",
  operationId: "getCart",
  summary: "The cart of whoever asks; empty, with `id` null, before anything was added",
  responses: { 200: answer, ...problems(400, 401) },
});

const add = createRoute({
  ...shopper,
  method: "post",
  path: "/api/v1/cart/add",
  operationId: "addToCart",
  summary: "Add a variant; the first one opens a guest's cart",
  request: { headers, body: jsonBody(addToCartBody) },
  responses: { 200: answer, ...problems(400, 401, 404, 409, 412, 413, 415, 422) },
});

const edit = createRoute({
  ...shopper,
  method: "patch",
  path: "/api/v1/cart/edit",
  operationId: "editCartLine",
  summary: "Set the quantity of a line; 0 removes it",
  request: { headers, body: jsonBody(editLineBody) },
  responses: { 200: answer, ...problems(400, 401, 404, 409, 412, 413, 415, 422) },
});

const remove = createRoute({
  ...shopper,
  method: "post",
  path: "/api/v1/cart/remove",
  operationId: "removeCartLine",
  summary: "Take a line out",
  request: { headers, body: jsonBody(removeLineBody) },
  responses: { 200: answer, ...problems(400, 401, 404, 412, 413, 415) },
});

const clear = createRoute({
  ...shopper,
  method: "post",
  path: "/api/v1/cart/clear",
  operationId: "clearCart",
  summary: "Take everything out",
  request: { headers },
  responses: { 200: answer, ...problems(400, 401, 412) },
});

const move = createRoute({
  ...shopper,
  method: "put",
  path: "/api/v1/cart/market",
  operationId: "moveCart",
  summary: "Price the cart in another market; it stays where it is when something in it is not sold there",
  request: { headers, body: jsonBody(moveCartBody) },
  responses: { 200: answer, ...problems(400, 401, 404, 409, 412, 413, 415) },
});

const bring = createRoute({
  ...shopper,
  method: "post",
  path: "/api/v1/cart/code",
  operationId: "addCartCode",
  summary: "Bring a discount code; it stays also while it takes nothing off, and `codes` says why",
  middleware: [limitCodes] as const,
  request: { headers, body: jsonBody(addCodeBody) },
  responses: { 200: answer, ...problems(400, 401, 409, 412, 413, 415, 422, 429) },
});

const leave = createRoute({
  ...shopper,
  method: "delete",
  path: "/api/v1/cart/code/{code}",
  operationId: "removeCartCode",
  summary: "Take a discount code out",
  request: { headers, params: z.object({ code: z.string().min(1).max(80) }) },
  responses: { 200: answer, ...problems(400, 401, 404, 412) },
});

export const cartRoutes = newRouter()
  .openapi(read, async (c) => whole(c, await readCart(c.var.store)))
  .openapi(add, async (c) => whole(c, await addToCart(c.var.store, c.req.valid("json"), expected(c))))
  .openapi(edit, async (c) => whole(c, await editLine(c.var.store, c.req.valid("json"), expected(c))))
  .openapi(remove, async (c) => whole(c, await removeLine(c.var.store, c.req.valid("json"), expected(c))))
  .openapi(bring, async (c) => whole(c, await addCode(c.var.store, c.req.valid("json").code, expected(c))))
  .openapi(leave, async (c) => whole(c, await removeCode(c.var.store, c.req.valid("param").code, expected(c))))
  .openapi(clear, async (c) => whole(c, await clearCart(c.var.store, expected(c))))
  .openapi(move, async (c) => whole(c, await moveCartTo(c.var.store, c.req.valid("json").market, expected(c))));

/** The version that the caller means to change, where it says so. */
function expected(c: Context<AppEnv>): number | null {
  return versionIfSent(c.req.header("if-match"));
}

function whole(c: Context<AppEnv>, view: CartView) {
  rememberCart(c, view);
  c.header("ETag", etagOf(view.version));
  return c.json(view, 200);
}
