import { eq, sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../../events/outbox.ts";
import { openStock, renameStock } from "../../inventory/stock.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { defaultTaxClass } from "../../tax/rules.ts";
import { checkAttributes } from "../attributes/attributes.ts";
import { reshelve } from "../lists/shelving.ts";
import { forgetOffers } from "../prices/offers.ts";
import type { ChangedVariant, NewProduct, NewVariant, Product, ProductChange, Variant } from "../schemas.ts";
import { reservedSlugs } from "../slug-schemas.ts";
import { writeUnderSlug } from "../slugs.ts";
import { products } from "../tables.ts";
import { findProduct } from "./find-product.ts";
import { type Schedule, scheduleFor } from "./publishing.ts";
import { bareSku } from "./skus.ts";
import { fitVariants, type PlacedVariant, writeVariants } from "./variants.ts";

/**
 * Adds a product with its options, variants, prices, categories and opening stock.
 * @throws slug-taken, sku-taken, invalid-variants, invalid-attributes, invalid-schedule, invalid-category
 */
export async function createProduct(store: Store, input: NewProduct): Promise<Product> {
  const id = store.newId("prod");
  const variants = placeVariants(store, id, fitVariants(input.options, input.variants));
  const unscheduled = { status: input.status, publish_at: null, unpublish_at: null };
  const planned = { ...input, ...scheduleFor(timestamp(store), unscheduled, given(input)) };
  await checkAttributes(store, input.attributes, input.category_ids);
  await writeUnderSlug(
    { id, title: input.title, slug: input.slug, reserved: reservedSlugs },
    (slug) => insertProduct(store, id, slug, planned, variants),
    (thrown) => writeFailure(store, thrown, variants),
  );
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
      seo_title: input.seo_title ?? null,
      seo_description: input.seo_description ?? null,
      publish_at: input.publish_at ?? null,
      unpublish_at: input.unpublish_at ?? null,
      tax_class: input.tax_class ?? defaultTaxClass,
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
 * @throws not-found, changed-meanwhile, slug-taken, sku-taken, invalid-variants, invalid-attributes, invalid-schedule,
 * invalid-category
 */
export async function updateProduct(
  store: Store,
  id: string,
  version: number,
  change: ProductChange,
): Promise<Product> {
  const before = await readAsWritten(store, id);
  if (before.version !== version) throw changedMeanwhile();
  const schedule = scheduleFor(timestamp(store), before, given(change));
  if (change.attributes !== undefined || change.category_ids !== undefined)
    await checkAttributes(store, change.attributes ?? before.attributes, change.category_ids ?? before.category_ids);
  const options = change.options ?? before.options;
  const variants: readonly ChangedVariant[] = change.variants
    ? knownBySku(change.variants, before.variants)
    : before.variants.map((variant) => ({ ...variant, stock: null }));
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
        .set({ ...columns, ...schedule, version: versionAfter(version), updated_at: timestamp(store) })
        .where(eq(products.id, id)),
      ...(touchesVariants ? writeVariants(store, placed) : []),
      ...(category_ids ? fileProduct(store, id, category_ids) : []),
      ...reshelve(store, [id]),
      publish(store.catalog, [changed]),
    ]);
  } catch (thrown) {
    throw await writeFailure(store, thrown, placed);
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
  forgetOffers([...before.variants, ...placed].map((variant) => variant.id));
  return findProduct(store.as({ kind: "system" }), id);
}

/**
 * Takes a product out of the shop. It is kept, for orders and their history name it, and staff can make it active again.
 * @param version the one that the caller has read; null takes it out whatever has changed
 * @throws not-found, changed-meanwhile
 */
export async function archiveProduct(store: Store, id: string, version: number | null): Promise<void> {
  const before = await readAsWritten(store, id);
  if (before.status === "archived" && version === null) return;
  await updateProduct(store, id, version ?? before.version, { status: "archived" });
}

/** A product in the store's own language, as edits are made to it. @throws not-found */
async function readAsWritten(store: Store, id: string): Promise<Product> {
  const found = await findProduct(store.as({ kind: "system" }).in(store.env.STORE_LOCALE), id);
  if (found.id !== id) throw notFound("product");
  return found;
}

/** What a save says of the schedule. */
function given({ status, publish_at, unpublish_at }: ProductChange): Partial<Schedule> {
  return {
    ...(status !== undefined && { status }),
    ...(publish_at !== undefined && { publish_at }),
    ...(unpublish_at !== undefined && { unpublish_at }),
  };
}

/** The next version, or nothing, which the table refuses, when somebody else has saved meanwhile: the batch then undoes itself. */
function versionAfter(version: number) {
  return sql<number>`case when ${products.version} = ${version} then ${version + 1} end`;
}

/** A variant without an id that has the SKU of one that would go is that one: its stock, its former prices and carts stay. */
function knownBySku(variants: readonly ChangedVariant[], before: readonly Variant[]): ChangedVariant[] {
  const named = new Set(variants.map(({ id }) => id));
  const known = new Map(before.filter(({ id }) => !named.has(id)).map(({ id, sku }) => [bareSku(sku), id]));
  return variants.map((variant) => ({ ...variant, id: variant.id ?? known.get(bareSku(variant.sku)) }));
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
async function openVariants(store: Store, variants: readonly PlacedVariant[], reason: string): Promise<void> {
  await openStock(
    store,
    variants.flatMap(({ id, product_id, sku, stock }) =>
      stock === null ? [] : [{ variant_id: id, product_id, sku, on_hand: stock, reason }],
    ),
  );
}

/** What a refused write means, by the rule that it broke; anything else as it was thrown. */
async function writeFailure(store: Store, thrown: unknown, variants: readonly PlacedVariant[]): Promise<unknown> {
  const text = failureText(thrown);
  if (text.includes("products.version")) return changedMeanwhile();
  if (text.includes("products.slug")) {
    const detail = "Another product has this slug. Choose another.";
    return new DomainError("slug-taken", detail, { errors: [{ pointer: "/slug", detail }] });
  }
  if (text.includes("variants.sku")) return skuTaken(store, variants);
  if (text.includes("FOREIGN KEY"))
    return new DomainError("invalid-category", "One of the categories does not exist. Load the list again.");
  return thrown;
}

/** SKUs that are told of at once. */
const mostTaken = 20;

/** Which of the variants have a SKU that a variant of another product has, in whatever capitals. */
async function skuTaken(store: Store, variants: readonly PlacedVariant[]): Promise<DomainError> {
  const wanted = JSON.stringify(variants.map(({ id, sku }) => ({ id, sku })));
  const rows = await store.catalog.all<{ at: number; sku: string; title: string }>(sql`
    select wanted.key as at, v.sku, p.title
    from json_each(${wanted}) wanted
    cross join variants v on v.sku = wanted.value ->> 'sku' collate nocase
    join products p on p.id = v.product_id
    where v.product_id <> ${variants[0]?.product_id ?? ""} and not exists (
      select 1 from sku_namesakes kept where kept.variant_id = wanted.value ->> 'id' and kept.sku = wanted.value ->> 'sku'
    )
    order by wanted.key limit ${mostTaken}
  `);
  const errors = rows.map(({ at, sku, title }) => ({
    pointer: `/variants/${at}/sku`,
    detail: `${title} has the SKU ${sku}.`,
  }));
  const detail = errors[0]?.detail ?? "Another product took one of the SKUs just now.";
  return new DomainError("sku-taken", `${detail} Choose another.`, { errors });
}
