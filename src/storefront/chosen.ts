import { type ProductQuery, productQuery } from "../catalog/schemas.ts";
import { parseMoney } from "../platform/money.ts";

/** What a list of products is narrowed to, as the address says it; prices in whole units as people type them. */
export interface Chosen {
  q: string;
  /** Id or slug, in a search; a category's own page has it in its address. */
  category: string;
  brand: string;
  /** By attribute name; a range of numbers or dates is `10..20`. */
  attributes: Readonly<Record<string, string>>;
  priceMin: string;
  priceMax: string;
  inStock: boolean;
  sort: NonNullable<ProductQuery["sort"]>;
  /** Whether that order was asked for, and is not just the list's own. */
  sorted: boolean;
}

/** Products on a page of a list. */
const pageLength = 24;

/**
 * What an address asks of a list. What makes no sense is left out: an old link must still lead somewhere.
 * @param own the order that the list has by itself, where nothing is searched for
 */
export function readChoice(asked: URLSearchParams, currency: string, own: Chosen["sort"] = "newest") {
  const text = (name: string, most: number): string => (asked.get(name) ?? "").trim().slice(0, most);
  const q = text("q", 200);
  const wanted = productQuery.shape.sort.safeParse(asked.get("sort") ?? undefined);
  const sort = (wanted.success && wanted.data) || (q ? "relevance" : own);
  const attributes = readAttributes(asked);
  const chosen: Chosen = {
    q,
    category: text("category", 120),
    brand: text("brand", 120),
    attributes,
    priceMin: price(text("price_min", 16), currency),
    priceMax: price(text("price_max", 16), currency),
    inStock: asked.get("in_stock") === "true",
    sort,
    sorted: wanted.success && wanted.data !== undefined,
  };
  const least = parseMoney(chosen.priceMin, currency);
  const most = parseMoney(chosen.priceMax, currency);
  const query = {
    limit: pageLength,
    sort,
    attributes,
    ...(q && { q }),
    ...(chosen.category && { category: chosen.category }),
    ...(chosen.brand && { brand: chosen.brand }),
    ...(least !== null && { price_min: least }),
    ...(most !== null && { price_max: most }),
    ...(chosen.inStock && { in_stock: true }),
  };
  return { chosen, query, kept: addressOf(chosen) };
}

/** Ranges come from a form as two fields, `least.width` and `most.width`, and stand in addresses as one. */
function readAttributes(asked: URLSearchParams): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of asked) {
    const [, kind, attribute = ""] = /^(attr|least|most)\.(.{1,80})$/u.exec(name) ?? [];
    if (!kind || !value || value.length > 100) continue;
    if (kind === "attr") attributes[attribute] = value;
    else {
      const bound = /^[\d.-]{1,25}$/.test(value.replace(",", ".")) ? value.replace(",", ".") : "";
      const [least = "", most = ""] = (attributes[attribute] ?? "").split("..");
      const range = kind === "least" ? `${bound}..${most}` : `${least}..${bound}`;
      if (range !== "..") attributes[attribute] = range;
    }
  }
  return attributes;
}

/** A price as it was typed (`12,5`), in the form that money is read in; empty where it is none. */
function price(typed: string, currency: string): string {
  const plain = typed.replace(",", ".").replace(/\.$/, "");
  const amount = parseMoney(plain, currency);
  return amount !== null && amount >= 0 && amount <= 1e12 ? plain : "";
}

function addressOf(chosen: Chosen): URLSearchParams {
  const kept = new URLSearchParams();
  const keep = (name: string, value: string): void => {
    if (value) kept.set(name, value);
  };
  keep("q", chosen.q);
  keep("category", chosen.category);
  keep("brand", chosen.brand);
  for (const [name, value] of Object.entries(chosen.attributes)) keep(`attr.${name}`, value);
  keep("price_min", chosen.priceMin);
  keep("price_max", chosen.priceMax);
  keep("in_stock", chosen.inStock ? "true" : "");
  keep("sort", chosen.sorted ? chosen.sort : "");
  return kept;
}
