import type { Category } from "../../catalog/categories/schemas.ts";
import type { Collection } from "../../catalog/collections/schemas.ts";
import type { Product } from "../../catalog/schemas.ts";
import { aislesOf } from "../components/aisles.ts";
import { Picture } from "../components/picture.tsx";
import { Shelf } from "../components/product-card.tsx";
import { useShop } from "../components/shop.tsx";
import { EmptyArch } from "../components/sign.tsx";

interface HomeProps {
  categories: readonly Category[];
  /** The newest first. */
  fresh: readonly Product[];
  reduced: readonly Product[];
  collections: readonly Collection[];
}

export function HomePage({ categories, fresh, reduced, collections }: HomeProps) {
  const { name, words, to } = useShop();
  const { home } = words;
  if (fresh.length === 0) return <NothingYet />;
  const aisles = aislesOf(categories);
  const signs = signsOf(aisles, categories, [...fresh, ...reduced]);
  return (
    <>
      <Hero shopName={name} products={oneOfEach(aisles, categories, fresh)} />
      <div class="wrap">
        {aisles.length > 0 && (
          <section aria-labelledby="doors">
            <div class="heading">
              <h2 id="doors">{home.aisles}</h2>
            </div>
            <ul class="doors">
              {aisles.map((category, index) => (
                <li>
                  <a href={to(`/categories/${category.slug}`)}>
                    <Picture
                      image={signs[index]?.images[0]}
                      sizes="(width >= 64rem) 14rem, (width >= 40rem) 30vw, 46vw"
                      most={640}
                      shape="arch"
                      decorative
                    />
                    <span class="serif">{category.name}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="fresh">
          <div class="heading">
            <h2 id="fresh">{home.fresh}</h2>
            <a href={to("/search?sort=newest")}>{home.allNew}</a>
          </div>
          <Shelf products={fresh.slice(0, 8)} four />
        </section>
        {reduced.length > 0 && (
          <section aria-labelledby="reduced">
            <div class="heading">
              <h2 id="reduced">{home.reduced}</h2>
            </div>
            <Shelf products={reduced.slice(0, 4)} four />
          </section>
        )}
        {collections.length > 0 && (
          <section aria-labelledby="collections">
            <div class="heading">
              <h2 id="collections">{words.collections.heading}</h2>
            </div>
            <ul class="chips">
              {collections.map((collection) => (
                <li>
                  <a href={to(`/collections/${collection.slug}`)}>{collection.title}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section class="promise" aria-label={home.promise}>
          <div>
            <h3>{home.guest}</h3>
            <p>{home.guestMore}</p>
          </div>
          <div>
            <h3>{home.price}</h3>
            <p>{home.priceMore}</p>
          </div>
          <div>
            <h3>{home.stock}</h3>
            <p>{home.stockMore}</p>
          </div>
        </section>
      </div>
    </>
  );
}

function Hero({ shopName, products }: { shopName: string; products: readonly Product[] }) {
  const { words, to } = useShop();
  return (
    <section class="hero">
      <div class="wrap">
        <div>
          <p class="eyebrow">{words.home.welcome(shopName)}</p>
          <h1>{words.home.heading}</h1>
          <p class="lead">{words.home.lead}</p>
          <p class="row">
            <a class="button" href={to("/search?sort=newest")}>
              {words.frame.seeNew}
            </a>
            <a class="button quiet" href={to("/search")}>
              {words.frame.lookAround}
            </a>
          </p>
        </div>
        {products.length > 0 && (
          <ul class="arcade">
            {products.map((product) => (
              <li>
                <a href={to(`/products/${product.slug}`)} aria-label={product.title}>
                  <Picture
                    image={product.images[0]}
                    sizes="(width >= 56rem) 12rem, 30vw"
                    most={960}
                    shape="arch"
                    first
                    decorative
                  />
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** Among the products at hand, those with a picture that lie in a category or below it. */
function pictured(category: Category, categories: readonly Category[], products: readonly Product[]): Product[] {
  const below = new Set([category.id]);
  // A parent stands before its children.
  for (const each of categories) if (each.parent_id && below.has(each.parent_id)) below.add(each.id);
  return products.filter(
    (product) => product.images.length > 0 && product.category_ids.some((category) => below.has(category)),
  );
}

/** A product to stand for each aisle, each for one where there are enough. */
function signsOf(aisles: readonly Category[], categories: readonly Category[], products: readonly Product[]) {
  const taken = new Set<string>();
  return aisles.map((aisle) => {
    const candidates = pictured(aisle, categories, products);
    const sign = candidates.find(({ id }) => !taken.has(id)) ?? candidates[0];
    if (sign) taken.add(sign.id);
    return sign;
  });
}

/** A product for each arch of the hero: from three aisles, and not the ones that stand for the aisles below. */
function oneOfEach(aisles: readonly Category[], categories: readonly Category[], products: readonly Product[]) {
  const chosen = aisles.map((aisle) => pictured(aisle, categories, products).at(-1));
  return [...new Set(chosen)].filter((product) => product !== undefined).slice(0, 3);
}

function NothingYet() {
  const { home } = useShop().words;
  return (
    <div class="wrap empty">
      <EmptyArch />
      <h1>{home.empty}</h1>
      <p class="lead">{home.emptyMore}</p>
    </div>
  );
}
