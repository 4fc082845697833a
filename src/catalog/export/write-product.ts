import { imageUrl } from "../../media/address.ts";
import { writeRow } from "../../platform/csv-cells.ts";
import type { CategoryBook } from "../import/category-book.ts";
import { writeJsonCell } from "../import/json-cells.ts";
import type { KnownProduct, KnownVariant } from "../import/known-products.ts";
import { priceColumns, productColumns, variantColumns, writeAmount, writePaths } from "../import/souk-columns.ts";
import { partAlts } from "../import/told-pictures.ts";
import type { LinkKind } from "../products/link-schemas.ts";

export interface ExportedProduct extends KnownProduct {
  /** Slugs of what it leads to, each kind in its order. */
  links: Partial<Record<LinkKind, string[]>>;
}

/** The widest that pictures are served. Pixels. */
const widest = 1600;

/** The first line of a file with prices in these currencies. */
export function writeHeader(currencies: readonly string[]): string {
  return writeRow([...productColumns, ...variantColumns, ...currencies.flatMap(priceColumns)]);
}

/** The rows of a product. */
export function writeProduct(
  product: ExportedProduct,
  currencies: readonly string[],
  categories: CategoryBook,
  storeUrl: string,
): string {
  const { texts, alts } = partAlts(product.translations);
  const ready = product.pictures.filter((picture) => picture.ready);
  const pictures = ready.map(({ id, alt, source, focal_point, skus }) => ({
    url: source ?? new URL(imageUrl(id, widest), storeUrl).href,
    alt,
    alts: alts.get(id) ?? {},
    focal_point,
    ...(skus.length > 0 && { skus }),
  }));
  const cells: Record<(typeof productColumns)[number], string> = {
    slug: product.slug,
    title: product.title,
    status: product.status,
    description: product.description,
    brand: product.brand ?? "",
    categories: writePaths(product.category_ids.map((id) => categories.pathTo(id))),
    options: writeJsonCell(product.options),
    attributes: writeJsonCell(product.attributes),
    seo_title: product.seo_title ?? "",
    seo_description: product.seo_description ?? "",
    publish_at: product.publish_at ?? "",
    unpublish_at: product.unpublish_at ?? "",
    tax_class: product.tax_class,
    images: writeJsonCell(pictures),
    translations: writeJsonCell(texts),
    related: product.links.related?.join(", ") ?? "",
    up_sells: product.links.up_sell?.join(", ") ?? "",
    cross_sells: product.links.cross_sell?.join(", ") ?? "",
  };
  const names = product.options.map(({ name }) => name);
  return product.variants
    .map((variant, index) => {
      const shared = productColumns.map((column) => (index === 0 || column === "slug" ? cells[column] : ""));
      return writeRow([...shared, ...writeVariant(variant, names, currencies)]);
    })
    .join("");
}

function writeVariant(variant: KnownVariant, names: readonly string[], currencies: readonly string[]): string[] {
  const { sku, options, barcode, weight_grams, length_mm, width_mm, height_mm, ships_alone, available, prices } =
    variant;
  const option = (index: number) => options[names[index] ?? ""] ?? "";
  return [
    sku,
    option(0),
    option(1),
    option(2),
    barcode ?? "",
    String(weight_grams),
    ...[length_mm, width_mm, height_mm].map((side) => side?.toString() ?? ""),
    ships_alone ? "yes" : "",
    available === null ? "" : String(Math.max(0, available)),
    ...currencies.flatMap((currency) => {
      const price = prices.find((one) => one.currency === currency);
      if (!price) return ["", ""];
      const before = price.compare_at_amount;
      return [writeAmount(price.amount, currency), before === null ? "" : writeAmount(before, currency)];
    }),
  ];
}
