import type { CsvRow } from "../../platform/csv-cells.ts";
import { slugFrom } from "../slugs.ts";
import { findColumns, hasStrayCells, nothingIn, strayCells } from "./columns.ts";
import type { Layout } from "./layout.ts";
import { joinTexts } from "./plain-text.ts";
import {
  attributeFrom,
  type DraftPicture,
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
  twinOf,
  weightInGrams,
} from "./product-drafts.ts";
import { readCollection } from "./read-collection.ts";

const spellings = {
  sku: ["sku"],
  storeView: ["store_view_code"],
  attributeSet: ["attribute_set_code"],
  type: ["product_type"],
  categories: ["categories"],
  name: ["name"],
  description: ["description"],
  summary: ["short_description"],
  weight: ["weight"],
  online: ["product_online"],
  visibility: ["visibility"],
  price: ["price"],
  specialPrice: ["special_price"],
  specialFrom: ["special_price_from_date"],
  specialUntil: ["special_price_to_date"],
  urlKey: ["url_key"],
  attributes: ["additional_attributes"],
  quantity: ["qty"],
  inStock: ["is_in_stock"],
  backorders: ["allow_backorders"],
  manageStock: ["manage_stock"],
  useConfigManageStock: ["use_config_manage_stock"],
  grouped: ["associated_skus"],
  bundled: ["bundle_values"],
  variations: ["configurable_variations"],
  variationLabels: ["configurable_variation_labels"],
  baseImage: ["base_image"],
  baseImageLabel: ["base_image_label"],
  moreImages: ["additional_images"],
  moreImageLabels: ["additional_image_labels"],
} as const;

type Column = keyof typeof spellings;

/** Codes of attributes that are Magento's own business. */
const ownBusiness = new Set([
  "has_options",
  "required_options",
  "msrp_display_actual_price_type",
  "ts_dimensions_height",
]);

/** A simple product that a configurable one calls its variation, and the options that it has there. */
interface Variation {
  sku: string;
  options: Record<string, string>;
}

/** Magento 2's product CSV. @returns null where the header is another one */
export function magentoLayout(header: readonly string[]): Layout | null {
  const columns = findColumns(header, spellings);
  if (!(["sku", "type", "name", "price"] as const).every((column) => columns.has(column))) return null;
  // Others, too, have a type of product; these three only Magento calls so.
  if (!(["attributeSet", "storeView", "visibility"] as const).some((column) => columns.has(column))) return null;
  const cell = columns.cell;

  return {
    name: "magento",
    keyOf: () => "",
    scattered: {
      partOf: (cells) => (isHidden(cells) && !isConfigurable(cells) ? `sku:${cell(cells, "sku")}` : null),
      partsOf: (cells) => (isConfigurable(cells) ? variationsOf(cells).map(({ sku }) => `sku:${sku}`) : []),
      orphaned: "It is not visible by itself, and no configurable product of this file has it.",
    },
    read: (rows, parts, context) => readProduct(rows, parts, context),
  };

  function isConfigurable(cells: readonly string[]): boolean {
    return cell(cells, "type").toLowerCase() === "configurable";
  }

  function isHidden(cells: readonly string[]): boolean {
    return ["not visible individually", "1"].includes(cell(cells, "visibility").toLowerCase());
  }

  function readProduct(rows: readonly CsvRow[], parts: readonly CsvRow[], context: ReadingContext): ReadProduct {
    const [row] = rows;
    const cells = row?.cells ?? [];
    const handle = cell(cells, "sku");
    if (!row || handle === "") return refuseAll([...rows, ...parts], "", nothingIn("SKU", columns.called("sku")));
    if (hasStrayCells(cells, columns.width)) return refuseAll([...rows, ...parts], handle, strayCells);
    const view = cell(cells, "storeView");
    if (view !== "" && view !== "default") {
      return refuseAll(rows, handle, `It tells the store view ${view} only; rows without a store view are read.`);
    }
    const type = cell(cells, "type").toLowerCase();
    const title = cell(cells, "name");
    if (title === "") return refuseAll([...rows, ...parts], handle, nothingIn("name", columns.called("name")));
    if (type === "grouped" || type === "bundle") return readGrouped(row, type, handle);
    const slug = slugFrom(cell(cells, "urlKey")) || slugFrom(title);
    const notes: RowNote[] = [];
    const variants = isConfigurable(cells)
      ? readVariations(row, parts, context, notes)
      : readSimple(row, {}, context, handle, notes);
    if (variants.length === 0) {
      if (notes.length === 0) {
        notes.push({ line: row.line, kind: "refused", handle, reason: "None of its variations is in this file." });
      }
      return { handle, slug, knownBy: "sku", draft: null, notes };
    }
    if (type === "downloadable") {
      const reason = "Its files for download stay where they are; this store does not hand out files yet.";
      notes.push({ line: row.line, kind: "noted", handle, reason });
    }
    const names = Object.keys(variants[0]?.options ?? {});
    const draft = {
      title,
      description: descriptionOf(cells),
      status: statusOf(cells),
      options: optionsOf(names, variants),
      attributes: attributesOf(cells, names),
      ...(columns.has("categories") && { categories: categoriesOf(cells) }),
      variants,
      pictures: picturesOf([row, ...parts], title, variants, notes, handle),
    };
    return { handle, slug, knownBy: "sku", draft, notes, ...(isConfigurable(cells) && { called: [`sku:${handle}`] }) };
  }

  /** A product that is sold as several others: `SKU=quantity` of each, or `sku=SKU` among the values of each choice. */
  function readGrouped(row: CsvRow, type: "grouped" | "bundle", handle: string): ReadProduct {
    const { cells } = row;
    const column = type === "grouped" ? "grouped" : "bundled";
    const skus =
      type === "grouped"
        ? splitList(cell(cells, column)).map((part) => part.replace(/=[^=]*$/, ""))
        : cell(cells, column)
            .split("|")
            .map((choice) => Object.fromEntries(pairsOf(choice)).sku ?? "");
    const has = (name: Column) => cell(cells, name) !== "";
    const leaves = [
      has("price") ? "price" : "",
      has("baseImage") || has("moreImages") ? "pictures" : "",
      has("categories") ? "categories" : "",
    ].filter((what) => what !== "");
    const told = { title: cell(cells, "name"), slug: cell(cells, "urlKey"), description: descriptionOf(cells) };
    const parts = skus.filter((sku) => sku !== "").map((sku) => `sku:${sku}`);
    return readCollection(row, handle, { ...told, status: statusOf(cells), parts, leaves }, columns.called(column));
  }

  function descriptionOf(cells: readonly string[]): string {
    return joinTexts(cell(cells, "summary"), cell(cells, "description"));
  }

  function statusOf(cells: readonly string[]): "draft" | "active" {
    return cell(cells, "online") === "2" ? "draft" : "active";
  }

  /** `sku=MH01-S-Black,size=S,color=Black|sku=...`; a value may itself hold commas. */
  function variationsOf(cells: readonly string[]): Variation[] {
    return cell(cells, "variations")
      .split("|")
      .map((written) => {
        const { sku = "", ...options } = Object.fromEntries(pairsOf(written));
        return { sku, options };
      })
      .filter(({ sku }) => sku !== "");
  }

  function readVariations(product: CsvRow, parts: readonly CsvRow[], context: ReadingContext, notes: RowNote[]) {
    const handle = cell(product.cells, "sku");
    const bySku = new Map(parts.map((part) => [cell(part.cells, "sku"), part]));
    const combinations = new Map<string, number>();
    const labels = labelsOf(product.cells);
    return variationsOf(product.cells).flatMap(({ sku, options }) => {
      const part = bySku.get(sku);
      if (!part) {
        const reason = `Its variation ${sku} is not in this file as a product that is not visible by itself.`;
        notes.push({ line: product.line, kind: "noted", handle, reason });
        return [];
      }
      const named = Object.fromEntries(
        Object.entries(options).map(([code, value]) => [labels.get(code) ?? code, value]),
      );
      return readSimple(part, named, context, handle, notes).filter((variant) => {
        const twin = twinOf(variant, combinations);
        if (twin) notes.push({ line: part.line, kind: "refused", handle, reason: twin });
        return twin === null;
      });
    });
  }

  /** `size=Size,color=Color` */
  function labelsOf(cells: readonly string[]): Map<string, string> {
    return new Map(pairsOf(cell(cells, "variationLabels")));
  }

  function readSimple(
    { line, cells }: CsvRow,
    options: Record<string, string>,
    { currency, now }: ReadingContext,
    handle: string,
    notes: RowNote[],
  ): DraftVariant[] {
    const special = cell(cells, "specialPrice");
    const fault = hasStrayCells(cells, columns.width)
      ? strayCells
      : (priceFault(cell(cells, "price"), currency, columns.called("price")) ??
        (special ? priceFault(special, currency, columns.called("specialPrice")) : null));
    if (fault) {
      notes.push({ line, kind: "refused", handle, reason: fault });
      return [];
    }
    const full = readAmount(cell(cells, "price"), currency) ?? 0;
    const reduced = special && isOn(cells, now) ? readAmount(special, currency) : null;
    const lower = reduced !== null && reduced < full;
    return [
      {
        line,
        sku: cell(cells, "sku"),
        options,
        prices: [priceOf(currency, lower ? reduced : full, lower ? full : null)],
        ...(columns.has("weight") && { weight_grams: weightInGrams(cell(cells, "weight"), "kg") }),
        stock: stockOf(cells),
      },
    ];
  }

  function isOn(cells: readonly string[], now: Date): boolean {
    const from = Date.parse(cell(cells, "specialFrom"));
    const until = Date.parse(cell(cells, "specialUntil"));
    return !(from > now.getTime()) && !(until + 24 * 3_600_000 <= now.getTime());
  }

  function stockOf(cells: readonly string[]): number | null {
    const counted = cell(cells, "manageStock") === "1" || cell(cells, "useConfigManageStock") === "1";
    const soldOn = ["1", "2"].includes(cell(cells, "backorders"));
    if (!columns.has("quantity") || !counted || soldOn) return null;
    return cell(cells, "inStock") === "0" ? 0 : Math.max(0, Math.trunc(Number(cell(cells, "quantity"))) || 0);
  }

  function attributesOf(cells: readonly string[], options: readonly string[]) {
    return Object.fromEntries(
      pairsOf(cell(cells, "attributes"))
        .filter(([code]) => !ownBusiness.has(code) && !options.includes(code))
        .map(([code, value]) => [code.slice(0, 80), attributeFrom(value.replaceAll("|", "\n"))]),
    );
  }

  /** `Default Category/Men/Tops,Default Category`; the root holds all and is none. */
  function categoriesOf(cells: readonly string[]): string[][] {
    return splitList(cell(cells, "categories"))
      .map((path) => path.split("/").slice(1))
      .filter((path) => path.length > 0);
  }

  /** Pictures with a whole address; a path leads into Magento's own folders, which are not here. */
  function picturesOf(
    rows: readonly CsvRow[],
    title: string,
    variants: readonly DraftVariant[],
    notes: RowNote[],
    handle: string,
  ): DraftPicture[] {
    const pictures = new Map<string, DraftPicture>();
    const paths: string[] = [];
    for (const [place, { line, cells }] of rows.entries()) {
      const labels = [cell(cells, "baseImageLabel"), ...splitList(cell(cells, "moreImageLabels"))];
      for (const [index, url] of [cell(cells, "baseImage"), ...splitList(cell(cells, "moreImages"))].entries()) {
        if (url === "") continue;
        if (!isAddress(url)) {
          paths.push(url);
          continue;
        }
        const picture = pictures.get(url) ?? { line, url, alt: labels[index] || title, skus: [] };
        if (place > 0) picture.skus.push(...variants.filter((variant) => variant.line === line).map(({ sku }) => sku));
        pictures.set(url, picture);
      }
    }
    notes.push(...notePaths(rows[0]?.line ?? 0, handle, paths));
    return [...pictures.values()];
  }
}

/** `code=value,code=value`, where a comma that no `code=` follows belongs to the value. */
function pairsOf(written: string): [string, string][] {
  return written
    .split(/,(?=[a-zA-Z]\w*=)/)
    .map((pair) => pair.trim())
    .filter((pair) => pair.includes("="))
    .map((pair) => [
      pair.slice(0, pair.indexOf("=")),
      pair
        .slice(pair.indexOf("=") + 1)
        .replace(/^"(.*)"$/s, "$1")
        .trim(),
    ]);
}
