import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { invalidInput } from "../platform/errors.ts";
import type { AppEnv } from "../platform/http/router.ts";
import { isId } from "../platform/ids.ts";
import { adoptGuestCart } from "./cart.ts";
import type { CartView } from "./schemas.ts";

const cookieName = "__Host-cart";

/** Days that a browser keeps the name of its cart; the cart itself may be emptied sooner. */
const cookieDays = 30;

/**
 * The guest's cart that a request names: by the `x-cart-id` header, else by the cookie.
 * @throws invalid-input for a header that is no cart's id. A cookie that is none counts as absent: browsers send old ones, and
 * a page must still answer.
 */
function cartIdFrom(header: string | undefined, cookie: string | undefined): string | null {
  if (header !== undefined) {
    if (isId("cart", header)) return header;
    throw invalidInput([{ pointer: "/x-cart-id", detail: "This is not the id of a cart: it begins with cart_." }]);
  }
  return cookie !== undefined && isId("cart", cookie) ? cookie : null;
}

/**
 * Opens the cart that the request names. When its caller has an account, the guest's lines move into the account's cart, and
 * the browser forgets the guest's.
 */
export const knowCart: MiddlewareHandler<AppEnv> = async (c, next) => {
  const cookie = getCookie(c, cookieName);
  const cartId = cartIdFrom(c.req.header("x-cart-id"), cookie);
  if (cartId === null) return next();
  const { store } = c.var;
  if (store.actor.kind === "shopper") {
    c.set("store", store.as({ kind: "shopper", cartId }));
    return next();
  }
  const adopted = concernsCart(c.req.path) && (await adoptGuestCart(store, cartId));
  await next();
  if (!adopted || cookie === undefined || c.res.webSocket) return;
  setCartCookie(c, "", 0);
  c.header("Cache-Control", "private, no-store");
};

/** Pages show the cart's count, and these endpoints its lines; every other request leaves a guest's cart alone. */
function concernsCart(path: string): boolean {
  return path.startsWith("/api/") ? /^\/api\/v1\/(cart|checkout)(\/|$)/.test(path) : !path.startsWith("/media/");
}

/** Tells a guest the name of their cart: by header always, by cookie when the request came without one. */
export function rememberCart(c: Context<AppEnv>, cart: CartView): void {
  const { actor } = c.var.store;
  if (actor.kind !== "shopper" || cart.id === null) return;
  c.header("x-cart-id", cart.id);
  if (actor.cartId === null) setCartCookie(c, cart.id, cookieDays * 24 * 3600);
}

function setCartCookie(c: Context<AppEnv>, value: string, maxAge: number): void {
  setCookie(c, cookieName, value, { path: "/", secure: true, httpOnly: true, sameSite: "Lax", maxAge });
}
