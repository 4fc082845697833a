import { pricingRules, saleIn } from "../../cart/pricing-rules.ts";
import { inMarketOf } from "../../catalog/markets/which-market.ts";
import { findOffers, type Offer } from "../../catalog/prices/offers.ts";
import type { OrderLineRow, OrderState } from "../../orders/load-order.ts";
import { DomainError, type FieldError, refuse } from "../../platform/errors.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { lineToPrice } from "../../pricing/goods.ts";
import { atListPrices } from "../../pricing/listed.ts";
import { type LineToPrice, type Priced, type PriceInput, priceCart } from "../../pricing/price.ts";
import { basePrice } from "../../pricing/price-list.ts";
import { promotionsOfOrder } from "../../promotions/campaigns/read-rules.ts";
import { countedVatId } from "../vat-standing.ts";
import type { EditPreviewRequest } from "./schemas.ts";

/** What an edit makes of an order, before it is written. */
export interface PricedEdit {
  lines: OrderLineRow[];
  /** Ids of lines that go. */
  removed: string[];
  priced: Priced;
  /** Variants that the catalogue shows as tracked, of those that are added. */
  tracked: ReadonlySet<string>;
}

/**
 * What an order comes to with other lines, by the calculation that priced it: each line that stays keeps the price of a piece that was
 * agreed, shipping costs what it did, and the market, the currency, the rounding, the promotions and the day are those of the order.
 * What is added costs what it is sold for now.
 * @throws invalid-edit pointing at each item; not-available; illegal-transition where taxes were not worked out here
 */
export async function priceEdit(asker: Store, order: OrderState, edit: EditPreviewRequest): Promise<PricedEdit> {
  refuse("invalid-edit", faultsOf(order, edit));
  const store = (await inMarketOf(asker, order)).in(order.locale);
  const wanted = new Map(edit.items.map(({ item_id, quantity }) => [item_id, quantity]));
  const kept = order.lines.flatMap((line) => {
    const quantity = wanted.get(line.id) ?? line.quantity;
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
  const removed = order.lines.filter(({ id }) => wanted.get(id) === 0).map(({ id }) => id);
  const [rules, promotions, offers] = await Promise.all([
    pricingRules(store),
    promotionsOfOrder(store, order.id),
    findOffers(
      store,
      [...kept, ...edit.add].map(({ variant_id }) => variant_id),
    ),
  ]);
  const added = edit.add.flatMap(({ variant_id, quantity }) => {
    const offer = offers.get(variant_id);
    return offer ? [{ id: store.newId("oli"), offer, quantity }] : [];
  });
  if (added.length < edit.add.length) throw notSold(edit, offers);
  const sold = atListPrices({
    lines: added.map(({ id, offer, quantity }) => lineToPrice(id, offer, quantity, offer.currency)),
    price_lists: rules.price_lists,
    ...{ buyer: { groups: [] }, currency: order.currency, market: store.market.code, at: timestamp(store) },
  });
  const lines = [...kept.map((line) => keptLine(line, offers.get(line.variant_id), order.currency)), ...sold];
  // Every price is settled: a list that was asked once is not asked again, or its percentage would be taken twice.
  const priced = priceCart(inputFor(store, order, { ...rules, promotions, price_lists: [] }, lines));
  refuseOtherTaxes(order, priced);
  return {
    lines: [
      ...kept.map((line, position) => ({
        ...line,
        ...figures(priced, line.id),
        price_source: line.price_source,
        position,
      })),
      ...added.map(({ id, offer, quantity }, index) => ({
        ...addedLine(order.id, id, offer, quantity, kept.length + index, priced),
        price_source: sold[index]?.price_source ?? basePrice,
      })),
    ],
    removed,
    priced,
    tracked: new Set(added.flatMap(({ offer }) => (offer.available === null ? [] : [offer.variant_id]))),
  };
}

function faultsOf(order: OrderState, { items, add }: EditPreviewRequest): FieldError[] {
  const known = new Set(order.lines.map(({ id }) => id));
  const strangers = items.flatMap(({ item_id }, index) =>
    known.has(item_id) ? [] : [{ pointer: `/items/${index}/item_id`, detail: "This is no item of the order." }],
  );
  const gone = new Set(items.filter(({ quantity }) => quantity === 0).map(({ item_id }) => item_id));
  const empty = add.length === 0 && order.lines.every(({ id }) => gone.has(id));
  const emptied = { pointer: "/items", detail: "Nothing would be left. Cancel the order instead." };
  return [...strangers, ...(empty ? [emptied] : [])];
}

function notSold({ add }: EditPreviewRequest, offers: ReadonlyMap<string, Offer>): DomainError {
  const gone = add.filter(({ variant_id }) => !offers.has(variant_id));
  return new DomainError("not-available", "Something that is to be added is not sold in this order's market.", {
    lines: gone.map(({ variant_id }) => ({ variant_id })),
  });
}

/** A line at the price that was agreed; price lists of today say nothing of it. */
function keptLine(line: OrderLineRow, offer: Offer | undefined, currency: string): LineToPrice {
  const { id, variant_id, product_id, sku, quantity, unit_price, tax_class, weight_grams, gift_of } = line;
  const byList = line.price_source.kind === "price_list" && (offer === undefined || unit_price < offer.unit_price);
  const { category_ids = [], brand = null, compare_at_price = null } = offer ?? {};
  const goods = { ...{ variant_id, product_id, sku, category_ids, brand, tax_class }, compare_at_price };
  const terms = { unit_price, converted_from: null, list_prices: [], weight_grams };
  const asked = lineToPrice(id, { ...goods, ...terms }, quantity, currency);
  return { ...asked, reduced: asked.reduced || byList, gift_of };
}

function inputFor(
  store: Store,
  order: OrderState,
  rules: Omit<Awaited<ReturnType<typeof pricingRules>>, "promotions"> & Pick<PriceInput, "promotions">,
  lines: readonly LineToPrice[],
): PriceInput {
  const { country, region, postal_code } = order.shipping_address;
  const shipping_price = order.shipping_total + order.shipping_discount_total;
  return {
    ...rules,
    lines,
    currency: order.currency,
    place: { country, region, postal_code },
    shipping: {
      ...rules.shipping,
      methods: rules.shipping.methods.map((method) =>
        method.code === order.shipping_option ? agreedPrice(method, order.currency, shipping_price) : method,
      ),
    },
    shipping_option: order.shipping_option,
    ...saleIn(store.market),
    buyer: { customer_id: order.customer_id, groups: [], first_order: true },
    tax_rules: { ...rules.tax_rules, rounding: { mode: order.tax_rounding_mode, level: order.tax_rounding_level } },
    codes: order.promotions.flatMap(({ promotion_id, code }) => (code === null ? [] : [{ code, promotion_id }])),
    at: order.created_at,
    locale: order.locale,
    vat_id: countedVatId(order),
    exemptions: [],
  };
}

type Method = PriceInput["shipping"]["methods"][number];

/** The way that was chosen at what it cost then, for all parcels together. */
function agreedPrice(method: Method, currency: string, price: number): Method {
  const rate = { kind: "flat" as const, currency, price, free_from: null, further_parcel: 0 };
  return { ...method, zones: method.zones.map((zone) => ({ ...zone, rates: [rate] })) };
}

/** Taxes that somebody else worked out, or that this buyer was freed of, are not worked out again here. */
function refuseOtherTaxes(order: OrderState, priced: Priced): void {
  const own = order.tax_source === "own" && priced.tax_included === order.tax_included;
  if (own && priced.tax_relief === null && order.tax_exemption === null) return;
  throw new DomainError(
    "illegal-transition",
    "The taxes of this order are not those of every buyer, and cannot be worked out anew. Cancel it and order again.",
    { legal: [] },
  );
}

function figures(priced: Priced, key: string) {
  const line = priced.lines.find((one) => one.key === key);
  if (!line) throw new Error(`The line ${key} was not priced`);
  const { unit_price, discount_total, discounts, tax_total, tax_rate, tax_reason, taxes, total, price_source } = line;
  return { unit_price, discount_total, discounts, tax_total, tax_rate, tax_reason, taxes, total, price_source };
}

function addedLine(
  order_id: string,
  id: string,
  offer: Offer,
  quantity: number,
  position: number,
  priced: Priced,
): OrderLineRow {
  const { variant_id, product_id, sku, title, image_url, weight_grams, tax_class } = offer;
  return {
    ...{ id, order_id, position, variant_id, product_id, sku, title, image_url, quantity, weight_grams, tax_class },
    gift_of: null,
    ...figures(priced, id),
  };
}
