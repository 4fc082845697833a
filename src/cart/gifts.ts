import { findOffers, type Offer } from "../catalog/prices/offers.ts";
import type { Store } from "../platform/store.ts";
import { giftToPrice } from "../pricing/goods.ts";
import { type EarnedGift, type Priced, type PriceInput, priceCart } from "../pricing/price.ts";

/** A gift that there is, and what the catalogue says of it. */
export interface GivenGift {
  gift: EarnedGift;
  offer: Offer;
}

/** What is sold, and what comes with it. */
export interface Sale {
  priced: Priced;
  gifts: readonly GivenGift[];
  /** Earned, and not there to be given. */
  missed: readonly EarnedGift[];
  /** What was priced in the end, gifts among its lines. */
  input: PriceInput;
}

/**
 * Prices a sale, and where it earns gifts once more with them in it. The catalogue is asked only for gifts, and what is not there
 * after what is bought is not given.
 */
export async function priceWithGifts(store: Store, input: PriceInput): Promise<Sale> {
  const priced = priceCart(input);
  if (priced.gifts.length === 0) return { priced, gifts: [], missed: [], input };
  const offers = await findOffers(
    store,
    priced.gifts.map(({ variant_id }) => variant_id),
  );
  const promised = new Map<string, number>();
  for (const { variant_id, quantity } of input.lines)
    promised.set(variant_id, (promised.get(variant_id) ?? 0) + quantity);
  const gifts: GivenGift[] = [];
  const missed: EarnedGift[] = [];
  for (const gift of priced.gifts) {
    const offer = offers.get(gift.variant_id);
    const wanted = (promised.get(gift.variant_id) ?? 0) + gift.quantity;
    if (offer && (offer.available === null || offer.available >= wanted)) {
      promised.set(gift.variant_id, wanted);
      gifts.push({ gift, offer });
    } else missed.push(gift);
  }
  if (gifts.length === 0) return { priced: withoutMissed(priced, gifts, missed), gifts, missed, input };
  const lines = gifts.map(({ gift, offer }) => giftToPrice(gift, offer, input.currency));
  const whole = { ...input, lines: [...input.lines, ...lines] };
  return { priced: withoutMissed(priceCart(whole), gifts, missed), gifts, missed, input: whole };
}

/** What gives nothing but a gift that is not there has done nothing: it is neither told nor used up. */
function withoutMissed(priced: Priced, given: readonly GivenGift[], missed: readonly EarnedGift[]): Priced {
  if (missed.length === 0) return priced;
  const idle = new Set(missed.map(({ promotion_id }) => promotion_id));
  for (const { gift } of given) idle.delete(gift.promotion_id);
  const promotions = priced.promotions.filter(({ promotion_id, amount }) => amount > 0 || !idle.has(promotion_id));
  return { ...priced, promotions };
}
