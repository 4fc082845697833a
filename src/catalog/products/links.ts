import { sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../../events/outbox.ts";
import { fixedStatement } from "../../platform/database.ts";
import { type FieldError, notFound, refuse } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import type { Currency } from "../../platform/money.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { type Showing, showingIn } from "../prices/shown.ts";
import { mostVariants, type Product } from "../schemas.ts";
import { localeChain } from "../translations/translations.ts";
import { askProduct, namedProduct, productFrom, statusSeen } from "./find-product.ts";
import { type LinkChange, type LinkKind, type Links, linkKind } from "./link-schemas.ts";
import { askedPrices, pricesAsked, productJson, readProduct } from "./product-sql.ts";

/** What a product leads to, and the version of the product that this was written with. */
export interface Linked {
  links: Links;
  version: number;
}

/**
 * The products that a product leads to; shoppers are led to active ones only.
 * @param idOrSlug of the product that leads to them
 * @throws not-found, also when it is not active and the caller is not staff
 */
export async function findLinked(store: Store, idOrSlug: string, currency: Currency = store.currency): Promise<Linked> {
  const showing = await showingIn(store, currency);
  const [from, linked] = await store.env.CATALOG.batch<{ version: number } & LinkedRow>([
    versionOf(store.env.CATALOG, { name: idOrSlug, status: statusSeen(store) }),
    askLinked(store, idOrSlug, showing),
  ]);
  const version = from?.results[0]?.version;
  if (version === undefined) throw notFound("product");
  return { links: linksFrom(linked?.results ?? [], showing), version };
}

/**
 * A product and what it leads to, as a page of the shop shows them, in one round trip. Found under a slug that it had once,
 * as `findProduct` finds it.
 * @throws not-found, also when it is not active and the caller is not staff
 */
export async function findProductAndLinks(store: Store, idOrSlug: string): Promise<{ product: Product; links: Links }> {
  const showing = await showingIn(store);
  const [found, linked] = await store.env.CATALOG.batch<LinkedRow>([
    askProduct(store, idOrSlug, showing, mostVariants),
    askLinked(store, idOrSlug, showing),
  ]);
  const product = productFrom(found?.results[0], showing);
  return { product, links: linksFrom(linked?.results ?? [], showing) };
}

interface LinkedRow {
  kind: LinkKind;
  product: string;
}

const isSeen = sql`${sql.placeholder("status")} in ('any', p.status)`;

const versionOf = fixedStatement(
  () => sql`select p.version from products p where p.id = ${namedProduct} and ${isSeen}`,
);

const linkedTo = fixedStatement(
  () => sql`
    select l.kind, ${productJson(askedPrices, sql.placeholder("chain"))} as product
    from product_links l cross join products p on p.id = l.linked_id
    where l.product_id = ${namedProduct} and ${isSeen}
    order by l.kind, l.position
  `,
);

function askLinked(store: Store, idOrSlug: string, showing: Showing): D1PreparedStatement {
  const values = { name: idOrSlug, ...pricesAsked(showing), chain: localeChain(store), status: statusSeen(store) };
  return linkedTo(store.env.CATALOG, values);
}

function linksFrom(rows: readonly LinkedRow[], showing: Showing): Links {
  const ofKind = (kind: LinkKind) =>
    rows.flatMap((row) => (row.kind === kind ? [readProduct(row.product, showing)] : []));
  return { related: ofKind("related"), up_sell: ofKind("up_sell"), cross_sell: ofKind("cross_sell") };
}

/**
 * Makes these the products that a product leads to, in place of all that there were.
 * @param version of the product, the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-links when one of them does not exist or is the product itself
 */
export async function linkProducts(store: Store, id: string, version: number, change: LinkChange): Promise<Linked> {
  const wanted = linkKind.options.flatMap((kind) =>
    change[kind].map((linked_id, position) => ({ kind, linked_id, position })),
  );
  const [[from], known] = await store.catalog.batch([
    store.catalog.all<{ slug: string; version: number }>(sql`select slug, version from products where id = ${id}`),
    store.catalog.all<{ id: string }>(sql`
      select id from products where id in (select value ->> 'linked_id' from json_each(${JSON.stringify(wanted)}))
    `),
  ]);
  if (!from) throw notFound("product");
  if (from.version !== version) throw changedMeanwhile();
  const there = new Set(known.map((one) => one.id));
  refuseStrays(id, wanted, there);
  const changed = newEvent(store, "product.changed", id, { product_id: id, slug: from.slug });
  try {
    await store.catalog.batch([
      store.catalog.run(sql`
        update products set
          updated_at = ${timestamp(store)}, version = case when version = ${version} then version + 1 end
        where id = ${id}
      `),
      store.catalog.run(sql`delete from product_links where product_id = ${id}`),
      store.catalog.run(sql`
        insert into product_links (product_id, kind, linked_id, position)
        select ${id}, value ->> 'kind', value ->> 'linked_id', value ->> 'position' from json_each(${JSON.stringify(wanted)})
      `),
      publish(store.catalog, [changed]),
    ]);
  } catch (thrown) {
    if (failureText(thrown).includes("products.version")) throw changedMeanwhile();
    throw thrown;
  }
  relaySoon(store, "catalog", [changed]);
  return findLinked(store, id);
}

/** @throws invalid-links */
function refuseStrays(
  id: string,
  wanted: readonly { kind: LinkKind; linked_id: string; position: number }[],
  there: ReadonlySet<string>,
): void {
  const errors = wanted.flatMap(({ kind, linked_id, position }): FieldError[] => {
    const pointer = `/${kind}/${position}`;
    if (linked_id === id) return [{ pointer, detail: "A product does not lead to itself." }];
    return there.has(linked_id) ? [] : [{ pointer, detail: "There is no such product." }];
  });
  refuse("invalid-links", errors);
}
