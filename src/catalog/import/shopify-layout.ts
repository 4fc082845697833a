import type { CsvRow } from "../../platform/csv-cells.ts";
import type { ProductStatus } from "../schemas.ts";
import { slugFrom } from "../slugs.ts";
import { findColumns, hasStrayCells, nothingIn, optionColumns, strayCells } from "./columns.ts";
import type { Layout } from "./layout.ts";
import { plainText } from "./plain-text.ts";
import {
  attributeFrom,
  type DraftPicture,
  type DraftVariant,
  optionsOf,
  priceFault,
  priceOf,
  type ReadingContext,
  type ReadProduct,
  type RowNote,
  readAmount,
  refuseAll,
  skuFrom,
  unlessRefused,
} from "./product-drafts.ts";

/** What the columns of Shopify's product CSV are called, in the older layout and in the present one. */
const spellings = {
  handle: ["handle", "url handle"],
  title: ["title"],
  body: ["body (html)", "description"],
  vendor: ["vendor"],
  type: ["type"],
  category: ["product category", "standard product type"],
  tags: ["tags"],
  published: ["published", "published on online store"],
  status: ["status"],
  option1Name: ["option1 name"],
  option1Value: ["option1 value"],
  option2Name: ["option2 name"],
  option2Value: ["option2 value"],
  option3Name: ["option3 name"],
  option3Value: ["option3 value"],
  sku: ["variant sku", "sku"],
  barcode: ["variant barcode", "barcode"],
  price: ["variant price", "price"],
  compareAt: ["variant compare at price", "compare-at price", "compare at price"],
  grams: ["variant grams", "weight value (grams)"],
  tracker: ["variant inventory tracker", "inventory tracker"],
  quantity: ["variant inventory qty", "inventory quantity"],
  policy: ["variant inventory policy", "continue selling when out of stock"],
  picture: ["image src", "product image url"],
  pictureAlt: ["image alt text"],
  variantPicture: ["variant image", "variant image url"],
} as const;

type Column = keyof typeof spellings;

/** Columns that say nothing which this store keeps: taxes, fulfilment, markets. */
const passedOver =
  /^(image |variant fulfillment|fulfillment|variant requires|requires|variant tax|tax |charge tax|gift card|cost per item|variant weight unit|weight unit|unit price|option[123] linked|included \/|price \/|compare[ -]at price \/|collection$)/;

/** Shopify's product CSV, older or present layout, with its metafields. @returns null where the header is another one */
export function shopifyLayout(header: readonly string[]): Layout | null {
  const columns = findColumns<Column>(header, spellings);
  if (!["handle", "title", "price"].every((column) => columns.has(column as Column))) return null;
  const extra = columns.others.filter(({ name }) => !passedOver.test(name.toLowerCase()));
  const cell = columns.cell;

  return {
    name: "shopify",
    keyOf: (cells) => cell(cells, "handle"),
    read: (rows, _, context) => readProduct(rows, context),
  };

  function readProduct(rows: readonly CsvRow[], context: ReadingContext): ReadProduct {
    const [first] = rows;
    const handle = first ? cell(first.cells, "handle") : "";
    const slug = slugFrom(handle);
    if (!first || handle === "") return refuseAll(rows, "", nothingIn("handle", columns.called("handle")));
    if (slug === "") return refuseAll(rows, handle, `Nothing of the handle ${handle} can stand in an address.`);
    const title = cell(first.cells, "title");
    if (title === "") return refuseAll(rows, handle, nothingIn("title", columns.called("title")));
    const named = optionNames(first.cells);
    const notes: RowNote[] = [];
    const variants: DraftVariant[] = [];
    const combinations = new Map<string, number>();
    for (const row of rows) {
      if (row !== first && isPictureOnly(row.cells)) continue;
      const variant = readVariant(row, named, slug, context);
      variants.push(...unlessRefused(variant, row.line, handle, combinations, notes));
    }
    if (variants.length === 0) return { handle, slug, knownBy: "slug", draft: null, notes };
    const draft = {
      title,
      ...(columns.has("body") && { description: plainText(cell(first.cells, "body")) }),
      status: statusOf(first.cells),
      ...(columns.has("vendor") && { brand: cell(first.cells, "vendor") || null }),
      options: optionsOf(named, variants),
      attributes: attributesOf(first.cells),
      variants,
      ...((columns.has("picture") || columns.has("variantPicture")) && { pictures: picturesOf(rows, title, variants) }),
    };
    return { handle, slug, knownBy: "slug", draft, notes };
  }

  /** The names of the product's options; `Title` with the one value `Default Title` is how Shopify says that there are none. */
  function optionNames(cells: readonly string[]): string[] {
    const named = optionColumns.map(([name]) => cell(cells, name)).filter((name) => name !== "");
    const unnamed = named.length <= 1 && cell(cells, "option1Value").toLowerCase() === "default title";
    return unnamed ? [] : named;
  }

  function isPictureOnly(cells: readonly string[]): boolean {
    return (["option1Value", "option2Value", "option3Value", "sku", "price"] as const).every(
      (column) => cell(cells, column) === "",
    );
  }

  /** A variant, or the reason why the row is none. */
  function readVariant(
    { line, cells }: CsvRow,
    named: readonly string[],
    slug: string,
    { currency }: ReadingContext,
  ): DraftVariant | string {
    if (hasStrayCells(cells, columns.width)) return strayCells;
    const values = optionColumns.slice(0, named.length).map(([, value]) => cell(cells, value));
    const missing = values.indexOf("");
    if (missing >= 0) return `It has no value for the option ${named[missing]}.`;
    const written = cell(cells, "price");
    const fault = priceFault(written, currency, columns.called("price"));
    if (fault) return fault;
    return {
      line,
      // A mark before digits keeps a spreadsheet from writing them as a number.
      sku: cell(cells, "sku").replace(/^'/, "") || skuFrom(slug, values),
      options: Object.fromEntries(named.map((name, index) => [name, values[index] ?? ""])),
      prices: [priceOf(currency, readAmount(written, currency) ?? 0, readAmount(cell(cells, "compareAt"), currency))],
      ...(columns.has("barcode") && { barcode: cell(cells, "barcode").replace(/^'/, "") || null }),
      ...(columns.has("grams") && { weight_grams: Math.max(0, Math.round(Number(cell(cells, "grams")) || 0)) }),
      stock: stockOf(cells),
    };
  }

  /** Units on hand; null where nobody counts, and where it is sold on when there is none. */
  function stockOf(cells: readonly string[]): number | null {
    const tracked = cell(cells, "tracker") !== "";
    const soldOn = ["continue", "true"].includes(cell(cells, "policy").toLowerCase());
    return tracked && !soldOn ? Math.max(0, Math.trunc(Number(cell(cells, "quantity"))) || 0) : null;
  }

  function statusOf(cells: readonly string[]): ProductStatus {
    const status = cell(cells, "status").toLowerCase();
    if (status === "archived") return "archived";
    const published = cell(cells, "published").toLowerCase();
    const hidden = ["false", "no", "0"].includes(published) || ["draft", "unlisted"].includes(status);
    return hidden ? "draft" : "active";
  }

  function attributesOf(cells: readonly string[]) {
    const tags = cell(cells, "tags")
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "");
    return {
      ...(columns.has("type") && { type: cell(cells, "type") || null }),
      ...(columns.has("tags") && { tags: tags.length > 0 ? [...new Set(tags)] : null }),
      ...(columns.has("category") && { "product category": cell(cells, "category") || null }),
      ...Object.fromEntries(extra.map(({ name, index }) => [name.slice(0, 80), attributeFrom(cells[index] ?? "")])),
    };
  }

  /** Each address once, in the order of the rows; a variant's own picture shows that variant. */
  function picturesOf(rows: readonly CsvRow[], title: string, variants: readonly DraftVariant[]): DraftPicture[] {
    const pictures = new Map<string, DraftPicture>();
    const take = (line: number, url: string, alt: string): DraftPicture | undefined => {
      if (url === "") return undefined;
      const picture = pictures.get(url) ?? { line, url, alt: alt || title, skus: [] };
      pictures.set(url, picture);
      return picture;
    };
    for (const { line, cells } of rows) take(line, cell(cells, "picture"), cell(cells, "pictureAlt"));
    for (const { line, cells } of rows) {
      const variant = variants.find((one) => one.line === line);
      if (variant) take(line, cell(cells, "variantPicture"), "")?.skus.push(variant.sku);
    }
    return [...pictures.values()];
  }
}
