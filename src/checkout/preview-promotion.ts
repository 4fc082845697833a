import { refusalTexts } from "../cart/codes.ts";
import { priceWithGifts } from "../cart/gifts.ts";
import { pricingRules, saleIn } from "../cart/pricing-rules.ts";
import { marketNamed } from "../catalog/markets/which-market.ts";
import { notFound, refuse } from "../platform/errors.ts";
import { momentFault } from "../platform/moments.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { lineToPrice } from "../pricing/goods.ts";
import { explainCart, type PriceInput, priceCart } from "../pricing/price.ts";
import { findCodes } from "../promotions/campaigns/find-code.ts";
import { findPromotion, refusePromotion } from "../promotions/campaigns/promotions.ts";
import { promotionOf } from "../promotions/campaigns/read-rules.ts";
import type { BroughtCode, Promotion } from "../promotions/promotion.ts";
import { giftLine, offerLines, pricedLine } from "./lines.ts";
import type { Preview, PreviewRequest } from "./preview-schemas.ts";

/** What a draft is called that was never saved. It sorts behind every promotion that was, as the newest does. */
const draftId = "promo_zzzzzzzzzzzzzzzzzzzzzzzzzz";
const draftCode = "PREVIEW";

/**
 * What a promotion would do to a sample sale, by the calculation that every cart goes through. Nothing is written, and limits that
 * are spent already do not count for the one that is tried.
 * @throws invalid-promotion for a draft that could not be saved, or a time that none can be at; not-found; not-available for a variant that is not sold
 */
export async function previewPromotion(asker: Store, request: PreviewRequest): Promise<Preview> {
  const fault = momentFault(request.at ?? null);
  if (fault) refuse("invalid-promotion", [{ pointer: "/at", detail: fault }]);
  const market = request.market === undefined ? asker.market : await marketNamed(asker, request.market);
  if (!market) throw notFound("market");
  const store = asker.at(market);
  const [rules, lines, tried, brought] = await Promise.all([
    pricingRules(store),
    offerLines(store, request.lines),
    triedPromotion(store, request),
    findCodes(store, request.codes),
  ]);
  const others = request.others ? rules.promotions.filter(({ id }) => id !== request.promotion_id) : [];
  const own: BroughtCode[] = tried?.needs_code ? [{ code: draftCode, promotion_id: tried.id }] : [];
  const { signed_in, groups, first_order } = request.buyer;
  const input: PriceInput = {
    ...rules,
    ...saleIn(market),
    currency: store.currency,
    promotions: tried ? [...others, tried] : others,
    buyer: { customer_id: signed_in ? asker.newId("cus") : null, groups, first_order },
    lines: lines.map(({ key, quantity, offer }) => lineToPrice(key, offer, quantity, offer.currency)),
    codes: [...brought, ...own],
    place: request.place ?? null,
    shipping_option: request.shipping_option ?? null,
    at: request.at ?? timestamp(store),
    vat_id: null,
  };
  const { priced, gifts, missed } = await priceWithGifts(store, input);
  const titles = new Map(input.promotions.map(({ id, title }) => [id, title]));
  const { subtotal, discount_total, shipping_total, shipping_discount_total, tax_total, tax_included, total } = priced;
  return {
    currency: store.currency,
    items: [...lines, ...gifts.map(({ gift, offer }) => giftLine(gift, offer))].map((line) => {
      const { unit_price, discount_total, discounts, total } = pricedLine(priced.lines, line);
      const { variant_id, quantity, gift_of, offer } = line;
      const { sku, title } = offer;
      return { variant_id, sku, title, quantity, unit_price, discount_total, discounts, gift_of, total };
    }),
    ...{ subtotal, discount_total, shipping_total, shipping_discount_total, tax_total, tax_included, total },
    total_before: priceCart({ ...input, promotions: others }).total,
    promotions: priced.promotions,
    // A code that was asked for stands among the others; gifts change nothing of why a promotion did nothing.
    refused: explainCart(input).refused.map((one) => ({
      ...one,
      title: titles.get(one.promotion_id) ?? "",
      message: refusalTexts[one.reason],
    })),
    missed_gifts: missed.map(({ variant_id }) => variant_id),
  };
}

/** The promotion that is tried, as if it ran; null where a sale is only to be priced. */
async function triedPromotion(store: Store, { promotion, promotion_id }: PreviewRequest): Promise<Promotion | null> {
  if (promotion) {
    await refusePromotion(store, promotion, "/promotion");
    return promotionOf(promotion_id ?? draftId, promotion);
  }
  return promotion_id === undefined ? null : promotionOf(promotion_id, await findPromotion(store, promotion_id));
}
