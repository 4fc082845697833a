import type { Variant } from "../../catalog/schemas.ts";
import { formatMoney } from "../../platform/money.ts";
import { useShop } from "./shop.tsx";

/** An amount in minor units of `currency`, written for the shop's locale. */
export function Money({ amount, currency }: { amount: number; currency: string }) {
  return <>{formatMoney(amount, currency, useShop().locale)}</>;
}

interface PriceProps {
  amount: number;
  /** The price before it was reduced; shown only when it is higher. */
  before?: number | null;
  /** The lowest price of the thirty days before the reduction, to be told beside it; null where it was not reduced. */
  lowest?: number | null;
  currency: string;
  /** True when other variants cost more. */
  from?: boolean;
}

/** A price, with the former one struck through where it was reduced. */
export function Price({ amount, before = null, lowest = null, currency, from = false }: PriceProps) {
  const { goods: words } = useShop().words;
  if (before === null || before <= amount) {
    return (
      <span class="price">
        <span>
          {from && `${words.from} `}
          <Money amount={amount} currency={currency} />
        </span>
      </span>
    );
  }
  return (
    <span class="price">
      <ins>
        <span class="unseen">{words.now} </span>
        {from && `${words.from} `}
        <Money amount={amount} currency={currency} />
      </ins>
      <del>
        <span class="unseen">{words.before} </span>
        <Money amount={before} currency={currency} />
      </del>
      {lowest !== null && <PriorPrice amount={lowest} currency={currency} />}
    </span>
  );
}

/** How much a price is reduced, on a badge. @param percent whole */
export function Reduction({ percent }: { percent: number }) {
  const written = new Intl.NumberFormat(useShop().locale, { style: "percent" }).format(percent / 100);
  return (
    <span class="badge reduced">
      <bdi>−{written}</bdi>
    </span>
  );
}

/** The lowest price of the thirty days before a reduction. */
export function PriorPrice({ amount, currency }: { amount: number; currency: string }) {
  return (
    <span class="prior">
      {useShop().words.goods.lowest30} <Money amount={amount} currency={currency} />
    </span>
  );
}

type Reduced = Pick<Variant, "compare_at_price" | "lowest_price_30_days"> & { price: number };

/**
 * Whole per cent that a variant is reduced by; 0 where it is not, or by less than one. It is counted from the lowest price of
 * the thirty days before, where that is known, and not from the price that is struck through (Directive 98/6/EC, article 6a;
 * Court of Justice, C-330/23).
 */
export function reduction({ price, compare_at_price, lowest_price_30_days }: Reduced): number {
  if (compare_at_price === null || compare_at_price <= price) return 0;
  return Math.max(0, Math.floor((1 - price / (lowest_price_30_days ?? compare_at_price)) * 100));
}
