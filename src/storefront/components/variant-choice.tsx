import type { Product } from "../../catalog/schemas.ts";
import { isGone, type PricedVariant, pricedVariants } from "./product-card.tsx";
import { useShop } from "./shop.tsx";

/** The variant that an address asks for, else the first that can be bought, else the first. */
export function chooseVariant(product: Product, variantId: string | undefined): PricedVariant | undefined {
  const variants = pricedVariants(product);
  return (
    variants.find((variant) => variant.id === variantId) ?? variants.find((variant) => !isGone(variant)) ?? variants[0]
  );
}

/**
 * Where a choice leads: the variant with this value that has most else in common with the chosen one, one that can be
 * bought before one that cannot.
 */
function variantWith(
  product: Product,
  chosen: PricedVariant,
  option: string,
  value: string,
): PricedVariant | undefined {
  let best: PricedVariant | undefined;
  let bestScore = -1;
  for (const variant of pricedVariants(product)) {
    if (variant.options[option] !== value) continue;
    const same = product.options.filter(({ name }) => variant.options[name] === chosen.options[name]).length;
    const score = same * 2 + (isGone(variant) ? 0 : 1);
    if (score > bestScore) [best, bestScore] = [variant, score];
  }
  return best;
}

/** Each option with its values as links, so that choosing works without script and can be shared. */
export function VariantChoice({ product, chosen }: { product: Product; chosen: PricedVariant }) {
  const options = product.options.filter(({ values }) => values.length > 0);
  if (product.variants.length < 2) return null;
  return (
    <>
      {options.map(({ name, values }) => (
        <nav class="option" aria-label={name}>
          <p class="name">
            {name}: <b>{chosen.options[name]}</b>
          </p>
          <ul>
            {values.map((value) => (
              <li>
                <Choice product={product} chosen={chosen} option={name} value={value} />
              </li>
            ))}
          </ul>
        </nav>
      ))}
    </>
  );
}

interface ChoiceProps {
  product: Product;
  chosen: PricedVariant;
  option: string;
  value: string;
}

function Choice({ product, chosen, option, value }: ChoiceProps) {
  const target = variantWith(product, chosen, option, value);
  if (!target) return null;
  const soldOut = isGone(target);
  const { words, to } = useShop();
  return (
    <a
      href={to(`/products/${product.slug}?variant=${target.id}`)}
      class={soldOut ? "gone" : undefined}
      aria-current={chosen.options[option] === value || undefined}
      data-swap="product"
      rel="nofollow"
    >
      {value}
      {soldOut && <span class="unseen"> ({words.goods.soldOut.toLocaleLowerCase()})</span>}
    </a>
  );
}
