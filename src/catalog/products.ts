import { eq, sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../events/outbox.ts";
import { openStock, renameStock } from "../inventory/stock.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { failureText } from "../platform/failure-text.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { findProduct } from "./find-product.ts";
import { forgetOffers } from "./offers.ts";
import type { ChangedVariant, NewProduct, NewVariant, Product, ProductChange } from "./schemas.ts";
import { reshelve } from "./shelving.ts";
import { slugFrom, slugWithId } from "./slugs.ts";
import { products } from "./tables.ts";
import { fitVariants, type PlacedVariant, writeVariants } from "./variants.ts";

/**
 * Adds a product with its options, variants, prices, categories and opening stock.
 * @throws slug-taken, sku-taken, invalid-variants, invalid-category
 */
export async function createProduct(store: Store, input: NewProduct): Promise<Product> {
  const id = store.newId("prod");
  const wanted = input.slug ?? slugFrom(input.title);
  const variants = placeVariants(store, id, fitVariants(input.options, input.variants));
  try {
    await insertProduct(store, id, wanted || slugWithId("", id), input, variants);
  } catch (thrown) {
    const failure = writeFailure(thrown, variants);
    const another = input.slug === undefined && failure instanceof DomainError && failure.code === "slug-taken";
    if (!another) throw failure;
    await insertProduct(store, id, slugWithId(wanted, id), input, variants).catch((again) => {
      throw writeFailure(again, variants);
    });
  }
  await openVariants(store, variants, "opening stock");
  return findProduct(store.as({ kind: "system" }), id);
}

async function insertProduct(store: Store, id: string, slug: string, input: NewProduct, variants: PlacedVariant[]) {
  const at = timestamp(store);
  const changed = newEvent(store, "product.changed", id, { product_id: id, slug });
  await store.catalog.batch([
    store.catalog.insert(products).values({
      id,
      slug,
      title: input.title,
      description: input.description,
      status: input.status,
      brand: input.brand,
      options: input.options,
      attributes: input.attributes,
      created_at: at,
      updated_at: at,
    }),
    ...writeVariants(store, variants),
    ...fileProduct(store, id, input.category_ids),
    ...reshelve(store, [id]),
    publish(store.catalog, [changed]),
  ]);
  relaySoon(store, "catalog", [changed]);
}

/**
 * Changes a product; what the change leaves out stays as it is.
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, slug-taken, sku-taken, invalid-variants, invalid-category
 */
export async function updateProduct(
  store: Store,
  id: string,
  version: number,
  change: ProductChange,
): Promise<Product> {
  const before = await findProduct(store.as({ kind: "system" }), id);
  if (before.id !== id) throw notFound("product");
  if (before.version !== version) throw changedMeanwhile();
  const options = change.options ?? before.options;
  const variants = change.variants ?? before.variants.map((variant) => ({ ...variant, stock: null }));
  const stranger = variants.find((variant) => variant.id && !before.variants.some((known) => known.id === variant.id));
  if (stranger) throw new DomainError("invalid-variants", `${stranger.id} is not a variant of this product.`);
  const placed = placeVariants(store, id, fitVariants(options, variants));
  const slug = change.slug ?? before.slug;
  const changed = newEvent(store, "product.changed", id, { product_id: id, slug });
  const { variants: _, category_ids, ...columns } = change;
  const touchesVariants = change.variants !== undefined || change.options !== undefined;
  try {
    await store.catalog.batch([
      store.catalog
        .update(products)
        .set({ ...columns, version: versionAfter(version), updated_at: timestamp(store) })
        .where(eq(products.id, id)),
      ...(touchesVariants ? writeVariants(store, placed) : []),
      ...(category_ids ? fileProduct(store, id, category_ids) : []),
      ...reshelve(store, [id]),
      publish(store.catalog, [changed]),
    ]);
  } catch (thrown) {
    throw writeFailure(thrown, placed);
  }
  relaySoon(store, "catalog", [changed]);
  const known = new Map(before.variants.map((variant) => [variant.id, variant.sku]));
  await openVariants(
    store,
    placed.filter((variant) => !known.has(variant.id)),
    "opening stock",
  );
  await renameStock(
    store,
    placed.flatMap(({ id: variant_id, sku }) =>
      known.has(variant_id) && known.get(variant_id) !== sku ? [{ variant_id, sku }] : [],
    ),
  );
  forgetVariants(store, [...before.variants, ...placed]);
  return findProduct(store.as({ kind: "system" }), id);
}

/**
 * Takes a product out of the shop. It is kept, for orders and their history name it, and staff can make it active again.
 * @param version the one that the caller has read; null takes it out whatever has changed
 * @throws not-found, changed-meanwhile
 */
export async function archiveProduct(store: Store, id: string, version: number | null): Promise<void> {
  const before = await findProduct(store.as({ kind: "system" }), id);
  if (before.id !== id) throw notFound("product");
  if (before.status === "archived" && version === null) return;
  await updateProduct(store, id, version ?? before.version, { status: "archived" });
}

/** The next version, or nothing, which the table refuses, when somebody else has saved meanwhile: the batch then undoes itself. */
function versionAfter(version: number) {
  return sql<number>`case when ${products.version} = ${version} then ${version + 1} end`;
}

/** Gives variants of a product their ids and places. */
export function placeVariants(
  store: Store,
  productId: string,
  variants: readonly (NewVariant | ChangedVariant)[],
): PlacedVariant[] {
  return variants.map((variant, position) => ({
    ...variant,
    product_id: productId,
    id: ("id" in variant && variant.id) || store.newId("var"),
    position,
  }));
}

/** The statements that file a product under these categories and no others. */
function fileProduct(store: Store, id: string, categoryIds: readonly string[]) {
  const ids = JSON.stringify(categoryIds);
  return [
    store.catalog.run(sql`delete from product_categories where product_id = ${id}`),
    store.catalog.run(sql`
      insert into product_categories (product_id, category_id, position)
      select ${id}, value, key from json_each(${ids})
    `),
  ] as const;
}

/** Begins to track the stock of those variants that say how much there is. */
export async function openVariants(store: Store, variants: readonly PlacedVariant[], reason: string): Promise<void> {
  await openStock(
    store,
    variants.flatMap(({ id, product_id, sku, stock }) =>
      stock === null ? [] : [{ variant_id: id, product_id, sku, on_hand: stock, reason }],
    ),
  );
}

/** Forgets what this isolate remembers of them, in every currency that they are or were priced in. */
export function forgetVariants(store: Store, variants: readonly Pick<PlacedVariant, "id" | "prices">[]): void {
  forgetOffers(
    store,
    variants.map((variant) => variant.id),
    variants.flatMap((variant) => variant.prices.map((price) => price.currency)),
  );
}

/** What a refused write means, by the rule that it broke; anything else as it was thrown. */
function writeFailure(thrown: unknown, variants: readonly PlacedVariant[]): unknown {
  const text = failureText(thrown);
  if (text.includes("products.version")) return changedMeanwhile();
  if (text.includes("products.slug")) return new DomainError("slug-taken", "Choose another slug.");
  if (text.includes("variants.sku")) {
    const skus = variants.map((variant) => variant.sku);
    const detail = `Another product has ${skus.length === 1 ? `the SKU ${skus[0]}` : `one of the SKUs ${skus.slice(0, 10).join(", ")}`}.`;
    return new DomainError("sku-taken", detail);
  }
  if (text.includes("FOREIGN KEY"))
    return new DomainError("invalid-category", "One of the categories does not exist. Load the list again.");
  return thrown;
}
