import { type SQL, sql } from "drizzle-orm";
import type { Store } from "../platform/store.ts";

const longest = 100;

/** The id of what had this slug once and has another now, as a value of a statement; null where nothing had. */
export function formerOwner(kind: "product" | "category" | "collection", slug: SQL): SQL {
  return sql`(select id from former_slugs where kind = ${sql.raw(`'${kind}'`)} and slug = ${slug})`;
}

/** The slugs that a product or category had once, which lead to the one that it has. Nothing where there is no such thing. */
export async function listFormerSlugs(store: Store, kind: "product" | "category", id: string): Promise<string[]> {
  const rows = await store.catalog.all<{ slug: string }>(
    sql`select slug from former_slugs where kind = ${kind} and id = ${id} order by slug`,
  );
  return rows.map(({ slug }) => slug);
}

/**
 * An address from a title: `Crème brûlée, 4 pcs` is `creme-brulee-4-pcs`. Letters that have no Latin form are left out.
 * @returns empty where nothing is left
 */
export function slugFrom(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("æ", "ae")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replace(/\p{M}/gu, "")
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replace(/^-+|-+$/g, "");
}

/** The same with the last characters of an id, where the address is taken or nothing was left of the title. */
export function slugWithId(slug: string, id: string): string {
  const tail = id.slice(-6);
  return slug ? `${slug}-${tail}` : tail;
}
