import { z } from "@hono/zod-openapi";
import type { CsvRow } from "../../platform/csv-cells.ts";
import { collectionRules } from "../collections/rules.ts";
import { mostPicked, newCollection } from "../collections/schemas.ts";
import { localeTag, textsByKind } from "../translations/schemas.ts";
import { findColumns, hasStrayCells, nothingIn, strayCells } from "./columns.ts";
import { readJsonCell, UnreadableCell } from "./json-cells.ts";
import type { Layout } from "./layout.ts";
import { type CollectionDraft, type ReadProduct, refuseAll, splitList } from "./product-drafts.ts";
import { collectionColumns } from "./souk-columns.ts";

type Column = (typeof collectionColumns)[number];

const spellings = Object.fromEntries(collectionColumns.map((name) => [name, [name]])) as Record<Column, string[]>;
const needed = ["slug", "title", "rules", "products"] as const;
const translations = z.record(localeTag, textsByKind.collection);

/** The store's own CSV of collections. @returns null where the header is another one */
export function collectionsLayout(header: readonly string[]): Layout | null {
  const columns = findColumns<Column>(header, spellings);
  if (!needed.every((column) => columns.has(column))) return null;

  return { name: "collections", keyOf: () => "", unread: columns.others.map(({ name }) => name), read: readRow };

  function readRow(rows: readonly CsvRow[]): ReadProduct {
    const slug = columns.cell(rows[0]?.cells ?? [], "slug");
    try {
      const [draft] = rows.map((row) => readDraft(row, slug));
      return { handle: slug, slug, knownBy: "slug", draft: null, notes: [], ...(draft && { collection: draft }) };
    } catch (thrown) {
      if (thrown instanceof UnreadableCell) return refuseAll(rows, slug, thrown.message);
      throw thrown;
    }
  }

  /** @throws UnreadableCell */
  function readDraft({ line, cells }: CsvRow, slug: string): CollectionDraft {
    const cell = (column: Column) => columns.cell(cells, column);
    if (hasStrayCells(cells, columns.width)) throw new UnreadableCell(strayCells);
    for (const column of ["slug", "title"] as const)
      if (cell(column) === "") throw new UnreadableCell(nothingIn(column, column));
    const rules = readJsonCell(cell("rules"), "rules", collectionRules, null);
    const picked = [...new Set(splitList(cell("products")))];
    if (rules && picked.length > 0)
      throw new UnreadableCell(
        "A collection has a rule, or products that were picked by hand: empty one of both cells.",
      );
    if (picked.length > mostPicked)
      throw new UnreadableCell(`At most ${mostPicked} products are picked by hand; use a rule for more.`);
    const told = {
      title: cell("title"),
      slug,
      rules,
      ...(columns.has("description") && { description: cell("description") }),
      ...(columns.has("seo_title") && { seo_title: cell("seo_title") || null }),
      ...(columns.has("seo_description") && { seo_description: cell("seo_description") || null }),
      ...(cell("status") !== "" && { status: cell("status") }),
    };
    const checked = newCollection.safeParse(told);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      throw new UnreadableCell(`${issue?.path.join(" ")}: ${issue?.message ?? "it cannot be used"}`);
    }
    const { status } = checked.data;
    const { status: asked, ...others } = told;
    return {
      ...others,
      ...(asked !== undefined && { status }),
      ...(columns.has("translations") && {
        translations: readJsonCell(cell("translations"), "translations", translations, {}),
      }),
      line,
      parts: picked.map((name) => `slug:${name}`),
    };
  }
}
