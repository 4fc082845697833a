import type { CsvRow } from "../../platform/csv-cells.ts";
import type { ProductStatus } from "../schemas.ts";
import { slugFrom } from "../slugs.ts";
import { findColumns, hasStrayCells, nothingIn, optionColumns, strayCells } from "./columns.ts";
import type { Layout } from "./layout.ts";
import { joinTexts } from "./plain-text.ts";
import {
  attributeFrom,
  type DraftVariant,
  isAddress,
  notePaths,
  optionsOf,
  priceFault,
  priceOf,
  type ReadingContext,
  type ReadProduct,
  type RowNote,
  readAmount,
  refuseAll,
  splitList,
  unlessRefused,
  weightInGrams,
} from "./product-drafts.ts";
import { readCollection } from "./read-collection.ts";

/** What shops without a layout of their own call their columns. */
const spellings = {
  slug: ["slug", "handle", "url_key", "url key"],
  sku: ["sku"],
  name: ["name", "title", "product name"],
  price: ["price"],
  specialPrice: ["special_price", "sale_price", "sale price"],
  compareAt: ["compare_at_price", "compare at price"],
  currency: ["currency"],
  status: ["status"],
  description: ["description"],
  summary: ["short_description", "short description"],
  brand: ["brand", "vendor", "manufacturer"],
  tags: ["tags"],
  category: ["category", "categories", "category1"],
  type: ["product_type", "product type"],
  option1Name: ["option1_name"],
  option1Value: ["option1_value"],
  option2Name: ["option2_name"],
  option2Value: ["option2_value"],
  option3Name: ["option3_name"],
  option3Value: ["option3_value"],
  picture: ["image1_src", "image", "image_url", "image url"],
  barcode: ["barcode", "gtin", "ean", "upc"],
  weight: ["weight"],
  weightUnit: ["weight_unit"],
  quantity: ["qty", "quantity", "stock", "inventory_count"],
  backorders: ["inventory_backorderable"],
  tracked: ["track_inventory"],
  grouped: ["associated_sku"],
  bundled: ["bundle_options"],
} as const;

type Column = keyof typeof spellings;

/** Columns that say how another system keeps the product. */
const passedOver =
  /^(id|tax_category|attribute_set|dimensions_unit|visibility|available_on|discontinue_on|image\d+_src|meta_.*|.*_title)$/;

const yes = ["true", "yes", "1"];

/**
 * A plain list of products: SKU, name and price, and what else there is. Rows under one slug are one product with
 * options, also when those without a name stand elsewhere; a row that repeats a SKU in another currency is its price there.
 * @returns null where one of the three is missing
 */
export function plainLayout(header: readonly string[]): Layout | null {
  const columns = findColumns<Column>(header, spellings);
  if (!(["sku", "name", "price"] as const).every((column) => columns.has(column))) return null;
  const extra = columns.others.filter(({ name }) => !passedOver.test(name.toLowerCase()));
  const cell = columns.cell;

  return {
    name: "plain",
    keyOf: (cells) => cell(cells, "slug"),
    scattered: {
      partOf: (cells) => (cell(cells, "name") === "" && cell(cells, "slug") ? `slug:${cell(cells, "slug")}` : null),
      partsOf: (cells) => (cell(cells, "slug") ? [`slug:${cell(cells, "slug")}`] : []),
      orphaned: "It has no name, and no row of this file with a name has its slug.",
    },
    read: (rows, parts, context) => readProduct([...rows, ...parts], context),
  };

  function readProduct(rows: readonly CsvRow[], context: ReadingContext): ReadProduct {
    const [first] = rows;
    const cells = first?.cells ?? [];
    const title = cell(cells, "name");
    const handle = cell(cells, "slug") || cell(cells, "sku");
    if (!first || title === "") return refuseAll(rows, handle, nothingIn("name", columns.called("name")));
    const madeOf = (["grouped", "bundled"] as const).find((column) => cell(cells, column) !== "");
    if (madeOf !== undefined && cell(cells, "price") === "") return readGrouped(first, handle, madeOf);
    const slug = slugFrom(cell(cells, "slug")) || slugFrom(title);
    const named = namesIn(rows);
    const notes: RowNote[] = [];
    const variants: DraftVariant[] = [];
    const combinations = new Map<string, number>();
    for (const row of rows) {
      const bare = optionColumns.every(([, value]) => cell(row.cells, value) === "");
      // With options, a first row that has none of them is the product and no variant.
      if (row === first && named.length > 0 && bare) continue;
      const known = variants.find(({ sku }) => sku === cell(row.cells, "sku"));
      const variant = readVariant(row, known && bare ? [] : named, context);
      if (typeof variant !== "string" && known && isFurtherPrice(known, variant, bare)) {
        known.prices.push(...variant.prices);
        continue;
      }
      variants.push(...unlessRefused(variant, row.line, handle, combinations, notes));
    }
    const knownBy = columns.has("slug") ? ("slug" as const) : ("sku" as const);
    if (variants.length === 0) {
      if (notes.length === 0) notes.push({ line: first.line, kind: "refused", handle, reason: "It has no variants." });
      return { handle, slug, knownBy, draft: null, notes };
    }
    const draft = {
      title,
      ...((columns.has("description") || columns.has("summary")) && {
        description: descriptionOf(cells),
      }),
      status: statusOf(cells),
      ...(columns.has("brand") && { brand: cell(cells, "brand") || null }),
      options: optionsOf(named, variants),
      attributes: attributesOf(cells),
      ...(columns.has("category") && { categories: categoriesOf(cells) }),
      variants,
      ...(columns.has("picture") && { pictures: picturesOf(rows, title, variants, handle, notes) }),
    };
    return { handle, slug, knownBy, draft, notes };
  }

  /** A product that is sold as several others: their SKUs, or a line of them for each choice, as `Ball|radio:BALL-1,BALL-2`. */
  function readGrouped(row: CsvRow, handle: string, column: "grouped" | "bundled"): ReadProduct {
    const { cells } = row;
    const has = (name: Column) => cell(cells, name) !== "";
    const leaves = [has("picture") ? "pictures" : "", has("category") ? "categories" : ""].filter(
      (what) => what !== "",
    );
    const skus = cell(cells, column)
      .split(/[\n,]/)
      .map((part) => part.replace(/^.*\|\w+:/, "").trim())
      .filter((sku) => sku !== "");
    const told = { title: cell(cells, "name"), slug: cell(cells, "slug"), description: descriptionOf(cells) };
    const status = statusOf(cells) === "active" ? ("active" as const) : ("draft" as const);
    const parts = skus.map((sku) => `sku:${sku}`);
    return readCollection(row, handle, { ...told, status, parts, leaves }, columns.called(column));
  }

  function descriptionOf(cells: readonly string[]): string {
    return joinTexts(cell(cells, "summary"), cell(cells, "description"));
  }

  function namesIn(rows: readonly CsvRow[]): string[] {
    return optionColumns
      .map(([name]) => rows.map(({ cells }) => cell(cells, name)).find((found) => found !== "") ?? "")
      .filter((name) => name !== "");
  }

  function isFurtherPrice(known: DraftVariant, variant: DraftVariant, bare: boolean): boolean {
    const same = bare || JSON.stringify(known.options) === JSON.stringify(variant.options);
    return same && !known.prices.some(({ currency }) => currency === variant.prices[0]?.currency);
  }

  /** A variant, or the reason why the row is none. */
  function readVariant(
    { line, cells }: CsvRow,
    named: readonly string[],
    context: ReadingContext,
  ): DraftVariant | string {
    if (hasStrayCells(cells, columns.width)) return strayCells;
    const sku = cell(cells, "sku");
    if (sku === "") return nothingIn("SKU", columns.called("sku"));
    const values = optionColumns.slice(0, named.length).map(([, value]) => cell(cells, value));
    const missing = values.indexOf("");
    if (missing >= 0) return `It has no value for the option ${named[missing]}.`;
    const currency = cell(cells, "currency").toUpperCase() || context.currency;
    if (!/^[A-Z]{3}$/.test(currency)) return `${currency.slice(0, 20)} is no currency; write three letters, as EUR.`;
    const fault = priceFault(cell(cells, "price"), currency, columns.called("price"));
    if (fault) return fault;
    const full = readAmount(cell(cells, "price"), currency) ?? 0;
    const special = readAmount(cell(cells, "specialPrice"), currency);
    const reduced = special !== null && special < full;
    return {
      line,
      sku,
      options: Object.fromEntries(named.map((name, index) => [name, values[index] ?? ""])),
      prices: [
        reduced
          ? priceOf(currency, special, full)
          : priceOf(currency, full, readAmount(cell(cells, "compareAt"), currency)),
      ],
      ...(columns.has("barcode") && { barcode: cell(cells, "barcode") || null }),
      ...(columns.has("weight") && {
        weight_grams: weightInGrams(cell(cells, "weight"), cell(cells, "weightUnit") || "kg"),
      }),
      stock: stockOf(cells),
    };
  }

  function stockOf(cells: readonly string[]): number | null {
    const written = cell(cells, "quantity");
    const untracked = columns.has("tracked") && !yes.includes(cell(cells, "tracked").toLowerCase());
    if (written === "" || untracked || yes.includes(cell(cells, "backorders").toLowerCase())) return null;
    return Math.max(0, Math.trunc(Number(written)) || 0);
  }

  function statusOf(cells: readonly string[]): ProductStatus {
    const status = cell(cells, "status").toLowerCase();
    if (status === "draft" || status === "archived") return status;
    return "active";
  }

  function attributesOf(cells: readonly string[]) {
    const tags = splitList(cell(cells, "tags"));
    return {
      ...(columns.has("type") && { type: cell(cells, "type") || null }),
      ...(columns.has("tags") && { tags: tags.length > 0 ? [...new Set(tags)] : null }),
      ...Object.fromEntries(
        extra.map(({ name, index }) => [
          name.replace(/^custom_field\.\w+\./, "").slice(0, 80),
          attributeFrom(cells[index] ?? ""),
        ]),
      ),
    };
  }

  /** `Kitchen -> Coffee Machines`, `Kitchen > Coffee Machines`, or a level on each line. */
  function categoriesOf(cells: readonly string[]): string[][] {
    const path = cell(cells, "category")
      .split(/\s*->\s*|\s*>\s*|\n/)
      .map((name) => name.trim())
      .filter((name) => name !== "");
    return path.length > 0 ? [path] : [];
  }

  function picturesOf(
    rows: readonly CsvRow[],
    title: string,
    variants: readonly DraftVariant[],
    handle: string,
    notes: RowNote[],
  ) {
    for (const { line, cells } of rows) {
      const url = cell(cells, "picture");
      if (url !== "" && !isAddress(url)) notes.push(...notePaths(line, handle, [url]));
    }
    return rows.flatMap(({ line, cells }) => {
      const url = cell(cells, "picture");
      const skus = variants.filter((variant) => variant.line === line && Object.keys(variant.options).length > 0);
      return isAddress(url) ? [{ line, url, alt: title, skus: skus.map(({ sku }) => sku) }] : [];
    });
  }
}
