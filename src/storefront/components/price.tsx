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
      {lowest !== null && (
        <span class="prior">
          {words.lowest30} <Money amount={lowest} currency={currency} />
        </span>
      )}
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

/** Whole per cent that a price is below its former one; 0 where it is not, or by less than one. */
export function reduction(amount: number, before: number | null): number {
  return before === null || before <= amount ? 0 : Math.floor((1 - amount / before) * 100);
}
