import { DomainError } from "../../platform/errors.ts";

/** What the columns of Shopify's product CSV are called, in the older layout and in the present one; case does not matter. */
const names = {
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
} as const;

type Column = keyof typeof names;

/** Columns that say nothing which this store keeps: pictures, taxes, fulfilment, markets. */
const passedOver =
  /^(image |product image|variant image|variant fulfillment|fulfillment|variant requires|requires|variant tax|tax |charge tax|gift card|cost per item|variant weight unit|weight unit|unit price|option[123] linked|included \/|price \/|compare[ -]at price \/|collection$)/;

/** Where a file keeps what: a cell by its column, and the columns that become attributes. */
export interface Layout {
  cell(cells: readonly string[], column: Column): string;
  has(column: Column): boolean;
  /** Names and places of the columns that are kept as attributes where they hold something. */
  extra: { name: string; index: number }[];
  width: number;
}

/**
 * Reads the header, in any order.
 * @throws refused-file when it is not the header of Shopify's product CSV
 */
export function readHeader(header: readonly string[]): Layout {
  const lowered = header.map((name) => name.trim().toLowerCase());
  const places = new Map<Column, number>();
  for (const [column, spellings] of Object.entries(names) as [Column, readonly string[]][]) {
    const index = lowered.findIndex((name) => spellings.includes(name));
    if (index >= 0) places.set(column, index);
  }
  for (const [column, called] of [
    ["handle", "Handle"],
    ["title", "Title"],
    ["price", "Variant Price (or Price)"],
  ] as const) {
    if (!places.has(column)) {
      const detail = `The column ${called} is missing. Send Shopify's product CSV, with its first line.`;
      throw new DomainError("refused-file", detail);
    }
  }
  const known = new Set(places.values());
  return {
    cell: (cells, column) => cells[places.get(column) ?? -1]?.trim() ?? "",
    has: (column) => places.has(column),
    extra: header
      .map((name, index) => ({ name: name.trim(), index }))
      .filter(({ name, index }) => name !== "" && !known.has(index) && !passedOver.test(name.toLowerCase())),
    width: header.length,
  };
}
