import type { Category, Product } from "../../catalog/schemas.ts";
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
}

export function HomePage({ categories, fresh, reduced }: HomeProps) {
  const shop = useShop();
  if (fresh.length === 0) return <NothingYet />;
  const aisles = aislesOf(categories);
  const signs = signsOf(aisles, categories, [...fresh, ...reduced]);
  return (
    <>
      <Hero shopName={shop.name} products={oneOfEach(aisles, categories, fresh)} />
      <div class="wrap">
        {aisles.length > 0 && (
          <section aria-labelledby="doors">
            <div class="heading">
              <h2 id="doors">Find your aisle</h2>
            </div>
            <ul class="doors">
              {aisles.map((category, index) => (
                <li>
                  <a href={`/categories/${category.slug}`}>
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
            <h2 id="fresh">Just arrived</h2>
            <a href="/search?sort=newest">See all that is new</a>
          </div>
          <Shelf products={fresh.slice(0, 8)} four />
        </section>
        {reduced.length > 0 && (
          <section aria-labelledby="reduced">
            <div class="heading">
              <h2 id="reduced">Reduced, while they last</h2>
            </div>
            <Shelf products={reduced.slice(0, 4)} four />
          </section>
        )}
        <section class="promise" aria-label="What you can count on">
          <div>
            <h3>Buy as you are</h3>
            <p>No account is needed. An e-mail address is enough, and you can follow your order with it.</p>
          </div>
          <div>
            <h3>The price is the price</h3>
            <p>Taxes and shipping are shown before you pay, and what you saw is what you pay.</p>
          </div>
          <div>
            <h3>In stock means in stock</h3>
            <p>What you order is set aside for you in the same moment. Nothing is sold twice.</p>
          </div>
        </section>
      </div>
    </>
  );
}

function Hero({ shopName, products }: { shopName: string; products: readonly Product[] }) {
  return (
    <section class="hero">
      <div class="wrap">
        <div>
          <p class="eyebrow">Welcome to {shopName}</p>
          <h1>Good things, made to be used every day.</h1>
          <p class="lead">
            For the kitchen, the table and the rooms around them: chosen one by one, and kept in stock.
          </p>
          <p class="row">
            <a class="button" href="/search?sort=newest">
              See what is new
            </a>
            <a class="button quiet" href="/search">
              Look around
            </a>
          </p>
        </div>
        {products.length > 0 && (
          <ul class="arcade">
            {products.map((product) => (
              <li>
                <a href={`/products/${product.slug}`} aria-label={product.title}>
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
  return (
    <div class="wrap empty">
      <EmptyArch />
      <h1>The shelves are still empty</h1>
      <p class="lead">The shop opens as soon as its first products are in. Please come back soon.</p>
    </div>
  );
}
