import { type SQL, sql } from "drizzle-orm";
import { fixedStatement } from "../../platform/database.ts";
import { notFound } from "../../platform/errors.ts";
import { isId } from "../../platform/ids.ts";
import type { Currency } from "../../platform/money.ts";
import type { Store } from "../../platform/store.ts";
import { type Showing, showingIn } from "../prices/shown.ts";
import { mostVariants, type Product } from "../schemas.ts";
import { formerOwner } from "../slugs.ts";
import { localeChain } from "../translations/translations.ts";
import { askedPrices, firstVariants, pricesAsked, productJson, readProduct } from "./product-sql.ts";

/** Variants of a product in an answer; the rest is read page by page. They fit 100 KB. */
export const shownVariants = 200;

const name = sql.placeholder("name");

const productWhere = (named: SQL) => {
  const json = productJson(askedPrices, sql.placeholder("chain"), firstVariants(sql.placeholder("most")));
  return sql`select ${json} as product from products p where ${named} and ${sql.placeholder("status")} in ('any', p.status)`;
};
const byId = fixedStatement(() => productWhere(sql`p.id = ${name}`));
const bySlug = fixedStatement(() => productWhere(sql`p.id = ${ownerOf(sql`${name}`)}`));

/** The id of a product that is named by its id, its slug or a former one, as the placeholder `name` of a fixed statement. */
export const namedProduct = sql`coalesce(${ownerOf(sql`${name}`)}, ${name})`;

/** The id of the product that has a slug, or that had it and nobody has it since. */
function ownerOf(slug: SQL): SQL {
  return sql`coalesce((select id from products where slug = ${slug}), ${formerOwner("product", slug)})`;
}

/** The id of a product that is named by its id, its slug or a former one, as a value of a statement. */
export function productNamed(idOrSlug: string): SQL {
  return isId("prod", idOrSlug) ? sql`${idOrSlug}` : ownerOf(sql`${idOrSlug}`);
}

/**
 * A product with its variants, prices and pictures, in one statement. Under a slug that it had once it is found too: its own
 * `slug` is then another, and that is where to send whoever asked ({@link isElsewhere}).
 * @param idOrSlug what stands in its address
 * @param currency the one that prices are told in
 * @param most variants; all of them where it is left out
 * @throws not-found, also when it is not active and the caller is not staff
 */
export async function findProduct(
  store: Store,
  idOrSlug: string,
  currency: Currency = store.currency,
  most: number = mostVariants,
): Promise<Product> {
  const showing = await showingIn(store, currency);
  const row = await askProduct(store, idOrSlug, showing, most).first<{ product: string }>();
  return productFrom(row, showing);
}

/** The statement of {@link findProduct}, for a batch; {@link productFrom} reads its row. */
export function askProduct(store: Store, idOrSlug: string, showing: Showing, most: number): D1PreparedStatement {
  const ask = isId("prod", idOrSlug) ? byId : bySlug;
  return ask(store.env.CATALOG, {
    name: idOrSlug,
    ...pricesAsked(showing),
    chain: localeChain(store),
    most,
    status: statusSeen(store),
  });
}

/** @throws not-found where there is no row */
export function productFrom(row: { product: string } | null | undefined, showing: Showing): Product {
  if (!row) throw notFound("product");
  return readProduct(row.product, showing);
}

/** Whether a thing was found under a slug that it no longer has. */
export function isElsewhere(idOrSlug: string, found: { id: string; slug: string }): boolean {
  return idOrSlug !== found.slug && idOrSlug !== found.id;
}

/** Staff, and the store itself, see products that are not for sale. */
export function seesAll(store: Store): boolean {
  return store.actor.kind === "staff" || store.actor.kind === "system";
}

/** The status that the caller sees products of, for `${statusSeen(store)} in ('any', p.status)`. */
export function statusSeen(store: Store): "any" | "active" {
  return seesAll(store) ? "any" : "active";
}
