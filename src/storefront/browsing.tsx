import type { Context } from "hono";
import { labelsIn } from "../catalog/attributes/labels.ts";
import { findCategory } from "../catalog/categories/categories.ts";
import type { Category } from "../catalog/categories/schemas.ts";
import { findCollection, listCollections } from "../catalog/collections/collections.ts";
import type { Collection } from "../catalog/collections/schemas.ts";
import { listProducts } from "../catalog/lists/list-products.ts";
import { isElsewhere } from "../catalog/products/find-product.ts";
import { findProductAndLinks } from "../catalog/products/links.ts";
import type { Product, ProductPage as ProductList } from "../catalog/schemas.ts";
import { imageUrl } from "../media/address.ts";
import { currentEdition } from "../platform/edition.ts";
import { DomainError } from "../platform/errors.ts";
import { elsewhere } from "../platform/http/public-answer.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import { readChoice } from "./chosen.ts";
import { trailOf } from "./components/breadcrumb.tsx";
import { isSoldOut, shownVariant } from "./components/product-card.tsx";
import { chooseVariant } from "./components/variant-choice.tsx";
import { describedProduct } from "./described.ts";
import { type Around, answerPage, asAnybody, shopOf, surroundings } from "./page.tsx";
import { BrowsePage } from "./pages/browse.tsx";
import { HomePage } from "./pages/home.tsx";
import { deepest, ProductPage } from "./pages/product.tsx";

/** Collections that the front door leads to. */
const mostCollections = 12;

interface FrontDoor {
  fresh: Product[];
  reduced: Product[];
  collections: Collection[];
}

/** The front door is the same for everybody; of one edition of the catalogue it may be this old. Seconds. */
const frontDoors = new Warm<FrontDoor>(10, 16);

/** Home, categories, collections, search and products. */
export const browsingRoutes = newRouter();

browsingRoutes.get("/", async (c) => {
  const [around, door] = await Promise.all([surroundings(c), frontDoor(c.var.store)]);
  const head = { title: around.shop.name, path: "/" };
  return answerPage(c, around, head, <HomePage categories={around.categories} {...door} />);
});

browsingRoutes.get("/categories/:slug", async (c) => {
  const slug = c.req.param("slug");
  return browse(c, { kind: "category", slug });
});

browsingRoutes.get("/collections/:slug", async (c) => {
  const slug = c.req.param("slug");
  const collection = await findCollection(asAnybody(c.var.store), slug);
  if (isElsewhere(slug, collection)) return elsewhere(c, shopOf(c).to(`/collections/${collection.slug}`));
  return browse(c, { kind: "collection", slug, collection });
});

browsingRoutes.get("/search", (c) => browse(c, { kind: "search" }));

browsingRoutes.get("/products/:slug", async (c) => {
  const { store } = c.var;
  const slug = c.req.param("slug");
  const [around, { product, links }, labels] = await Promise.all([
    surroundings(c),
    findProductAndLinks(store, slug),
    labelsIn(store),
  ]);
  if (isElsewhere(slug, product)) return elsewhere(c, around.shop.to(`/products/${product.slug}`));
  const [picture] = product.images;
  const chosen = chooseVariant(product, c.req.query("variant"));
  const trail = trailOf(around.categories, deepest(product, around.categories));
  return answerPage(
    c,
    around,
    {
      title: product.seo_title ?? product.title,
      description: product.seo_description ?? opening(product.description),
      path: `/products/${product.slug}`,
      trail: product.category_ids.flatMap((id) => {
        const category = around.categories.find((each) => each.id === id);
        return trailOf(around.categories, category).map((each) => each.id);
      }),
      image: picture && around.site + imageUrl(picture.id, 1280),
      described: describedProduct(store, product, chosen, trail),
    },
    <ProductPage product={product} chosen={chosen} categories={around.categories} links={links} labels={labels} />,
  );
});

/** The first words of a description, for search engines. */
function opening(description: string): string | undefined {
  return description.replaceAll(/\s+/g, " ").slice(0, 155) || undefined;
}

async function frontDoor(store: Store): Promise<FrontDoor> {
  const now = store.now().getTime();
  const key = `${await currentEdition(store.env)} ${store.market.code} ${store.locale}`;
  const warm = frontDoors.get(key, now);
  if (warm) return warm;
  const anybody = asAnybody(store);
  const [{ data }, collections] = await Promise.all([
    listProducts(anybody, { sort: "newest", limit: 60 }),
    listCollections(anybody, { limit: mostCollections }),
  ]);
  const door = {
    fresh: data,
    reduced: data.filter((product) => {
      const variant = shownVariant(product);
      return !isSoldOut(product) && variant?.compare_at_price != null && variant.compare_at_price > variant.price;
    }),
    collections: collections.data.filter((collection) => collection.product_count > 0),
  };
  frontDoors.set(key, door, now);
  return door;
}

/** What is listed: a category by its slug, a collection, or all of the shop. */
type Place =
  | { kind: "category"; slug: string }
  | { kind: "collection"; slug: string; collection: Collection }
  | { kind: "search" };

/** The address of a list without what narrows it. */
function actionOf(place: Place): string {
  if (place.kind === "search") return "/search";
  return `/${place.kind === "category" ? "categories" : "collections"}/${encodeURIComponent(place.slug)}`;
}

async function browse(c: Context<AppEnv>, place: Place): Promise<Response> {
  const { store } = c.var;
  const asked = new URL(c.req.url).searchParams;
  const own = place.kind === "collection" ? "featured" : "newest";
  const { chosen, query, kept } = readChoice(asked, store.currency, own);
  const action = actionOf(place);
  const cursor = asked.get("cursor");
  let around: Around;
  let found: ProductList;
  try {
    const listed = listProducts(asAnybody(store), {
      ...query,
      ...(place.kind !== "search" && { [place.kind]: place.slug }),
      ...(cursor && { cursor }),
    });
    [around, found] = await Promise.all([surroundings(c), listed]);
  } catch (thrown) {
    const stale =
      thrown instanceof DomainError && (thrown.code === "invalid-cursor" || thrown.code === "invalid-input");
    if (!stale || (kept.size === 0 && !cursor)) throw thrown;
    const rest = thrown.code === "invalid-cursor" ? kept : withoutAttributes(kept);
    return c.redirect(shopOf(c).to(rest.size > 0 ? `${action}?${rest}` : action));
  }
  const category = place.kind === "category" ? await categoryIn(store, around.categories, place.slug) : null;
  if (category && place.kind === "category" && category.slug !== place.slug)
    return elsewhere(c, around.shop.to(`/categories/${category.slug}`));
  const { browse: words } = around.shop.words;
  const shown = category ?? (place.kind === "collection" ? place.collection : null);
  const name = category?.name ?? (place.kind === "collection" ? place.collection.title : null);
  return answerPage(
    c,
    around,
    {
      title: shown?.seo_title ?? name ?? (chosen.q ? words.results(chosen.q) : words.everything),
      description: shown ? (shown.seo_description ?? opening(shown.description)) : undefined,
      path: shown ? action : undefined,
      personal: shown === null && chosen.q !== "",
      searched: chosen.q,
      trail: trailOf(around.categories, category ?? undefined).map((each) => each.id),
    },
    <BrowsePage
      categories={around.categories}
      category={category}
      collection={place.kind === "collection" ? place.collection : null}
      found={found}
      chosen={chosen}
      currency={store.currency}
      action={action}
      query={kept}
    />,
  );
}

/** A category of the tree; one that is called otherwise now, or is newer than the tree at hand, is looked up. @throws not-found */
async function categoryIn(store: Store, categories: readonly Category[], slug: string): Promise<Category> {
  return categories.find((each) => each.slug === slug) ?? findCategory(asAnybody(store), slug);
}

/** A filter that the catalogue does not know is left out, and an old link leads on. */
function withoutAttributes(kept: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...kept].filter(([name]) => !name.startsWith("attr.")));
}
