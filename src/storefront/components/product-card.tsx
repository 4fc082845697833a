import type { Product, Variant } from "../../catalog/schemas.ts";
import { Picture } from "./picture.tsx";
import { Price, Reduction, reduction } from "./price.tsx";
import { useShop } from "./shop.tsx";

/** From how many left the shop says so. */
export const fewLeft = 5;

/** A variant that is sold in the shop's currency. */
export type PricedVariant = Variant & { price: number };

/** The variants of a product that are sold in the shop's currency. */
export function pricedVariants(product: Product): PricedVariant[] {
  return product.variants.filter((variant): variant is PricedVariant => variant.price !== null);
}

/** Whether a variant cannot be bought now. */
export function isGone(variant: Variant): boolean {
  return variant.available !== null && variant.available <= 0;
}

/** The variant whose price a card shows: the cheapest of those that are there, else of those that can be bought. */
export function shownVariant(product: Product): PricedVariant | undefined {
  const byPrice = pricedVariants(product).toSorted((a, b) => a.price - b.price);
  const there = byPrice.find((variant) => !isGone(variant) && !isSoldAhead(variant));
  return there ?? byPrice.find((variant) => !isGone(variant)) ?? byPrice[0];
}

/** Whether nothing of a product can be bought now. */
export function isSoldOut(product: Product): boolean {
  return !product.in_stock && product.variants.every(isGone);
}

/** Whether what is left of a variant can only be bought before it is there. */
export function isSoldAhead(variant: Variant): boolean {
  return variant.sold_ahead !== null && variant.in_stock !== null && variant.in_stock <= 0 && !isGone(variant);
}

interface CardProps {
  product: Product;
  /** True for the first row of the page, whose pictures are loaded at once. */
  first?: boolean;
  /** The level of its heading: one below what stands over the shelf. */
  heading: "h2" | "h3";
}

function ProductCard({ product, first = false, heading: Heading }: CardProps) {
  const variant = shownVariant(product);
  const soldOut = isSoldOut(product);
  const off = variant ? reduction(variant) : 0;
  const range = product.price_range;
  const { words, to } = useShop();
  const ahead = !product.in_stock && variant?.sold_ahead ? words.goods[variant.sold_ahead] : null;
  const badge = soldOut ? words.goods.soldOut : ahead;
  return (
    <li class={soldOut ? "card gone" : "card"}>
      <Picture
        image={product.images[0]}
        sizes="(width >= 80rem) 18rem, (width >= 40rem) 30vw, 46vw"
        most={960}
        first={first}
        decorative
      />
      {badge ? <span class="badge">{badge}</span> : off > 0 && <Reduction percent={off} />}
      {product.brand && <p class="brand">{product.brand}</p>}
      <Heading>
        <a href={to(`/products/${product.slug}`)}>{product.title}</a>
      </Heading>
      {variant && (
        <Price
          amount={variant.price}
          before={variant.compare_at_price}
          lowest={variant.lowest_price_30_days}
          currency={variant.currency}
          from={range !== null && range.min < range.max}
        />
      )}
      {badge === null && <LowStock product={product} />}
    </li>
  );
}

function LowStock({ product }: { product: Product }) {
  const { goods: words } = useShop().words;
  // Of a product with very many variants a list has the first ones only.
  if (product.variants.length < product.variant_count) return null;
  let left = 0;
  for (const { available, in_stock } of product.variants) {
    if (available === null) return null;
    left += Math.max(0, in_stock ?? available);
  }
  return left <= fewLeft ? <p class="note low">{words.onlyLeft(left)}</p> : null;
}

interface ShelfProps {
  products: readonly Product[];
  /** Four in a row where there is room, else three. */
  four?: boolean;
  /** True when the shelf is what the page is about, under its own heading. */
  first?: boolean;
  id?: string | undefined;
  /** What screen readers are told when these products are added to others. */
  said?: string | undefined;
}

/** Products side by side. */
export function Shelf({ products, four = false, first = false, id, said }: ShelfProps) {
  return (
    <ul class={four ? "shelf four" : "shelf"} id={id} data-said={said}>
      {products.map((product, index) => (
        <ProductCard product={product} first={first && index < 3} heading={first ? "h2" : "h3"} />
      ))}
    </ul>
  );
}
