import { findOffers, type Offer } from "../catalog/prices/offers.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { giftKey } from "../pricing/goods.ts";
import type { EarnedGift, Priced, PricedLine } from "../pricing/price.ts";

/** A line about to be ordered: the cart says how many, the catalogue says what and for how much. */
export interface OfferedLine {
  /** Tells it from the other lines: the variant's id, or what names a gift. */
  key: string;
  variant_id: string;
  quantity: number;
  offer: Offer;
  /** The promotion that it comes with for nothing; null: it is bought. */
  gift_of: string | null;
}

/**
 * What the catalogue offers of a cart's lines now; lines of one variant are summed.
 * @throws not-available naming each line that is no longer sold
 */
export async function offerLines(
  store: Store,
  lines: readonly { variant_id: string; quantity: number }[],
): Promise<OfferedLine[]> {
  const quantities = new Map<string, number>();
  for (const { variant_id, quantity } of lines)
    quantities.set(variant_id, (quantities.get(variant_id) ?? 0) + quantity);
  const offers = await findOffers(store, [...quantities.keys()]);
  const gone: string[] = [];
  const offered: OfferedLine[] = [];
  for (const [variant_id, quantity] of quantities) {
    const offer = offers.get(variant_id);
    if (offer) offered.push({ key: variant_id, variant_id, quantity, offer, gift_of: null });
    else gone.push(variant_id);
  }
  if (gone.length > 0) {
    throw new DomainError("not-available", "Something in the cart is no longer sold. Take it out to go on.", {
      lines: gone.map((variant_id) => ({ variant_id })),
    });
  }
  return offered;
}

/** A gift as a line of the order. */
export function giftLine(gift: EarnedGift, offer: Offer): OfferedLine {
  const { promotion_id: gift_of, variant_id, quantity } = gift;
  return { key: giftKey(gift), variant_id, quantity, offer, gift_of };
}

/** The priced line of one that was offered. */
export function pricedLine(lines: readonly PricedLine[], { key }: Pick<OfferedLine, "key">): PricedLine {
  const line = lines.find((one) => one.key === key);
  if (!line) throw new Error(`The line ${key} was not priced`);
  return line;
}

/** The certificate that freed a sale, as quote and order tell it. */
export function exemptionOf({ exemption }: Priced): { id: string; number: string; reason: string } | null {
  return exemption && { id: exemption.id, number: exemption.number, reason: exemption.reason };
}
