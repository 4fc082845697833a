import { priceWithGifts } from "../cart/gifts.ts";
import { pricingRules, saleIn } from "../cart/pricing-rules.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { lineToPrice } from "../pricing/goods.ts";
import { type EarnedGift, type Priced, type PriceInput, priceCart } from "../pricing/price.ts";
import { knowBuyer, rulesFor } from "../promotions/campaigns/buyer.ts";
import type { RunningPromotion } from "../promotions/campaigns/read-rules.ts";
import type { AppliedPromotion } from "../promotions/promotion.ts";
import { ownCertificates } from "../tax/exemptions/exemptions.ts";
import { giftLine, type OfferedLine, offerLines } from "./lines.ts";

/** What is to be priced as an order would be: what a cart holds, and who buys. */
export interface Goods extends Pick<PriceInput, "codes"> {
  lines: readonly { variant_id: string; quantity: number }[];
  /** That the buyer named; null before. */
  email: string | null;
}

/** A promotion that an order uses. */
export interface UsedPromotion extends AppliedPromotion {
  /** Given only because this is the buyer's first order. */
  first_order: boolean;
}

/** What is about to be ordered, and what it comes to. */
export interface PricedGoods {
  /** What is bought, and behind it the gifts that come with it. */
  lines: OfferedLine[];
  priced: Priced;
  /** What took something off, and what gave a gift. */
  promotions: UsedPromotion[];
  /** Whether a budget is spent with this sale, as it was last read. */
  spends_budget: boolean;
  /** Gifts that were earned and are not there to be given. */
  missed: readonly EarnedGift[];
  /** All that the sums depend on, gifts among its lines: what the same sale would come to otherwise is worked out of it. */
  input: PriceInput;
}

/**
 * Prices what a cart holds as the order will be: by the one calculation that the cart shows too. The catalogue and the books are asked
 * at the same time, the books only where a promotion wants to know something of the buyer. An outside service's taxes are put in their
 * place afterwards.
 * @throws not-available naming each line that is no longer sold; cannot-ship-there; quantity-over-limit
 */
export async function priceGoods(
  store: Store,
  { lines: wanted, codes, email }: Goods,
  to: Pick<PriceInput, "currency" | "place" | "shipping_option" | "vat_id" | "live_shipping">,
): Promise<PricedGoods> {
  const rules = await pricingRules(store);
  const [lines, known, exemptions] = await Promise.all([
    offerLines(store, wanted),
    knowBuyer(store, rules.promotions, codes, email),
    ownCertificates(store),
  ]);
  const input: PriceInput = {
    ...rules,
    promotions: rulesFor(rules.promotions, known),
    buyer: known.buyer,
    lines: lines.map(({ key, quantity, offer }) => lineToPrice(key, offer, quantity, offer.currency)),
    ...saleIn(store.market),
    at: timestamp(store),
    locale: store.locale,
    ...{ codes, exemptions },
    ...to,
  };
  const { priced, gifts, missed, input: whole } = await priceWithGifts(store, input);
  const given = gifts.map(({ gift, offer }) => giftLine(gift, offer));
  const used = usedOf(rules.promotions, priced, given);
  return {
    lines: [...lines, ...given],
    priced,
    promotions: markFirstOrders(input, rules.promotions, used),
    spends_budget: rules.promotions.some(
      ({ id, budget }) => budget !== null && used.some((one) => one.promotion_id === id && one.amount >= budget.left),
    ),
    missed,
    input: whole,
  };
}

/** What took something off, and then what gave a gift without that. */
function usedOf(
  rules: readonly RunningPromotion[],
  { promotions }: Priced,
  given: readonly OfferedLine[],
): AppliedPromotion[] {
  const told = new Set(promotions.map(({ promotion_id }) => promotion_id));
  const givers = rules.filter(({ id }) => !told.has(id) && given.some(({ gift_of }) => gift_of === id));
  return [...promotions, ...givers.map(({ id, title }) => ({ promotion_id: id, title, code: null, amount: 0 }))];
}

/** Which of them hold only for a first order: those that go when the same sale is counted as a later one. */
function markFirstOrders(
  input: PriceInput,
  rules: readonly RunningPromotion[],
  used: readonly AppliedPromotion[],
): UsedPromotion[] {
  const asks = new Set(rules.flatMap(({ id, asks_first_order }) => (asks_first_order ? [id] : [])));
  if (!used.some(({ promotion_id }) => asks.has(promotion_id)))
    return used.map((one) => ({ ...one, first_order: false }));
  const later = priceCart({ ...input, buyer: { ...input.buyer, first_order: false } });
  const stays = new Set([...later.promotions, ...later.gifts].map(({ promotion_id }) => promotion_id));
  return used.map((one) => ({ ...one, first_order: asks.has(one.promotion_id) && !stays.has(one.promotion_id) }));
}
