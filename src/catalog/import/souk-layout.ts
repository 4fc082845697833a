import { z } from "@hono/zod-openapi";
import { focalPoint } from "../../media/schemas.ts";
import type { CsvRow } from "../../platform/csv-cells.ts";
import { optionalText } from "../../platform/schemas.ts";
import { defaultTaxClass } from "../../tax/rules.ts";
import { type WrittenTravelling, writtenTravelling } from "../products/travelling.ts";
import { attributes, productOption, productStatus, taxClass } from "../schemas.ts";
import { localeTag, productTexts } from "../translations/schemas.ts";
import { findColumns, hasStrayCells, nothingIn, strayCells } from "./columns.ts";
import { readJsonCell, UnreadableCell } from "./json-cells.ts";
import type { Layout } from "./layout.ts";
import {
  type DraftPicture,
  type DraftVariant,
  priceFault,
  priceOf,
  type ReadProduct,
  type RowNote,
  readAmount,
  refuseAll,
  splitList,
  unlessRefused,
} from "./product-drafts.ts";
import { priceColumn, priceColumns, productColumns, readPaths, variantColumns } from "./souk-columns.ts";

type Column = (typeof productColumns)[number] | (typeof variantColumns)[number];

const spellings = Object.fromEntries([...productColumns, ...variantColumns].map((name) => [name, [name]])) as Record<
  Column,
  string[]
>;

/** Of a picture's description; what is longer is cut. */
const longestAlt = 500;

const pictures = z.array(
  z.strictObject({
    url: z.string(),
    alt: z
      .string()
      .transform((written) => written.trim().slice(0, longestAlt))
      .optional(),
    alts: z.record(localeTag, optionalText(longestAlt)).optional(),
    focal_point: focalPoint.optional(),
    skus: z.array(z.string()).default([]),
  }),
);
const translations = z.record(localeTag, productTexts);

/** The store's own product CSV. @returns null where the header is another one */
export function soukLayout(header: readonly string[]): Layout | null {
  const columns = findColumns<Column>(header, spellings);
  const named = header.map((name) => name.trim());
  const currencies = named.flatMap((name) => priceColumn.exec(name)?.[1] ?? []);
  const needed = ["slug", "title", "sku", "options", "attributes"] as const;
  if (currencies.length === 0 || !needed.every((column) => columns.has(column))) return null;
  const pricePlaces = currencies.map((currency) => {
    const [price, before] = priceColumns(currency);
    return { currency, price: named.indexOf(price), before: named.indexOf(before) };
  });
  const cell = columns.cell;

  return {
    name: "souk",
    keyOf: (cells) => cell(cells, "slug"),
    read: (rows) => readProduct(rows),
  };

  function readProduct(rows: readonly CsvRow[]): ReadProduct {
    const [first] = rows;
    const slug = first ? cell(first.cells, "slug") : "";
    if (!first || slug === "") return refuseAll(rows, "", nothingIn("slug", "slug"));
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) {
      return refuseAll(rows, slug, "A slug has lower-case letters and digits, joined by hyphens.");
    }
    if (cell(first.cells, "title") === "") return refuseAll(rows, slug, nothingIn("title", "title"));
    try {
      return readWhole(rows, first, slug);
    } catch (thrown) {
      if (thrown instanceof UnreadableCell) return refuseAll(rows, slug, thrown.message);
      throw thrown;
    }
  }

  function readWhole(rows: readonly CsvRow[], first: CsvRow, slug: string): ReadProduct {
    const { cells } = first;
    const options = readJson(cells, "options", z.array(productOption), []);
    const names = options.map(({ name }) => name);
    const notes: RowNote[] = [];
    const combinations = new Map<string, number>();
    const variants = rows.flatMap((row) => unlessRefused(readVariant(row, names), row.line, slug, combinations, notes));
    if (variants.length === 0) return { handle: slug, slug, knownBy: "slug", draft: null, notes };
    const text = (column: Column) => cell(cells, column) || null;
    const draft = {
      title: cell(cells, "title"),
      description: cell(cells, "description"),
      status: readStatus(cells),
      brand: text("brand"),
      options,
      attributes: readJson(cells, "attributes", attributes, {}),
      isWhole: true,
      ...(columns.has("categories") && { categories: readPaths(cell(cells, "categories")) }),
      ...(columns.has("seo_title") && { seo_title: text("seo_title") }),
      ...(columns.has("seo_description") && { seo_description: text("seo_description") }),
      ...(columns.has("publish_at") && { publish_at: readTime(cells, "publish_at") }),
      ...(columns.has("unpublish_at") && { unpublish_at: readTime(cells, "unpublish_at") }),
      ...(columns.has("tax_class") && { tax_class: readTaxClass(cells) }),
      variants,
      ...(columns.has("images") && { pictures: readPictures(first) }),
      ...(columns.has("translations") && { translations: readJson(cells, "translations", translations, {}) }),
      links: {
        ...(columns.has("related") && { related: linked(cells, "related") }),
        ...(columns.has("up_sells") && { up_sell: linked(cells, "up_sells") }),
        ...(columns.has("cross_sells") && { cross_sell: linked(cells, "cross_sells") }),
      },
    };
    return { handle: slug, slug, knownBy: "slug", draft, notes };
  }

  function readVariant({ line, cells }: CsvRow, names: readonly string[]): DraftVariant | string {
    if (hasStrayCells(cells, columns.width)) return strayCells;
    const sku = cell(cells, "sku");
    if (sku === "") return nothingIn("SKU", "sku");
    const values = (["option1", "option2", "option3"] as const).slice(0, names.length).map((name) => cell(cells, name));
    const missing = values.indexOf("");
    if (missing >= 0) return `It has no value for the option ${names[missing]}.`;
    const prices = [];
    for (const { currency, price, before } of pricePlaces) {
      const written = (cells[price] ?? "").trim();
      if (written === "") continue;
      const fault = priceFault(written, currency, priceColumns(currency)[0]);
      if (fault) return fault;
      prices.push(
        priceOf(currency, readAmount(written, currency) ?? 0, readAmount((cells[before] ?? "").trim(), currency)),
      );
    }
    if (prices.length === 0) return nothingIn("price", priceColumns(currencies[0] ?? "")[0]);
    const weight = cell(cells, "weight_grams") || "0";
    const stock = cell(cells, "stock");
    if (!/^\d+$/.test(weight)) return `The weight ${weight.slice(0, 40)} is not a whole number of grams.`;
    const travelling = readTravelling(cells);
    if (typeof travelling === "string") return travelling;
    if (stock !== "" && !/^\d+$/.test(stock)) return `The stock ${stock.slice(0, 40)} is not a whole number.`;
    return {
      line,
      sku,
      options: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])),
      prices,
      pricesAreWhole: true,
      barcode: cell(cells, "barcode") || null,
      weight_grams: Number(weight),
      ...travelling,
      stock: stock === "" ? null : Number(stock),
    };
  }

  /** How it travels, as far as the file has columns for it; or what is wrong there. */
  function readTravelling(cells: readonly string[]): WrittenTravelling | string {
    const read: WrittenTravelling = {};
    for (const column of ["length_mm", "width_mm", "height_mm"] as const) {
      if (!columns.has(column)) continue;
      const written = cell(cells, column);
      const side = writtenTravelling[column].safeParse(written === "" ? null : Number(written));
      if (!side.success)
        return `${column} is ${written.slice(0, 40)}, and not a whole number of 1 to 20000 millimetres.`;
      read[column] = side.data;
    }
    if (!columns.has("ships_alone")) return read;
    const alone = cell(cells, "ships_alone").toLowerCase() || "no";
    if (alone !== "yes" && alone !== "no") return `ships_alone is ${alone.slice(0, 40)}, and not yes or no.`;
    return { ...read, ships_alone: alone === "yes" };
  }

  function linked(cells: readonly string[], column: Column): string[] {
    return splitList(cell(cells, column)).map((name) => `slug:${name}`);
  }

  function readStatus(cells: readonly string[]) {
    const status = productStatus.safeParse(cell(cells, "status") || "active");
    if (!status.success) throw new UnreadableCell("The status is draft, active or archived.");
    return status.data;
  }

  function readTaxClass(cells: readonly string[]) {
    const read = taxClass.safeParse(cell(cells, "tax_class") || defaultTaxClass);
    if (!read.success) throw new UnreadableCell(`The tax class is one of ${taxClass.options.join(", ")}.`);
    return read.data;
  }

  function readTime(cells: readonly string[], column: Column): string | null {
    const written = cell(cells, column);
    if (written === "") return null;
    const at = Date.parse(written);
    if (!Number.isFinite(at)) throw new UnreadableCell(`${column} is a time, as 2026-11-21T09:30:00.000Z.`);
    return new Date(at).toISOString();
  }

  function readPictures({ line, cells }: CsvRow): DraftPicture[] {
    const title = cell(cells, "title");
    return readJson(cells, "images", pictures, []).map(({ url, skus, ...says }) => ({
      line,
      url,
      alt: says.alt ?? title,
      skus,
      says,
    }));
  }

  function readJson<Schema extends z.ZodType>(
    cells: readonly string[],
    column: Column,
    schema: Schema,
    empty: z.infer<Schema>,
  ): z.infer<Schema> {
    return readJsonCell(cell(cells, column), column, schema, empty);
  }
}
