import { sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../../events/outbox.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { type LinkKind, linkKind, mostLinks } from "../products/link-schemas.ts";
import { layReady, takeParts } from "./import-parts.ts";
import { noteStep } from "./jobs.ts";
import { namedProducts } from "./named-products.ts";
import type { ProductPlan } from "./plan-product.ts";
import type { DraftLinks, RowNote } from "./product-drafts.ts";
import type { JobRow } from "./tables.ts";
import { writeNotes } from "./write-products.ts";

/** Products that are linked in one batch. */
const atOnce = 100;

/** The statements that keep the links of planned products until all products of the file are there. */
export function keepLinks(store: Store, jobId: string, plans: readonly ProductPlan[]) {
  const rows = plans.flatMap(({ id, links, names }) =>
    links && Object.keys(links).length > 0 ? [{ name: `links:${id}`, line: names[0]?.line ?? 0, cells: links }] : [],
  );
  return layReady(store, jobId, rows);
}

interface KeptLinks {
  name: string;
  line: number;
  cells: string;
  id: string;
  slug: string;
  /** What it leads to now: { "related": ["prod_..."] } */
  present: string;
}

/**
 * Lets products lead to others, now that all are there.
 * @returns whether there are more
 */
export async function linkImported(store: Store, job: JobRow): Promise<boolean> {
  const kept = await store.catalog.all<KeptLinks>(sql`
    select k.name, k.line, k.cells, p.id, p.slug, (
      select json_group_object(kind, json(ids)) from (
        select kind, json_group_array(linked_id order by position) as ids from product_links l where l.product_id = p.id group by kind
      )
    ) as present
    from import_parts k join products p on p.id = substr(k.name, length('links:') + 1)
    where k.job_id = ${job.id} and k.name like 'links:%' order by k.name limit ${atOnce}
  `);
  if (kept.length === 0) return false;
  const wanted = kept.map((one) => ({ ...one, links: JSON.parse(one.cells) as DraftLinks }));
  const found = await namedProducts(
    store,
    job.id,
    wanted.flatMap(({ links }) => Object.values(links).flat()),
  );
  const notes: RowNote[] = [];
  const changes = wanted.flatMap((product) => {
    const before = JSON.parse(product.present) as Partial<Record<LinkKind, string[]>>;
    const after = linksAfter(product, before, found, notes);
    const same = linkKind.options.every((kind) => JSON.stringify(after[kind]) === JSON.stringify(before[kind] ?? []));
    return same ? [] : [{ id: product.id, slug: product.slug, after }];
  });
  const rows = changes.flatMap(({ id, after }) =>
    Object.entries(after).flatMap(([kind, ids]) =>
      ids.map((linked_id, position) => ({ product_id: id, kind, linked_id, position })),
    ),
  );
  const ids = JSON.stringify(changes.map(({ id }) => id));
  const events = changes.map(({ id, slug }) => newEvent(store, "product.changed", id, { product_id: id, slug }));
  await store.catalog.batch([
    noteStep(store, job, job.place),
    store.catalog.run(sql`
      update products set updated_at = ${timestamp(store)}, version = version + 1
      where id in (select value from json_each(${ids}))
    `),
    store.catalog.run(sql`delete from product_links where product_id in (select value from json_each(${ids}))`),
    store.catalog.run(sql`
      insert into product_links (product_id, kind, linked_id, position)
      select value ->> 'product_id', value ->> 'kind', value ->> 'linked_id', value ->> 'position'
      from json_each(${JSON.stringify(rows)})
    `),
    ...(events.length > 0 ? [publish(store.catalog, events)] : []),
    ...writeNotes(store, job.id, notes),
    ...takeParts(store, job.id, kept),
  ]);
  job.step += 1;
  relaySoon(store, "catalog", events);
  return true;
}

/** What a product is to lead to: what its file names, as far as it is there, and the other kinds as before. */
function linksAfter(
  { id, slug, line, links }: KeptLinks & { links: DraftLinks },
  before: Partial<Record<LinkKind, string[]>>,
  found: ReadonlyMap<string, string>,
  notes: RowNote[],
): Record<string, string[]> {
  return Object.fromEntries(
    linkKind.options.map((kind) => {
      const names = links[kind];
      if (!names) return [kind, before[kind] ?? []];
      const missing = names.filter((name) => !found.has(name)).map((name) => name.replace(/^\w+:/, ""));
      if (missing.length > 0) {
        const reason = `There is no product ${missing.slice(0, 10).join(", ")} for it to lead to.`;
        notes.push({ line, kind: "noted", handle: slug, reason });
      }
      const ids = new Set(names.flatMap((name) => found.get(name) ?? []));
      ids.delete(id);
      return [kind, [...ids].slice(0, mostLinks)];
    }),
  );
}
