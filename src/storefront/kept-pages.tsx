import type { Context, MiddlewareHandler } from "hono";
import { readCart } from "../cart/cart.ts";
import { keepAnswers, keepable } from "../platform/http/kept.ts";
import type { AppEnv } from "../platform/http/router.ts";
import { AccountLink, CartLink } from "./components/layout.tsx";
import { ShopContext } from "./components/shop.tsx";
import { asAnybody, barely } from "./page.tsx";

/**
 * Pages of goods are the same for everybody but for a few words around them. They are made for a stranger and kept at the edge;
 * what is the shopper's own is filled in on the way out, from the cart's object and the session, without a database. Staff get
 * pages made for them, for they see what shoppers do not.
 */
const madeForStrangers: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { store } = c.var;
  if (store.actor.kind === "staff") return next();
  const reading = readCart(store);
  c.set("store", asAnybody(store));
  const [cart] = await Promise.all([reading, next()]);
  c.set("store", store);
  const count = cart.items.reduce((sum, item) => sum + item.quantity, 0);
  if (count > 0 || store.actor.kind === "customer") await fillIn(c, count);
};

/** What a page of nobody's may be kept for; one that failed, leads on or is for one person says otherwise itself. */
const letPagesBeKept: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const isForAll = c.res.status === 200 && !c.res.headers.get("Cache-Control")?.includes("no-store");
  if (!isForAll) return;
  for (const [name, value] of Object.entries(keepable())) c.res.headers.set(name, value);
};

/** For the routes of such pages. */
export const keepPages = [madeForStrangers, keepAnswers(), letPagesBeKept] as const;

/** Writes the shopper's own words into a page that was made for a stranger. */
async function fillIn(c: Context<AppEnv>, count: number): Promise<void> {
  if (!c.res.headers.get("Content-Type")?.startsWith("text/html")) return;
  const { shop, account } = barely(c);
  const [cartLink, accountLink] = await Promise.all(
    [<CartLink count={count} />, <AccountLink signedIn={account !== null} />].map((part) =>
      (<ShopContext.Provider value={shop}>{part}</ShopContext.Provider>).toString(),
    ),
  );
  c.res = new HTMLRewriter()
    .on("#cart-link", { element: (link) => void link.replace(cartLink ?? "", { html: true }) })
    .on("#account-link", { element: (link) => void link.replace(accountLink ?? "", { html: true }) })
    .on("#open-account", { element: (line) => void (account && line.remove()) })
    .transform(c.res);
}
