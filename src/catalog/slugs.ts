import { type SQL, sql } from "drizzle-orm";
import { DomainError } from "../platform/errors.ts";
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

interface NewSlug {
  id: string;
  title: string;
  /** The slug that was asked for. */
  slug: string | undefined;
  /** Slugs that are made for nothing of this kind. */
  reserved?: readonly string[];
}

/**
 * Writes a new thing under the slug that was asked for, or one made from its title; where only the made one is taken, under that
 * with the end of its id.
 * @param write puts the thing into the catalogue under a slug
 * @param failureOf what a refused write means
 * @throws what `failureOf` makes of it; slug-taken for a slug that was asked for
 */
export async function writeUnderSlug(
  { id, title, slug, reserved = [] }: NewSlug,
  write: (slug: string) => Promise<unknown>,
  failureOf: (thrown: unknown) => unknown,
): Promise<void> {
  const attempt = async (wanted: string): Promise<void> => {
    try {
      await write(wanted);
    } catch (thrown) {
      throw await failureOf(thrown);
    }
  };
  if (slug !== undefined) return attempt(slug);
  const made = slugFrom(title);
  try {
    await attempt(made === "" || reserved.includes(made) ? slugWithId(made, id) : made);
  } catch (thrown) {
    if (!(thrown instanceof DomainError && thrown.code === "slug-taken")) throw thrown;
    await attempt(slugWithId(made, id));
  }
}

/** The same with the last characters of an id, where the address is taken or nothing was left of the title. */
export function slugWithId(slug: string, id: string): string {
  const tail = id.slice(-6);
  return slug ? `${slug}-${tail}` : tail;
}
