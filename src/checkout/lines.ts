import { buyerOf, pricingRules, saleIn } from "../cart/pricing-rules.ts";
import { findOffers, type Offer } from "../catalog/prices/offers.ts";
import { DomainError } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { lineToPrice } from "../pricing/goods.ts";
import { type Priced, type PricedLine, type PriceInput, priceCart } from "../pricing/price.ts";

/** A line about to be ordered: the cart says how many, the catalogue says what and for how much. */
export interface OfferedLine {
  variant_id: string;
  quantity: number;
  offer: Offer;
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
    if (offer) offered.push({ variant_id, quantity, offer });
    else gone.push(variant_id);
  }
  if (gone.length > 0) {
    throw new DomainError("not-available", "Something in the cart is no longer sold. Take it out to go on.", {
      lines: gone.map((variant_id) => ({ variant_id })),
    });
  }
  return offered;
}

/** Prices lines as the order will be: by the one calculation that the cart and the quote use too. */
export async function priceLines(
  store: Store,
  lines: readonly OfferedLine[],
  to: Pick<PriceInput, "currency" | "place" | "shipping_option" | "vat_id" | "exemptions">,
): Promise<Priced> {
  return priceCart({
    ...(await pricingRules(store)),
    buyer: buyerOf(store),
    lines: lines.map(({ variant_id, quantity, offer }) => lineToPrice(variant_id, offer, quantity, offer.currency)),
    ...saleIn(store.market),
    codes: [],
    at: timestamp(store),
    ...to,
  });
}

/** The priced line of a variant. */
export function pricedLine(lines: readonly PricedLine[], variantId: string): PricedLine {
  const line = lines.find(({ key }) => key === variantId);
  if (!line) throw new Error(`The variant ${variantId} was not priced`);
  return line;
}

/** The certificate that freed a sale, as quote and order tell it. */
export function exemptionOf({ exemption }: Priced): { id: string; number: string; reason: string } | null {
  return exemption && { id: exemption.id, number: exemption.number, reason: exemption.reason };
}
