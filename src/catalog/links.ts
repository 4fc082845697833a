import { sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../events/outbox.ts";
import { DomainError, type FieldError, notFound } from "../platform/errors.ts";
import { failureText } from "../platform/failure-text.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import type { Currency } from "../platform/money.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { productNamed, statusSeen } from "./find-product.ts";
import { type LinkChange, type LinkKind, type Links, linkKind } from "./link-schemas.ts";
import { productJson, readProduct } from "./product-sql.ts";
import { localeChain } from "./translations.ts";

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
  const [[from], rows] = await store.catalog.batch([
    store.catalog.all<{ version: number }>(sql`
      select p.version from products p where p.id = ${productNamed(idOrSlug)} and ${statusSeen(store)} in ('any', p.status)
    `),
    store.catalog.all<{ kind: LinkKind; product: string }>(sql`
      select l.kind, ${productJson(currency, localeChain(store))} as product
      from product_links l cross join products p on p.id = l.linked_id
      where l.product_id = ${productNamed(idOrSlug)} and ${statusSeen(store)} in ('any', p.status)
      order by l.kind, l.position
    `),
  ]);
  if (!from) throw notFound("product");
  const ofKind = (kind: LinkKind) =>
    rows.flatMap((row) => (row.kind === kind ? [readProduct(row.product, currency)] : []));
  return {
    links: { related: ofKind("related"), up_sell: ofKind("up_sell"), cross_sell: ofKind("cross_sell") },
    version: from.version,
  };
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
  const [first] = errors;
  if (first) throw new DomainError("invalid-links", first.detail, { errors });
}
