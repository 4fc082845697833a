import { z } from "@hono/zod-openapi";
import type { CsvRow } from "../../platform/csv-cells.ts";
import { slugFrom } from "../slugs.ts";
import { findColumns, hasStrayCells, nothingIn, plainName, strayCells } from "./columns.ts";
import type { Layout } from "./layout.ts";
import { joinTexts } from "./plain-text.ts";
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
  splitList,
  twinOf,
  weightInGrams,
} from "./product-drafts.ts";
import { partName, readCollection } from "./read-collection.ts";
import {
  attributeColumn,
  downloadColumn,
  sizeColumn,
  spellings,
  type WooColumn,
  weightColumn,
} from "./woocommerce-columns.ts";

/** What the cell of a bundle says of its parts, among other things. */
const bundledItems = z.array(z.object({ product_id: z.coerce.string() }));

/** What an attribute of a row says. */
interface WooAttribute {
  name: string;
  values: string[];
}

/** WooCommerce's product CSV, in the language of its shop. @returns null where the header is another one */
export function wooCommerceLayout(header: readonly string[]): Layout | null {
  const columns = findColumns<WooColumn>(header, spellings);
  if (!(["type", "name", "regularPrice"] as const).every((column) => columns.has(column))) return null;
  const plain = header.map(plainName);
  const attributePlaces = new Map<number, { name?: number; values?: number }>();
  for (const [index, name] of plain.entries()) {
    const found = attributeColumn(name);
    if (found) attributePlaces.set(found.no, { ...attributePlaces.get(found.no), [found.holds]: index });
  }
  const weight = plain.findIndex((name) => weightColumn.test(name));
  const unit = weightColumn.exec(plain[weight] ?? "")?.[1] ?? "kg";
  const sizes = columns.others.filter(({ name }) => sizeColumn.test(plainName(name)));
  const downloads = columns.others.filter(({ name }) => downloadColumn.test(plainName(name)));
  const metas = columns.others.filter(({ name }) => /^meta: [^_]/i.test(name));
  const cell = columns.cell;
  const typeOf = (cells: readonly string[]) => splitList(cell(cells, "type").toLowerCase());

  return {
    name: "woocommerce",
    keyOf: () => "",
    scattered: {
      partOf: (cells) => (typeOf(cells).includes("variation") ? partName(cell(cells, "parent")) : null),
      partsOf: (cells) => (typeOf(cells).includes("variable") ? calledIn(cells) : []),
      orphaned: "The product that it is a variation of is not in this file.",
    },
    read: (rows, parts, context) => readProduct(rows, parts, context),
  };

  /** What other rows call the product of this one. */
  function calledIn(cells: readonly string[]): string[] {
    const [id, sku] = [cell(cells, "id"), cell(cells, "sku")];
    return [id && `id:${id}`, sku && `sku:${sku}`].filter((name) => name !== "");
  }

  function readProduct(rows: readonly CsvRow[], parts: readonly CsvRow[], context: ReadingContext): ReadProduct {
    const [row] = rows;
    const cells = row?.cells ?? [];
    const title = cell(cells, "name");
    const handle = cell(cells, "sku") || title;
    const types = typeOf(cells);
    if (!row || title === "") return refuseAll([...rows, ...parts], handle, nothingIn("name", columns.called("name")));
    if (hasStrayCells(cells, columns.width)) return refuseAll([...rows, ...parts], handle, strayCells);
    const madeOf = partsIn(cells);
    if (madeOf === null) return refuseAll(rows, handle, `The cell “${columns.called("bundled")}” is not JSON.`);
    if (types.includes("grouped") || (types.includes("bundle") && madeOf.length > 0)) {
      return readGrouped(row, types, handle, madeOf);
    }
    const slug = slugFrom(title);
    const notes: RowNote[] = [];
    const variants = types.includes("variable")
      ? readVariations(row, parts, slug, handle, context, notes)
      : readSimple(row, slug, handle, context, notes);
    if (variants.length === 0) {
      if (notes.length === 0)
        notes.push({ line: row.line, kind: "refused", handle, reason: "None of its variations is in this file." });
      return { handle, slug, knownBy: "sku", draft: null, notes };
    }
    noteWhatStaysBehind(row, types, handle, notes);
    const names = Object.keys(variants[0]?.options ?? {});
    const draft = {
      title,
      ...descriptionOf(cells),
      status: statusOf(cells, types),
      ...(columns.has("brand") && { brand: splitList(cell(cells, "brand"))[0] ?? null }),
      options: optionsOf(names, variants),
      attributes: attributesOf(cells, names),
      ...(columns.has("categories") && { categories: categoriesOf(cells) }),
      variants,
      links: {
        ...(columns.has("upsells") && { up_sell: linked(cells, "upsells") }),
        ...(columns.has("crossSells") && { cross_sell: linked(cells, "crossSells") }),
      },
      ...(columns.has("images") && { pictures: picturesOf([row, ...parts], title, variants) }),
    };
    return { handle, slug, knownBy: "sku", draft, notes, called: calledIn(cells) };
  }

  /** A product that is sold as several others, each by itself. */
  function readGrouped(row: CsvRow, types: readonly string[], handle: string, parts: string[]): ReadProduct {
    const { cells } = row;
    const has = (column: WooColumn) => cell(cells, column) !== "";
    const leaves = [
      has("regularPrice") || has("salePrice") ? "price" : "",
      has("images") ? "pictures" : "",
      has("categories") ? "categories" : "",
    ].filter((what) => what !== "");
    const told = { title: cell(cells, "name"), slug: "", ...descriptionOf(cells), status: statusOf(cells, types) };
    return readCollection(row, handle, { ...told, parts, leaves }, columns.called("grouped"));
  }

  /** The products that a grouped one, or a bundle, is made of, in order; null where the cell cannot be read. */
  function partsIn(cells: readonly string[]): string[] | null {
    const grouped = splitList(cell(cells, "grouped")).map(partName);
    const written = cell(cells, "bundled");
    if (written === "") return grouped;
    try {
      const bundled = bundledItems.parse(JSON.parse(written));
      return [...grouped, ...bundled.map(({ product_id }) => partName(product_id))];
    } catch {
      return null;
    }
  }

  function descriptionOf(cells: readonly string[]): { description?: string } {
    if (!columns.has("summary") && !columns.has("description")) return {};
    return { description: joinTexts(lineBreaks(cell(cells, "summary")), lineBreaks(cell(cells, "description"))) };
  }

  function readSimple(
    row: CsvRow,
    slug: string,
    handle: string,
    context: ReadingContext,
    notes: RowNote[],
  ): DraftVariant[] {
    const variant = readVariant(row, cell(row.cells, "sku") || skuFrom(slug, []), {}, context);
    if (typeof variant !== "string") return [variant];
    notes.push({ line: row.line, kind: "refused", handle, reason: variant });
    return [];
  }

  /** The variants of a variable product. A variation that leaves an attribute open stands for each value that the product has of it. */
  function readVariations(
    product: CsvRow,
    parts: readonly CsvRow[],
    slug: string,
    handle: string,
    context: ReadingContext,
    notes: RowNote[],
  ): DraftVariant[] {
    const offered = attributesIn(product.cells);
    const named = [...new Set(parts.flatMap((part) => attributesIn(part.cells).map(({ name }) => name)))];
    const names = offered.map(({ name }) => name).filter((name) => named.includes(name));
    const combinations = new Map<string, number>();
    const variants: DraftVariant[] = [];
    const inOrder = parts.toSorted((one, other) => position(one) - position(other) || one.line - other.line);
    for (const part of inOrder) {
      const own = new Map(attributesIn(part.cells).map(({ name, values }) => [name, values[0]]));
      const choices = names.map((name) => {
        const value = own.get(name);
        return value ? [value] : (offered.find((one) => one.name === name)?.values ?? []);
      });
      const open = choices.some((values) => values.length !== 1);
      const given = cell(part.cells, "sku");
      for (const values of combine(choices)) {
        const sku =
          given && !open
            ? given
            : skuFrom(
                given || cell(product.cells, "sku") || slug,
                values.filter((_, index) => !given || (choices[index]?.length ?? 0) > 1),
              );
        const options = Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
        const variant = readVariant(part, sku, options, context);
        const twin = typeof variant === "string" ? variant : twinOf(variant, combinations);
        if (typeof variant === "string" || twin !== null) {
          // A variation that says which it is goes before one that is open.
          if (typeof variant === "string" || !open) {
            notes.push({ line: part.line, kind: "refused", handle, reason: twin ?? "" });
          }
          if (typeof variant === "string") break;
        } else variants.push(variant);
      }
    }
    return variants;
  }

  /** Other products as this file names them. */
  function linked(cells: readonly string[], column: WooColumn): string[] {
    return splitList(cell(cells, column)).map(partName);
  }

  function position({ cells }: CsvRow): number {
    const index = plain.findIndex(
      (name) => name === "position" || name === "posición" || name === "posizione" || name === "positie",
    );
    return Number(cells[index] ?? 0) || 0;
  }

  /** A variant, or the reason why the row is none. */
  function readVariant(
    { line, cells }: CsvRow,
    sku: string,
    options: Record<string, string>,
    { currency, now }: ReadingContext,
  ): DraftVariant | string {
    if (hasStrayCells(cells, columns.width)) return strayCells;
    const regular = cell(cells, "regularPrice");
    const sale = cell(cells, "salePrice");
    const column = columns.called("regularPrice");
    const fault = priceFault(regular || sale, currency, column) ?? (sale ? priceFault(sale, currency, column) : null);
    if (fault) return fault;
    const full = readAmount(regular || sale, currency) ?? 0;
    const reduced = sale && isOn(cells, now) ? readAmount(sale, currency) : null;
    return {
      line,
      sku,
      options,
      prices: [priceOf(currency, reduced ?? full, reduced === null ? null : full)],
      ...(columns.has("barcode") && { barcode: cell(cells, "barcode") || null }),
      ...(weight >= 0 && { weight_grams: weightInGrams((cells[weight] ?? "").trim(), unit) }),
      stock: stockOf(cells),
    };
  }

  /** Whether a reduction that may have a first and a last day is on. */
  function isOn(cells: readonly string[], now: Date): boolean {
    const from = dayOf(cell(cells, "saleFrom"));
    const until = dayOf(cell(cells, "saleUntil"));
    const today = now.toISOString().slice(0, 10);
    return (from === null || from <= today) && (until === null || today <= until);
  }

  /** Units on hand; null where nobody counts them, or sells on when there are none. */
  function stockOf(cells: readonly string[]): number | null {
    const written = cell(cells, "stock");
    const soldOn = !["", "0", "no"].includes(cell(cells, "backorders").toLowerCase());
    if (soldOn) return null;
    if (written !== "" && Number.isFinite(Number(written))) return Math.max(0, Math.trunc(Number(written)));
    return ["0", "no"].includes(cell(cells, "inStock")) ? 0 : null;
  }

  function statusOf(cells: readonly string[], types: readonly string[]): "active" | "draft" {
    const published = cell(cells, "published");
    const hidden = cell(cells, "visibility").toLowerCase() === "hidden" || types.includes("external");
    return (published === "" || published === "1") && !hidden ? "active" : "draft";
  }

  function noteWhatStaysBehind(
    { line, cells }: CsvRow,
    types: readonly string[],
    handle: string,
    notes: RowNote[],
  ): void {
    const note = (reason: string) => notes.push({ line, kind: "noted", handle, reason });
    if (types.includes("external"))
      note(`It is sold elsewhere (${cell(cells, "externalUrl").slice(0, 200)}), and came in as a draft.`);
    if (downloads.some(({ index }) => (cells[index] ?? "").trim() !== "")) {
      note("Its files for download stay where they are; this store does not hand out files yet.");
    }
    if (cell(cells, "visibility").toLowerCase() === "hidden") note("It is hidden there, and came in as a draft.");
  }

  function attributesIn(cells: readonly string[]): WooAttribute[] {
    return [...attributePlaces.entries()]
      .toSorted(([one], [other]) => one - other)
      .map(([, { name = -1, values = -1 }]) => ({
        name: (cells[name] ?? "").trim(),
        values: splitList(cells[values] ?? "", /(?<!\\),|\s\|\s/),
      }))
      .filter(({ name }) => name !== "");
  }

  function attributesOf(cells: readonly string[], options: readonly string[]) {
    const own = attributesIn(cells).filter(({ name }) => !options.includes(name));
    const tags = splitList(cell(cells, "tags"));
    return {
      ...(columns.has("tags") && { tags: tags.length > 0 ? tags : null }),
      ...Object.fromEntries(
        [...sizes, ...metas].map(({ name, index }) => [
          name.replace(/^meta: /i, "").slice(0, 80),
          attributeFrom(cells[index] ?? ""),
        ]),
      ),
      ...Object.fromEntries(
        own.map(({ name, values }) => [name.slice(0, 80), values.length > 1 ? values : (values[0] ?? null)]),
      ),
    };
  }

  function categoriesOf(cells: readonly string[]): string[][] {
    return splitList(cell(cells, "categories")).map((path) =>
      path
        .split(">")
        .map((name) => name.trim())
        .filter((name) => name !== ""),
    );
  }

  /** The product's pictures, then those of its variations, each of which shows its variants. */
  function picturesOf(rows: readonly CsvRow[], title: string, variants: readonly DraftVariant[]): DraftPicture[] {
    const pictures = new Map<string, DraftPicture>();
    for (const [place, { line, cells }] of rows.entries()) {
      for (const url of splitList(cell(cells, "images"))) {
        const picture = pictures.get(url) ?? { line, url, alt: title, skus: [] };
        if (place > 0) picture.skus.push(...variants.filter((variant) => variant.line === line).map(({ sku }) => sku));
        pictures.set(url, picture);
      }
    }
    return [...pictures.values()];
  }
}

/** Every choice of one value from each list. */
function combine(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>(
    (made, values) => made.flatMap((each) => values.map((value) => [...each, value])),
    [[]],
  );
}

/** A day as WooCommerce writes it, with or without a time; null where there is none. */
function dayOf(text: string): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? null;
}

/** Line breaks inside WooCommerce's texts are written as `\n`. */
function lineBreaks(text: string): string {
  return text.replaceAll("\\n", "\n");
}
