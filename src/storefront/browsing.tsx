import type { Context } from "hono";
import { findProduct } from "../catalog/find-product.ts";
import { listProducts } from "../catalog/list-products.ts";
import { type ProductPage as Page, type Product, productQuery } from "../catalog/schemas.ts";
import { imageUrl } from "../media/address.ts";
import { currentEdition } from "../platform/edition.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import { parseMoney } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import { trailOf } from "./components/breadcrumb.tsx";
import type { Chosen } from "./components/filters.tsx";
import { isSoldOut, shownVariant } from "./components/product-card.tsx";
import { chooseVariant } from "./components/variant-choice.tsx";
import { describedProduct } from "./described.ts";
import { type Around, answerPage, asAnybody, shopOf, surroundings } from "./page.tsx";
import { BrowsePage } from "./pages/browse.tsx";
import { HomePage } from "./pages/home.tsx";
import { deepest, ProductPage } from "./pages/product.tsx";

/** Products on a page of a list. */
const pageLength = 24;

/** The front door is the same for everybody; of one edition of the catalogue it may be this old. Seconds. */
const frontDoors = new Warm<{ fresh: Product[]; reduced: Product[] }>(10, 8);

/** Home, categories, search and products. */
export const browsingRoutes = newRouter();

browsingRoutes.get("/", async (c) => {
  const [around, { fresh, reduced }] = await Promise.all([surroundings(c), frontDoor(c.var.store)]);
  const { name } = around.shop;
  return answerPage(
    c,
    around,
    { title: name, path: "/" },
    <HomePage categories={around.categories} fresh={fresh} reduced={reduced} />,
  );
});

browsingRoutes.get("/categories/:slug", (c) => browse(c, c.req.param("slug")));

browsingRoutes.get("/search", (c) => browse(c, null));

browsingRoutes.get("/products/:slug", async (c) => {
  const { store } = c.var;
  const [around, product] = await Promise.all([surroundings(c), findProduct(store, c.req.param("slug"))]);
  const [picture] = product.images;
  const chosen = chooseVariant(product, c.req.query("variant"));
  return answerPage(
    c,
    around,
    {
      title: product.title,
      description: product.description.replaceAll(/\s+/g, " ").slice(0, 155) || undefined,
      path: `/products/${product.slug}`,
      trail: product.category_ids.flatMap((id) => {
        const category = around.categories.find((each) => each.id === id);
        return trailOf(around.categories, category).map((each) => each.id);
      }),
      image: picture && around.site + imageUrl(picture.id, 1280),
      described: describedProduct(
        store,
        product,
        chosen,
        trailOf(around.categories, deepest(product, around.categories)),
      ),
    },
    <ProductPage product={product} chosen={chosen} categories={around.categories} />,
  );
});

async function frontDoor(store: Store): Promise<{ fresh: Product[]; reduced: Product[] }> {
  const now = store.now().getTime();
  const key = `${await currentEdition(store.env)} ${store.currency} ${store.locale}`;
  const warm = frontDoors.get(key, now);
  if (warm) return warm;
  const { data } = await listProducts(asAnybody(store), { sort: "newest", limit: 60 });
  const door = {
    fresh: data,
    reduced: data.filter((product) => {
      const variant = shownVariant(product);
      return !isSoldOut(product) && variant?.compare_at_price != null && variant.compare_at_price > variant.price;
    }),
  };
  frontDoors.set(key, door, now);
  return door;
}

/** A category, named by its slug, or all of the shop. */
async function browse(c: Context<AppEnv>, slug: string | null): Promise<Response> {
  const { store } = c.var;
  const asked = new URL(c.req.url).searchParams;
  const { chosen, query, kept } = readChoice(asked, store.currency);
  const action = slug === null ? "/search" : `/categories/${encodeURIComponent(slug)}`;
  const cursor = asked.get("cursor");
  let around: Around;
  let found: Page;
  try {
    const listed = listProducts(asAnybody(store), {
      ...query,
      ...(slug !== null && { category: slug }),
      ...(cursor && { cursor }),
    });
    [around, found] = await Promise.all([surroundings(c), listed]);
  } catch (thrown) {
    const stale = thrown instanceof DomainError && thrown.code === "invalid-cursor";
    if (!stale) throw thrown;
    return c.redirect(shopOf(c).to(kept.size > 0 ? `${action}?${kept}` : action));
  }
  const category = around.categories.find((each) => each.slug === slug) ?? null;
  if (slug !== null && !category) throw notFound("category");
  const { browse: words } = around.shop.words;
  const title = category?.name ?? (chosen.q ? words.results(chosen.q) : words.everything);
  return answerPage(
    c,
    around,
    {
      title,
      path: category ? action : undefined,
      personal: category === null && chosen.q !== "",
      searched: chosen.q,
      trail: trailOf(around.categories, category ?? undefined).map((each) => each.id),
    },
    <BrowsePage
      categories={around.categories}
      category={category}
      found={found}
      chosen={chosen}
      currency={store.currency}
      action={action}
      query={kept}
    />,
  );
}

/** What an address asks of a list. What makes no sense is left out: an old link must still lead somewhere. */
function readChoice(asked: URLSearchParams, currency: string) {
  const text = (name: string, most: number): string => (asked.get(name) ?? "").trim().slice(0, most);
  const q = text("q", 200);
  const wanted = productQuery.shape.sort.safeParse(asked.get("sort") ?? undefined);
  const sort = (wanted.success && wanted.data) || (q ? "relevance" : "newest");
  const attributes: Record<string, string> = {};
  for (const [name, value] of asked) {
    const attribute = name.startsWith("attr.") ? name.slice("attr.".length, 80) : "";
    if (attribute && value && value.length <= 100) attributes[attribute] = value;
  }
  const chosen: Chosen = {
    q,
    category: text("category", 120),
    brand: text("brand", 120),
    attributes,
    priceMin: price(text("price_min", 16), currency),
    priceMax: price(text("price_max", 16), currency),
    inStock: asked.get("in_stock") === "true",
    sort,
  };
  const least = parseMoney(chosen.priceMin, currency);
  const most = parseMoney(chosen.priceMax, currency);
  const query = {
    limit: pageLength,
    sort,
    attributes,
    ...(q && { q }),
    ...(chosen.category && { category: chosen.category }),
    ...(chosen.brand && { brand: chosen.brand }),
    ...(least !== null && { price_min: least }),
    ...(most !== null && { price_max: most }),
    ...(chosen.inStock && { in_stock: true }),
  };
  return { chosen, query, kept: addressOf(chosen, wanted.success && wanted.data !== undefined) };
}

/** A price as it was typed (`12,5`), in the form that money is read in; empty where it is none. */
function price(typed: string, currency: string): string {
  const plain = typed.replace(",", ".").replace(/\.$/, "");
  const amount = parseMoney(plain, currency);
  return amount !== null && amount >= 0 && amount <= 1e12 ? plain : "";
}

function addressOf(chosen: Chosen, sorted: boolean): URLSearchParams {
  const kept = new URLSearchParams();
  const keep = (name: string, value: string): void => {
    if (value) kept.set(name, value);
  };
  keep("q", chosen.q);
  keep("category", chosen.category);
  keep("brand", chosen.brand);
  for (const [name, value] of Object.entries(chosen.attributes)) keep(`attr.${name}`, value);
  keep("price_min", chosen.priceMin);
  keep("price_max", chosen.priceMax);
  keep("in_stock", chosen.inStock ? "true" : "");
  keep("sort", sorted ? chosen.sort : "");
  return kept;
}
