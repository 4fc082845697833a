import { z } from "@hono/zod-openapi";
import type { CsvRow } from "../../platform/csv-cells.ts";
import { newAttribute } from "../attributes/schemas.ts";
import { localeTag, textsByKind } from "../translations/schemas.ts";
import { findColumns, hasStrayCells, nothingIn, strayCells } from "./columns.ts";
import { readJsonCell, UnreadableCell } from "./json-cells.ts";
import type { Layout } from "./layout.ts";
import { type AttributeDraft, type ReadProduct, refuseAll } from "./product-drafts.ts";
import { attributeColumns, readPaths } from "./souk-columns.ts";

type Column = (typeof attributeColumns)[number];

const spellings = Object.fromEntries(attributeColumns.map((name) => [name, [name]])) as Record<Column, string[]>;
const translations = z.record(localeTag, textsByKind.attribute);
/** Columns that only products have. */
const ofProducts = ["sku", "variant sku", "price", "slug", "handle", "title"];

/** The store's own CSV of what attributes mean. @returns null where the header is another one */
export function attributesLayout(header: readonly string[]): Layout | null {
  const columns = findColumns<Column>(header, spellings);
  if (!(["code", "label", "type"] as const).every((column) => columns.has(column))) return null;
  if (columns.others.some(({ name }) => ofProducts.includes(name.toLowerCase()))) return null;

  return { name: "attributes", keyOf: () => "", unread: columns.others.map(({ name }) => name), read: readRow };

  function readRow(rows: readonly CsvRow[]): ReadProduct {
    const code = columns.cell(rows[0]?.cells ?? [], "code");
    try {
      const [draft] = rows.map((row) => readDraft(row, code));
      return { handle: code, slug: "", knownBy: "slug", draft: null, notes: [], ...(draft && { attribute: draft }) };
    } catch (thrown) {
      if (thrown instanceof UnreadableCell) return refuseAll(rows, code, thrown.message);
      throw thrown;
    }
  }

  /** @throws UnreadableCell */
  function readDraft({ line, cells }: CsvRow, code: string): AttributeDraft {
    const cell = (column: Column) => columns.cell(cells, column);
    if (hasStrayCells(cells, columns.width)) throw new UnreadableCell(strayCells);
    for (const column of ["code", "label", "type"] as const)
      if (cell(column) === "") throw new UnreadableCell(nothingIn(column, column));
    const told = {
      code,
      label: cell("label"),
      type: cell("type"),
      ...(columns.has("unit") && { unit: cell("unit") || null }),
      ...(columns.has("choices") && {
        choices: readJsonCell(cell("choices"), "choices", newAttribute.shape.choices, []),
      }),
      ...(columns.has("multiple") && { multiple: yesOrNo("multiple", cell("multiple"), false) }),
      ...(columns.has("facet") && { facet: yesOrNo("facet", cell("facet"), true) }),
      ...(cell("position") !== "" && { position: position(cell("position")) }),
    };
    const checked = newAttribute.safeParse(told);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      throw new UnreadableCell(`${issue?.path.join(" ")}: ${issue?.message ?? "it cannot be used"}`);
    }
    return {
      ...told,
      line,
      type: checked.data.type,
      ...(columns.has("categories") && { categories: paths(cell("categories")) }),
      ...(columns.has("translations") && {
        translations: readJsonCell(cell("translations"), "translations", translations, {}),
      }),
    };
  }
}

/** @throws UnreadableCell */
function yesOrNo(column: Column, written: string, empty: boolean): boolean {
  if (written === "") return empty;
  const said = { yes: true, true: true, no: false, false: false }[written.toLowerCase()];
  if (said === undefined) throw new UnreadableCell(`${column}: write yes or no, not ${written.slice(0, 40)}.`);
  return said;
}

/** @throws UnreadableCell */
function position(written: string): number {
  if (!/^\d+$/.test(written)) throw new UnreadableCell(`The position ${written.slice(0, 40)} is not a whole number.`);
  return Number(written);
}

/** @throws UnreadableCell */
function paths(written: string): string[][] {
  const read = readPaths(written);
  if (read.some((path) => path.includes("")))
    throw new UnreadableCell("The categories are written as Kitchen > Pans | Sale; a name between them is missing.");
  return read;
}
