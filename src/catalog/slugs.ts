const longest = 100;

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
