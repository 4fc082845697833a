import type { Product, Variant } from "../catalog/schemas.ts";
import { imageUrl } from "../media/address.ts";
import { decimalOf } from "../platform/money.ts";
import { gtinOf } from "./gtin.ts";
import { type Trait, traitOf, traits, traitsOf } from "./traits.ts";

/** A node of JSON-LD. */
export type Node = { [name: string]: string | number | Node | readonly (string | Node)[] | undefined };

/** What a search engine is told of a product's page; everything is as the page itself shows it. */
interface DescribedProduct {
  product: Pick<
    Product,
    "id" | "title" | "description" | "brand" | "attributes" | "options" | "images" | "rating" | "variants"
  >;
  /** The variant that the page shows; it comes first. */
  chosen?: Pick<Variant, "id"> | undefined;
  /** The page's own address, in full, without a variant. */
  address: string;
  /** Where the store is, in full, without a slash at the end: `https://shop.example`. */
  storeUrl: string;
}

/** A page of a product with thousands of variants does not grow with them: no more than so many are told one by one. */
const mostVariants = 100;
/** Pixels. */
const pictureWidth = 1280;
const mostPictures = 8;

/**
 * A product for search engines: a `Product` with its `Offer`, or, where it comes in several variants, a `ProductGroup` of
 * them. A variant without a price here is not for sale and not told; null where that is so for all of them.
 * @see https://developers.google.com/search/docs/appearance/structured-data/product-variants
 */
export function describeProduct({ product, chosen, address, storeUrl }: DescribedProduct): Node | null {
  const priced = product.variants.filter((variant) => variant.price !== null);
  const shownFirst = priced.toSorted((a, b) => Number(b.id === chosen?.id) - Number(a.id === chosen?.id));
  const [first] = shownFirst;
  if (first === undefined) return null;
  const pictures = product.images.slice(0, mostPictures).map(({ id }) => storeUrl + imageUrl(id, pictureWidth));
  const common: Node = {
    name: product.title,
    description: product.description || product.title,
    url: address,
    image: pictures,
    brand: product.brand === null ? undefined : { "@type": "Brand", name: product.brand },
    aggregateRating:
      product.rating.average === null || product.rating.count === 0
        ? undefined
        : { "@type": "AggregateRating", ratingValue: product.rating.average, reviewCount: product.rating.count },
  };
  if (product.variants.length === 1) {
    const own = { ...traitsOf(product.attributes), ...describeVariant(first, address) };
    return { "@context": "https://schema.org", "@type": "Product", ...common, ...own };
  }
  return {
    "@context": "https://schema.org",
    "@type": "ProductGroup",
    ...common,
    productGroupID: product.id,
    variesBy: traits.filter((trait) => variesBy(product.options, trait)).map((trait) => `https://schema.org/${trait}`),
    hasVariant: shownFirst.slice(0, mostVariants).map((variant) => ({
      "@type": "Product",
      name: `${product.title} - ${variant.title}`,
      image: variant.image_id === null ? undefined : storeUrl + imageUrl(variant.image_id, pictureWidth),
      ...traitsOf(product.attributes, variant.options),
      ...describeVariant(variant, `${address}?variant=${variant.id}`),
    })),
  };
}

function variesBy(options: Product["options"], trait: Trait): boolean {
  return options.some((option) => option.values.length > 1 && traitOf(option.name) === trait);
}

function describeVariant(variant: Variant, address: string): Node {
  return {
    sku: variant.sku,
    gtin: gtinOf(variant.barcode) ?? undefined,
    weight:
      variant.weight_grams > 0
        ? { "@type": "QuantitativeValue", value: variant.weight_grams, unitCode: "GRM" }
        : undefined,
    offers: describeOffer(variant, address),
  };
}

/** @see https://schema.org/ItemAvailability */
export function availabilityOf({
  available,
  in_stock,
  sold_ahead,
}: Pick<Variant, "available" | "in_stock" | "sold_ahead">): "InStock" | "OutOfStock" | "PreOrder" | "BackOrder" {
  if (available === null || (in_stock ?? 0) > 0) return "InStock";
  if (available <= 0 || sold_ahead === null) return "OutOfStock";
  return sold_ahead === "preorder" ? "PreOrder" : "BackOrder";
}

function describeOffer(variant: Variant, address: string): Node {
  const { price, compare_at_price, currency, ships_at } = variant;
  const availability = availabilityOf(variant);
  return {
    "@type": "Offer",
    url: address,
    price: decimalOf(price ?? 0, currency),
    priceCurrency: currency,
    availability: `https://schema.org/${availability}`,
    availabilityStarts:
      availability === "PreOrder" || availability === "BackOrder" ? (ships_at ?? undefined) : undefined,
    itemCondition: "https://schema.org/NewCondition",
    priceSpecification:
      compare_at_price === null
        ? undefined
        : {
            "@type": "UnitPriceSpecification",
            priceType: "https://schema.org/StrikethroughPrice",
            price: decimalOf(compare_at_price, currency),
            priceCurrency: currency,
          },
  };
}

/** The way from the front door to a page, for search engines. @param trail names and full addresses, from the top down */
export function describeTrail(trail: readonly { name: string; address: string }[]): Node {
  return {
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    itemListElement: trail.map(({ name, address }, index) => ({
      "@type": "ListItem",
      position: index + 1,
      name,
      item: address,
    })),
  };
}

/** Nodes as the text of a `<script type="application/ld+json">`: nothing in it can end the script. */
export function structuredData(nodes: readonly (Node | null)[]): string {
  return JSON.stringify(nodes.filter((node) => node !== null)).replaceAll("<", "\\u003c");
}
