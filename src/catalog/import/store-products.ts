import { sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../../events/outbox.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { forgetVariants, openVariants, placeVariants } from "../products.ts";
import type { NewProduct, NewVariant } from "../schemas.ts";
import { reshelve } from "../shelving.ts";
import { type PlacedVariant, writeVariants } from "../variants.ts";
import { fingerprintOf, type ReadProduct, type Refusal } from "./shopify-products.ts";

/** What became of the products of a chunk. */
export interface Stored {
  created: number;
  updated: number;
  unchanged: number;
  refusals: Refusal[];
}

interface Known {
  id: string;
  slug: string;
  import_hash: string | null;
  variants: string;
}

interface KnownVariant {
  id: string;
  sku: string;
  options: Record<string, string>;
}

/** Events of one statement: seven values each, and a statement takes a hundred. */
const eventsAtOnce = 14;

/**
 * Puts products of a file into the catalogue, in one batch: new ones by their handle, known ones changed where the file says
 * otherwise than it did last time. Doing it again changes nothing. Stock of variants that are known stays as it is.
 */
export async function storeProducts(store: Store, read: readonly ReadProduct[]): Promise<Stored> {
  const outcome: Stored = { created: 0, updated: 0, unchanged: 0, refusals: [] };
  const wanted = read.flatMap((one) => (one.product ? [{ ...one, product: one.product }] : []));
  if (wanted.length === 0) return outcome;
  const known = await findKnown(
    store,
    wanted.map((one) => one.slug),
  );
  const owners = await ownersOf(
    store,
    wanted.flatMap((one) => one.product.variants.map((variant) => variant.sku)),
  );
  const written: { id: string; slug: string; row: Record<string, unknown>; variants: PlacedVariant[] }[] = [];
  const tracked: PlacedVariant[] = [];
  for (const { handle, slug, product, lines } of wanted) {
    const before = known.get(slug);
    const id = before?.id ?? store.newId("prod");
    const free = product.variants.filter((variant, index) => {
      const reason = takenBy(variant.sku, index, slug, product, lines, owners);
      if (reason) outcome.refusals.push({ line: lines[index] ?? 0, handle, reason });
      else owners.set(variant.sku, slug);
      return reason === null;
    });
    if (free.length === 0) continue;
    const kept = keepIds(free, before ? (JSON.parse(before.variants) as KnownVariant[]) : []);
    const variants = placeVariants(store, id, kept);
    const hash = fingerprintOf(product);
    tracked.push(...variants.filter((variant) => variant.stock !== null));
    if (before?.import_hash === hash) {
      outcome.unchanged += 1;
      continue;
    }
    if (before) outcome.updated += 1;
    else outcome.created += 1;
    const options = product.options.map(({ name, values }) => ({
      name,
      values: values.filter((value) => free.some((variant) => variant.options[name] === value)),
    }));
    written.push({ id, slug, row: { ...product, options, variants: null, id, import_hash: hash }, variants });
  }
  await writeAll(store, written);
  await openVariants(store, tracked, "import");
  return outcome;
}

/** Why a variant cannot have its SKU: a line above it, or another product, has it already; null where it can. */
function takenBy(
  sku: string,
  index: number,
  slug: string,
  product: NewProduct,
  lines: readonly number[],
  owners: ReadonlyMap<string, string>,
): string | null {
  const first = product.variants.findIndex((variant) => variant.sku === sku);
  if (first !== index) return `The SKU ${sku} belongs to line ${lines[first]} already.`;
  const owner = owners.get(sku);
  return owner === undefined || owner === slug ? null : `The SKU ${sku} belongs to ${owner} already.`;
}

async function writeAll(
  store: Store,
  written: { id: string; slug: string; row: Record<string, unknown>; variants: PlacedVariant[] }[],
) {
  if (written.length === 0) return;
  const variants = written.flatMap((one) => one.variants);
  const events = written.map(({ id, slug }) => newEvent(store, "product.changed", id, { product_id: id, slug }));
  const announcements = Array.from({ length: Math.ceil(events.length / eventsAtOnce) }, (_, index) =>
    publish(store.catalog, events.slice(index * eventsAtOnce, (index + 1) * eventsAtOnce)),
  );
  await store.catalog.batch([
    writeProducts(
      store,
      written.map((one) => one.row),
    ),
    ...writeVariants(store, variants),
    ...reshelve(
      store,
      written.map((one) => one.id),
    ),
    ...announcements,
  ]);
  forgetVariants(store, variants);
  relaySoon(store, "catalog", events);
}

function writeProducts(store: Store, rows: readonly Record<string, unknown>[]) {
  const at = timestamp(store);
  return store.catalog.run(sql`
    insert into products (id, slug, title, description, status, brand, options, attributes, import_hash, created_at, updated_at)
    select
      value ->> 'id', value ->> 'slug', value ->> 'title', value ->> 'description', value ->> 'status', value ->> 'brand',
      value -> 'options', value -> 'attributes', value ->> 'import_hash', ${at}, ${at}
    from json_each(${JSON.stringify(rows)}) where true
    on conflict (id) do update set
      title = excluded.title, description = excluded.description, status = excluded.status, brand = excluded.brand,
      options = excluded.options, attributes = excluded.attributes, import_hash = excluded.import_hash,
      version = version + 1, updated_at = excluded.updated_at
  `);
}

async function findKnown(store: Store, slugs: readonly string[]): Promise<Map<string, Known>> {
  const rows = await store.catalog.all<Known>(sql`
    select p.id, p.slug, p.import_hash, (
      select json_group_array(json_object('id', v.id, 'sku', v.sku, 'options', json(v.options))) from variants v where v.product_id = p.id
    ) as variants
    from json_each(${JSON.stringify(slugs)}) wanted
    join products p on p.slug = wanted.value
  `);
  return new Map(rows.map((row) => [row.slug, row]));
}

/** The slug of the product that each SKU belongs to, where it belongs to one. */
async function ownersOf(store: Store, skus: readonly string[]): Promise<Map<string, string>> {
  const rows = await store.catalog.all<{ sku: string; owner: string }>(sql`
    select v.sku, p.slug as owner
    from json_each(${JSON.stringify(skus)}) wanted
    join variants v on v.sku = wanted.value
    join products p on p.id = v.product_id
  `);
  return new Map(rows.map((row) => [row.sku, row.owner]));
}

/** Gives variants the ids of those that were there, by SKU, else by the same options. */
function keepIds(variants: readonly NewVariant[], before: readonly KnownVariant[]) {
  const free = new Set(before);
  const matched = variants.map((variant) => {
    const same = before.find((one) => one.sku === variant.sku);
    if (same) free.delete(same);
    return { variant, same };
  });
  return matched.map(({ variant, same }) => {
    const found = same ?? [...free].find((one) => JSON.stringify(one.options) === JSON.stringify(variant.options));
    if (found) free.delete(found);
    return found ? { ...variant, id: found.id } : variant;
  });
}
