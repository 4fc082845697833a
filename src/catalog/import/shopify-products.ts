import { createHash } from "node:crypto";
import { type Currency, parseMoney } from "../../platform/money.ts";
import { type Attributes, type NewProduct, type NewVariant, newProduct } from "../schemas.ts";
import { slugFrom } from "../slugs.ts";
import { plainText } from "./plain-text.ts";
import type { CsvRow } from "./read-csv.ts";
import type { Layout } from "./shopify-columns.ts";

/** A row that did not go in, and why, in a sentence for staff. */
export interface Refusal {
  line: number;
  handle: string | null;
  reason: string;
}

/** The rows of one handle, read. `product` is null where nothing of it can go in. */
export interface ReadProduct {
  handle: string;
  slug: string;
  product: NewProduct | null;
  /** The line of each variant, in their order. */
  lines: number[];
  refusals: Refusal[];
  /** How many rows of the file it came from. */
  rows: number;
}

const optionColumns = [
  ["option1Name", "option1Value"],
  ["option2Name", "option2Value"],
  ["option3Name", "option3Value"],
] as const;

const longestSku = 80;
const longestAttribute = 2000;

/** Gathers the rows that follow each other under one handle; rows without a handle stand alone. */
export async function* gatherHandles(layout: Layout, rows: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow[]> {
  let group: CsvRow[] = [];
  let current = "";
  for await (const row of rows) {
    const handle = layout.cell(row.cells, "handle");
    if (group.length > 0 && (handle !== current || handle === "")) {
      yield group;
      group = [];
    }
    current = handle;
    group.push(row);
  }
  if (group.length > 0) yield group;
}

/**
 * Reads the rows of one handle as a product: the first row tells of the product and its first variant, each further one of a
 * variant, or of a picture alone, which is passed over.
 */
export function readShopifyProduct(layout: Layout, rows: readonly CsvRow[], currency: Currency): ReadProduct {
  const [first] = rows;
  const handle = first ? layout.cell(first.cells, "handle") : "";
  const slug = slugFrom(handle);
  const none = (reason: string): ReadProduct => ({
    handle,
    slug,
    product: null,
    lines: [],
    refusals: rows.map(({ line }) => ({ line, handle: handle || null, reason })),
    rows: rows.length,
  });
  if (!first || handle === "") return none("There is no handle.");
  if (slug === "") return none(`Nothing of the handle ${handle} can stand in an address.`);
  if (layout.cell(first.cells, "title") === "") return none("There is no title.");
  const named = optionNames(layout, first.cells);
  const refusals: Refusal[] = [];
  const variants: NewVariant[] = [];
  const lines: number[] = [];
  const combinations = new Map<string, number>();
  for (const row of rows) {
    if (row !== first && isPictureOnly(layout, row.cells)) continue;
    const variant = readVariant(layout, row, named, slug, currency);
    const combination = typeof variant === "string" ? "" : JSON.stringify(variant.options);
    const twin = combinations.get(combination);
    const reason = typeof variant === "string" ? variant : twin ? `The same options as line ${twin}.` : null;
    if (typeof variant === "string" || reason) {
      refusals.push({ line: row.line, handle, reason: reason ?? "" });
      continue;
    }
    combinations.set(combination, row.line);
    variants.push(variant);
    lines.push(row.line);
  }
  const options = named.map((name) => ({
    name,
    values: [...new Set(variants.flatMap((variant) => variant.options[name] ?? []))],
  }));
  if (variants.length === 0) return { ...none(""), refusals };
  const read = newProduct.safeParse({
    title: layout.cell(first.cells, "title"),
    slug,
    description: plainText(layout.cell(first.cells, "body")),
    status: statusOf(layout, first.cells),
    brand: layout.cell(first.cells, "vendor") || null,
    options,
    attributes: attributesOf(layout, first.cells),
    variants,
  });
  if (!read.success) {
    const [issue] = read.error.issues;
    return none(`${issue?.path.join(" ") ?? "product"}: ${issue?.message ?? "it cannot be used"}`);
  }
  return { handle, slug, product: read.data, lines, refusals, rows: rows.length };
}

/** The names of the product's options; `Title` with the one value `Default Title` is how Shopify says that there are none. */
function optionNames(layout: Layout, cells: readonly string[]): string[] {
  const named = optionColumns.map(([name]) => layout.cell(cells, name)).filter((name) => name !== "");
  const unnamed = named.length <= 1 && layout.cell(cells, "option1Value").toLowerCase() === "default title";
  return unnamed ? [] : named;
}

function isPictureOnly(layout: Layout, cells: readonly string[]): boolean {
  return (["option1Value", "option2Value", "option3Value", "sku", "price"] as const).every(
    (column) => layout.cell(cells, column) === "",
  );
}

/** A variant, or the reason why the row is none. */
function readVariant(
  layout: Layout,
  { cells }: CsvRow,
  named: readonly string[],
  slug: string,
  currency: Currency,
): NewVariant | string {
  if (cells.length > layout.width && cells.slice(layout.width).some((cell) => cell.trim() !== "")) {
    return "The row has more cells than the first line has columns; a quotation mark may be missing.";
  }
  const values = optionColumns.slice(0, named.length).map(([, value]) => layout.cell(cells, value));
  const missing = values.indexOf("");
  if (missing >= 0) return `It has no value for the option ${named[missing]}.`;
  const written = layout.cell(cells, "price");
  const amount = parseMoney(written, currency);
  if (written === "") return "There is no price.";
  if (amount === null || amount < 0) return `The price ${written} is not an amount of ${currency}; write it as 19.99.`;
  const before = parseMoney(layout.cell(cells, "compareAt"), currency);
  return {
    sku: layout.cell(cells, "sku").replace(/^'/, "") || skuFrom(slug, values),
    options: Object.fromEntries(named.map((name, index) => [name, values[index] ?? ""])),
    prices: [{ currency, amount, compare_at_amount: before !== null && before > amount ? before : null }],
    barcode: layout.cell(cells, "barcode").replace(/^'/, "") || null,
    weight_grams: Math.max(0, Math.round(Number(layout.cell(cells, "grams")) || 0)),
    stock: stockOf(layout, cells),
  };
}

/** Units on hand; null where nobody counts, and where it is sold on when there is none. */
function stockOf(layout: Layout, cells: readonly string[]): number | null {
  const tracked = layout.cell(cells, "tracker") !== "";
  const soldOn = ["continue", "true"].includes(layout.cell(cells, "policy").toLowerCase());
  const units = Number(layout.cell(cells, "quantity"));
  return tracked && !soldOn ? Math.max(0, Math.trunc(units) || 0) : null;
}

/** Shopify makes SKUs optional. One from handle and options is the same each time the file is read. */
function skuFrom(slug: string, values: readonly string[]): string {
  const made = [
    slug,
    ...values.map((value) => slugFrom(value) || createHash("sha256").update(value).digest("hex").slice(0, 8)),
  ].join("-");
  if (made.length <= longestSku) return made;
  return `${made.slice(0, longestSku - 13)}-${createHash("sha256").update(made).digest("hex").slice(0, 12)}`;
}

function statusOf(layout: Layout, cells: readonly string[]): NewProduct["status"] {
  const status = layout.cell(cells, "status").toLowerCase();
  if (status === "archived") return "archived";
  const published = layout.cell(cells, "published").toLowerCase();
  const hidden = ["false", "no", "0"].includes(published) || ["draft", "unlisted"].includes(status);
  return hidden ? "draft" : "active";
}

function attributesOf(layout: Layout, cells: readonly string[]): Attributes {
  const tags = layout
    .cell(cells, "tags")
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  const type = layout.cell(cells, "type");
  const category = layout.cell(cells, "category");
  const extra = layout.extra
    .map(({ name, index }) => [name.slice(0, 80), (cells[index] ?? "").trim().slice(0, longestAttribute)] as const)
    .filter(([, value]) => value !== "");
  return {
    ...(type ? { type } : {}),
    ...(tags.length > 0 ? { tags: [...new Set(tags)] } : {}),
    ...(category ? { "product category": category } : {}),
    ...Object.fromEntries(extra),
  };
}

/** The same for the same product, however its rows were written: what an import compares to see whether anything changed. */
export function fingerprintOf(product: NewProduct): string {
  return createHash("sha256").update(JSON.stringify(product)).digest("base64url");
}
