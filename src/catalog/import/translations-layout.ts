import type { CsvRow } from "../../platform/csv-cells.ts";
import { localeTag, type ProductTexts, productTexts } from "../translations/schemas.ts";
import { findColumns, hasStrayCells, nothingIn, strayCells } from "./columns.ts";
import type { Layout } from "./layout.ts";
import { plainText } from "./plain-text.ts";
import { type DraftTexts, type ReadProduct, type RowNote, refuseAll } from "./product-drafts.ts";

const spellings = {
  slug: ["slug", "handle", "url_key", "url key"],
  sku: ["sku"],
  locale: ["locale", "language", "lang"],
  title: ["name", "title", "product name"],
  description: ["description"],
  seo_title: ["meta_title", "seo_title", "meta title", "seo title"],
  seo_description: ["meta_description", "seo_description", "meta description", "seo description"],
  price: ["price", "variant price"],
} as const;

const textColumns = ["title", "description", "seo_title", "seo_description"] as const;

/**
 * Texts of products in other languages: a row for each product, named by its slug or, where that is empty, by a SKU of its, and
 * language. A text whose cell is empty stays as it is.
 * @returns null where the header is another one
 */
export function translationsLayout(header: readonly string[]): Layout | null {
  const columns = findColumns(header, spellings);
  const named = columns.has("slug") || columns.has("sku");
  const texts = textColumns.filter((column) => columns.has(column));
  if (!named || !columns.has("locale") || texts.length === 0 || columns.has("price")) return null;
  const cell = columns.cell;
  /** What names the product of a row. */
  const keyColumn = (cells: readonly string[]) =>
    columns.has("sku") && (!columns.has("slug") || cell(cells, "slug") === "") ? ("sku" as const) : ("slug" as const);

  return {
    name: "translations",
    keyOf: (cells) => {
      const column = keyColumn(cells);
      const name = cell(cells, column);
      return name === "" ? "" : `${column}:${name}`;
    },
    unread: columns.others.map(({ name }) => name),
    read: readProduct,
  };

  function readProduct(rows: readonly CsvRow[]): ReadProduct {
    const [first] = rows;
    const knownBy = keyColumn(first?.cells ?? []);
    const handle = first ? cell(first.cells, knownBy) : "";
    if (handle === "") {
      const column = columns.has("slug") ? "slug" : "sku";
      return refuseAll(rows, "", nothingIn(column, columns.called(column)));
    }
    const notes: RowNote[] = [];
    const told = rows.flatMap((row): DraftTexts[] => {
      const read = readRow(row);
      if (typeof read !== "string") return [read];
      notes.push({ line: row.line, kind: "refused", handle, reason: read });
      return [];
    });
    return { handle, slug: "", knownBy, draft: null, notes, texts: told };
  }

  /** The texts of a row, or the reason why it has none. */
  function readRow({ line, cells }: CsvRow): DraftTexts | string {
    if (hasStrayCells(cells, columns.width)) return strayCells;
    const written = cell(cells, "locale");
    if (written === "") return nothingIn("language", columns.called("locale"));
    const locale = localeTag.safeParse(written);
    if (!locale.success) return `${written.slice(0, 20)} is no language; write it as de or pt-BR.`;
    const filled: ProductTexts = Object.fromEntries(
      texts.filter((column) => cell(cells, column) !== "").map((column) => [column, plainText(cell(cells, column))]),
    );
    const first = texts[0] ?? "title";
    if (Object.keys(filled).length === 0) return nothingIn("text", columns.called(first));
    const checked = productTexts.safeParse(filled);
    if (checked.success) return { line, locale: locale.data, texts: checked.data };
    const [issue] = checked.error.issues;
    const column = texts.find((name) => name === issue?.path[0]) ?? first;
    return `${columns.called(column)}: ${issue?.message ?? "it cannot be used"}`;
  }
}
