import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { readCart } from "../cart/cart.ts";
import type { CartView } from "../cart/schemas.ts";
import { listCategories } from "../catalog/categories/categories.ts";
import type { Category } from "../catalog/categories/schemas.ts";
import { allMarkets } from "../catalog/markets/which-market.ts";
import { currentEdition } from "../platform/edition.ts";
import { tracking } from "../platform/http/kept.ts";
import { pathIn } from "../platform/http/locale.ts";
import type { AppEnv } from "../platform/http/router.ts";
import { offeredLocales } from "../platform/locales.ts";
import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import { type AssetAddresses, assetAddresses, unversioned } from "./assets.ts";
import { Layout, type PageHead, type Surroundings } from "./components/layout.tsx";
import { type Shop, ShopContext, shopIn } from "./components/shop.tsx";
import { wordsIn } from "./messages/words.ts";

/** The tree stands on every page and changes seldom: of one edition of the catalogue it may be this old. Seconds. */
const trees = new Warm<readonly Category[]>(10, 16);

/** The store as everybody sees it: what is shown to all is read for nobody in particular, and may be kept for the next. */
export function asAnybody(store: Store): Store {
  return store.as({ kind: "shopper", cartId: null });
}

/** The whole category tree, each after its parent. */
export async function categoryTree(store: Store): Promise<readonly Category[]> {
  const now = store.now().getTime();
  const key = `${await currentEdition(store.env)} ${store.market.code} ${store.locale}`;
  const warm = trees.get(key, now);
  if (warm) return warm;
  const tree = await listCategories(asAnybody(store));
  trees.set(key, tree, now);
  return tree;
}

/** Around a page, and the cart that its header counts. */
export interface Around extends Surroundings {
  cart: CartView;
}

/** Reads what stands around every page; a guest without a cart costs no call for it. */
export async function surroundings(c: Context<AppEnv>): Promise<Around> {
  const { store } = c.var;
  const [categories, cart, assets, markets] = await Promise.all([
    categoryTree(store),
    readCart(store),
    assetAddresses(store.env),
    allMarkets(store),
  ]);
  const cartCount = cart.items.reduce((sum, item) => sum + item.quantity, 0);
  return { ...barely(c, assets, categories), markets, cart, cartCount };
}

/** The shop in the language and the market of the request. */
export function shopOf(c: Context<AppEnv>): Shop {
  const { locale, market } = c.var.store;
  return shopIn(c.env, locale, market);
}

/** Surroundings that ask nothing of any binding. */
export function barely(
  c: Context<AppEnv>,
  assets: AssetAddresses = unversioned,
  categories: readonly Category[] = [],
): Surroundings {
  const { actor, env } = c.var.store;
  const account = actor.kind === "customer" || actor.kind === "staff" ? { email: actor.email } : null;
  const languages = offeredLocales(env).map((offered) => ({
    locale: offered,
    name: nameOf(offered),
    prefixed: (path: string) => pathIn(env, offered, path),
  }));
  return {
    shop: shopOf(c),
    assets,
    categories,
    cartCount: 0,
    account,
    languages,
    markets: [],
    here: hereOf(c),
    site: env.STORE_URL,
  };
}

/** What a language calls itself. */
function nameOf(locale: string): string {
  const words = wordsIn(locale);
  // A language that the storefront has no words in is named by the platform.
  return words === wordsIn("en") && !locale.startsWith("en")
    ? (new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale)
    : words.language;
}

/** Where the page that is answered can be asked for again. A form that is shown again stands at its own address. */
function hereOf(c: Context<AppEnv>): string {
  if (c.req.method === "POST") return c.req.path.startsWith("/cart/") ? "/cart" : c.req.path;
  const { searchParams } = new URL(c.req.url);
  const own = new URLSearchParams([...searchParams].filter(([name]) => !tracking.test(name)));
  return own.size > 0 ? `${c.req.path}?${own}` : c.req.path;
}

/** Answers with a whole page. A page of one person's is kept nowhere; any other only by the browser, which asks again. */
export async function answerPage(
  c: Context<AppEnv>,
  around: Surroundings,
  head: PageHead,
  body: Child,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const page = (
    <Layout around={around} head={head}>
      {body}
    </Layout>
  );
  c.header("Content-Language", around.shop.locale);
  c.header("Cache-Control", head.personal ? "private, no-store" : "private, no-cache");
  return c.html(`<!doctype html>${await page.toString()}`, status);
}

/** Answers with a part of a page, for script to put into one. */
export async function answerPart(c: Context<AppEnv>, part: Child): Promise<Response> {
  const shop = shopOf(c);
  c.header("Cache-Control", "private, no-store");
  return c.html(await (<ShopContext.Provider value={shop}>{part}</ShopContext.Provider>).toString());
}
