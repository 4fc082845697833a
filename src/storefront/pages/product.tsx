import type { Labels } from "../../catalog/attributes/labels.ts";
import type { Category } from "../../catalog/categories/schemas.ts";
import { type Links, linkKind } from "../../catalog/products/link-schemas.ts";
import type { Product, Variant } from "../../catalog/schemas.ts";
import { Breadcrumb, trailOf } from "../components/breadcrumb.tsx";
import { capital } from "../components/filters.tsx";
import { Picture } from "../components/picture.tsx";
import { Money, Price, PriorPrice, Reduction, reduction } from "../components/price.tsx";
import { fewLeft, isGone, isSoldAhead, type PricedVariant, Shelf } from "../components/product-card.tsx";
import { useShop } from "../components/shop.tsx";
import { StarIcon } from "../components/sign.tsx";
import { VariantChoice } from "../components/variant-choice.tsx";
import { written, writtenDay } from "../written.ts";

interface ProductProps {
  product: Product;
  /** The variant that is looked at; undefined where none has a price here. */
  chosen: PricedVariant | undefined;
  categories: readonly Category[];
  links: Links;
  labels: Labels;
}

/** Products of one kind of link that are shown. */
const mostLinked = 8;

export function ProductPage({ product, chosen, categories, links, labels }: ProductProps) {
  const { words, to } = useShop();
  const home = deepest(product, categories);
  return (
    <div class="wrap">
      <Breadcrumb trail={trailOf(categories, home)} here={product.title} />
      <div class="product" id="product">
        <Gallery images={shownFirst(product.images, chosen)} title={product.title} />
        <div class="buy">
          {product.brand && (
            <p class="eyebrow">
              <a href={to(`/search?${new URLSearchParams({ brand: product.brand })}`)}>{product.brand}</a>
            </p>
          )}
          <h1>{product.title}</h1>
          {product.rating.average !== null && <Stars average={product.rating.average} count={product.rating.count} />}
          {chosen ? <Purchase product={product} chosen={chosen} /> : <p class="lead">{words.goods.notForSale}</p>}
          {product.description && (
            <div class="prose">
              {paragraphs(product.description).map((paragraph) => (
                <p>{paragraph}</p>
              ))}
            </div>
          )}
          <Facts product={product} chosen={chosen} labels={labels} />
        </div>
      </div>
      {linkKind.options.map((kind) => (
        <Linked kind={kind} products={links[kind]} />
      ))}
    </div>
  );
}

/** Products that this one leads to. */
function Linked({ kind, products }: { kind: keyof Links; products: readonly Product[] }) {
  const { goods: words } = useShop().words;
  if (products.length === 0) return null;
  return (
    <section class="linked" aria-labelledby={kind}>
      <div class="heading">
        <h2 id={kind}>{words[kind]}</h2>
      </div>
      <Shelf products={products.slice(0, mostLinked)} four />
    </section>
  );
}

function Purchase({ product, chosen }: { product: Product; chosen: PricedVariant }) {
  const off = reduction(chosen);
  const soldOut = isGone(chosen);
  const { words, market, to } = useShop();
  const { goods } = words;
  return (
    <>
      <p class="row">
        <Price amount={chosen.price} before={chosen.compare_at_price} currency={chosen.currency} />
        {off > 0 && <Reduction percent={off} />}
      </p>
      {chosen.compare_at_price !== null && chosen.lowest_price_30_days !== null && (
        <p class="note">
          <PriorPrice amount={chosen.lowest_price_30_days} currency={chosen.currency} />
        </p>
      )}
      <p class="note">{market.prices === "added" ? goods.taxAdded : goods.taxIncluded}</p>
      {chosen.tiers && <Tiers chosen={chosen} tiers={chosen.tiers} />}
      <VariantChoice product={product} chosen={chosen} />
      <form class="purchase" method="post" action={to("/cart/add")} data-add="">
        <input type="hidden" name="variant_id" value={chosen.id} />
        <input type="hidden" name="back" value={to(`/products/${product.slug}?variant=${chosen.id}`)} />
        {!soldOut && (
          <div class="stepper">
            <button type="button" data-step="-1" aria-label={goods.oneLess} hidden>
              −
            </button>
            <input
              name="quantity"
              type="number"
              value="1"
              min="1"
              max={Math.min(chosen.available ?? 999, 999)}
              aria-label={goods.quantity}
              inputmode="numeric"
              required
            />
            <button type="button" data-step="1" aria-label={goods.oneMore} hidden>
              +
            </button>
          </div>
        )}
        <button class="button" type="submit" disabled={soldOut}>
          {soldOut
            ? goods.soldOut
            : isSoldAhead(chosen) && chosen.sold_ahead === "preorder"
              ? goods.preorderNow
              : goods.addToCart}
        </button>
      </form>
      <Stock variant={chosen} others={product.variants.length > 1} />
    </>
  );
}

/** What one piece costs who takes more of them. */
function Tiers({ chosen, tiers }: { chosen: PricedVariant; tiers: NonNullable<PricedVariant["tiers"]> }) {
  const { goods: words } = useShop().words;
  return (
    <table class="tiers">
      <caption>{words.tiers}</caption>
      <tbody>
        {tiers.map(({ min_quantity, price }) => (
          <tr>
            <th scope="row">{words.fromPieces(min_quantity)}</th>
            <td>
              <Money amount={price} currency={chosen.currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Stock({ variant, others }: { variant: PricedVariant; others: boolean }) {
  const { words, locale } = useShop();
  const { available, in_stock, sold_ahead, ships_at } = variant;
  const day = ships_at === null ? null : writtenDay(ships_at, locale);
  if (isSoldAhead(variant) && day !== null) {
    return <p class="stock low">{sold_ahead === "preorder" ? words.goods.comesOut(day) : words.goods.leavesBy(day)}</p>;
  }
  const more =
    sold_ahead !== null && day !== null && (in_stock ?? 0) < (available ?? 0) ? words.goods.moreBy(day) : null;
  return <OnTheShelf left={in_stock ?? available} others={others} more={more} />;
}

/** @param more when more than that leave, where more can be bought */
function OnTheShelf({ left: available, others, more }: { left: number | null; others: boolean; more: string | null }) {
  const { goods: words } = useShop().words;
  if (available === null) return <p class="stock">{words.ready}</p>;
  if (available <= 0)
    return <p class="stock none">{others ? `${words.soldOut}. ${words.anotherChoice}` : words.soldOut}</p>;
  if (available <= fewLeft)
    return <p class="stock low">{[words.onlyLeft(available), more].filter(Boolean).join(". ")}</p>;
  return <p class="stock">{words.inStock}</p>;
}

function Gallery({ images, title }: { images: Product["images"]; title: string }) {
  const { goods: words } = useShop().words;
  const sizes = "(width >= 80rem) 40rem, (width >= 56rem) 52vw, 94vw";
  if (images.length === 0) {
    return (
      <div class="gallery">
        <Picture image={null} sizes={sizes} />
      </div>
    );
  }
  return (
    <section class="gallery" aria-label={words.pictures}>
      <ul class="strip" tabindex={images.length > 1 ? 0 : undefined} aria-label={images.length > 1 ? title : undefined}>
        {images.map((image, index) => (
          <li id={`picture-${index + 1}`}>
            <Picture image={{ ...image, alt: image.alt || title }} sizes={sizes} first={index === 0} />
          </li>
        ))}
      </ul>
      {images.length > 1 && (
        <ul class="thumbs">
          {images.map((image, index) => (
            <li>
              <a
                href={`#picture-${index + 1}`}
                aria-label={words.picture(index + 1, images.length)}
                aria-current={index === 0 || undefined}
                data-picture={index}
              >
                <Picture image={image} sizes="4.5rem" most={320} decorative />
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The chosen variant's own picture before the others. */
function shownFirst(images: Product["images"], chosen: Variant | undefined): Product["images"] {
  const own = images.find((image) => image.id === chosen?.image_id);
  return own ? [own, ...images.filter((image) => image !== own)] : [...images];
}

function Stars({ average, count }: { average: number; count: number }) {
  const { locale, words } = useShop();
  const written = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(average);
  return (
    <p class="stars">
      <StarIcon />
      <span>
        {words.goods.stars(written)}, {words.goods.reviews(count)}
      </span>
    </p>
  );
}

interface FactsProps {
  product: Product;
  chosen: Variant | undefined;
  labels: Labels;
}

function Facts({ product, chosen, labels }: FactsProps) {
  const { locale, words } = useShop();
  const facts = Object.entries(product.attributes).map(([code, value]) => {
    const label = labels.attributes.get(code);
    return [label?.label ?? capital(code), written(value, label, locale, words)] as const;
  });
  if (chosen && chosen.weight_grams > 0) facts.push([words.goods.weight, weight(chosen.weight_grams, locale)]);
  if (chosen) facts.push([words.goods.article, chosen.sku]);
  if (facts.length === 0) return null;
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

function weight(grams: number, locale: string): string {
  const [amount, unit] = grams < 1000 ? [grams, "gram"] : [grams / 1000, "kilogram"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 2 }).format(amount);
}

function paragraphs(text: string): string[] {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
}

/** Of a product's categories the one furthest from the door, which says most. */
export function deepest(product: Product, categories: readonly Category[]): Category | undefined {
  return categories
    .filter((category) => product.category_ids.includes(category.id))
    .toSorted((a, b) => b.depth - a.depth)[0];
}
