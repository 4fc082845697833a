import { z } from "@hono/zod-openapi";
import type { CsvRow } from "../../platform/csv-cells.ts";
import { deepest, tooDeep } from "../categories/categories.ts";
import { newCategory } from "../categories/schemas.ts";
import { localeTag, textsByKind } from "../translations/schemas.ts";
import { findColumns, hasStrayCells, nothingIn, strayCells } from "./columns.ts";
import { readJsonCell, UnreadableCell } from "./json-cells.ts";
import type { Layout } from "./layout.ts";
import { type CategoryDraft, type ReadProduct, refuseAll } from "./product-drafts.ts";
import { categoryColumns, readPaths } from "./souk-columns.ts";

type Column = (typeof categoryColumns)[number];

const spellings = Object.fromEntries(categoryColumns.map((name) => [name, [name]])) as Record<Column, string[]>;
const translations = z.record(localeTag, textsByKind.category);

/** The store's own CSV of categories. @returns null where the header is another one */
export function categoriesLayout(header: readonly string[]): Layout | null {
  const columns = findColumns<Column>(header, spellings);
  if (!columns.has("slug") || !columns.has("path")) return null;

  return { name: "categories", keyOf: () => "", unread: columns.others.map(({ name }) => name), read: readRow };

  function readRow(rows: readonly CsvRow[]): ReadProduct {
    const slug = columns.cell(rows[0]?.cells ?? [], "slug");
    try {
      const [draft] = rows.map((row) => readDraft(row, slug));
      return { handle: slug, slug, knownBy: "slug", draft: null, notes: [], ...(draft && { category: draft }) };
    } catch (thrown) {
      if (thrown instanceof UnreadableCell) return refuseAll(rows, slug, thrown.message);
      throw thrown;
    }
  }

  /** @throws UnreadableCell */
  function readDraft({ line, cells }: CsvRow, slug: string): CategoryDraft {
    const cell = (column: Column) => columns.cell(cells, column);
    if (hasStrayCells(cells, columns.width)) throw new UnreadableCell(strayCells);
    for (const column of ["slug", "path"] as const)
      if (cell(column) === "") throw new UnreadableCell(nothingIn(column, column));
    const [path = [], ...more] = readPaths(cell("path"));
    if (more.length > 0 || path.includes(""))
      throw new UnreadableCell(
        "The path names one category, as Kitchen > Pans; a backslash stands before a > or | of a name.",
      );
    if (path.length > deepest) throw new UnreadableCell(tooDeep().detail);
    const position = cell("position");
    if (!/^\d*$/.test(position))
      throw new UnreadableCell(`The position ${position.slice(0, 40)} is not a whole number.`);
    const told = {
      ...(position !== "" && { position: Number(position) }),
      ...(columns.has("description") && { description: cell("description") }),
      ...(columns.has("seo_title") && { seo_title: cell("seo_title") || null }),
      ...(columns.has("seo_description") && { seo_description: cell("seo_description") || null }),
    };
    for (const name of path) {
      const checked = newCategory.safeParse({ ...told, slug, name });
      if (checked.success) continue;
      const [issue] = checked.error.issues;
      throw new UnreadableCell(`${issue?.path.join(" ")}: ${issue?.message ?? "it cannot be used"}`);
    }
    return {
      ...told,
      ...(columns.has("translations") && {
        translations: readJsonCell(cell("translations"), "translations", translations, {}),
      }),
      line,
      slug,
      path,
    };
  }
}
