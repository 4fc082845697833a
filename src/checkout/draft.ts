import type { Allocation } from "../inventory/locations/allocate.ts";
import { aheadOf } from "../inventory/sold-ahead.ts";
import type { OrderLineRow, OrderRow, PaymentRow, WaitingGoods } from "../orders/load-order.ts";
import { orderNumber } from "../orders/order-number.ts";
import { newAttempt } from "../payments/attempts.ts";
import type { ProviderName } from "../payments/provider.ts";
import type { Address } from "../platform/schemas.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { promotionUses } from "../promotions/campaigns/tables.ts";
import type { VatCheck } from "../tax/vat-check.ts";
import { exemptionOf, pricedLine } from "./lines.ts";
import type { PricedGoods } from "./price-goods.ts";

/** An order about to be written. */
export interface Draft {
  order: OrderRow;
  lines: OrderLineRow[];
  /** Variants that the catalogue shows as tracked: they are not sold where the books have no stock of them. */
  tracked: ReadonlySet<string>;
  /** What of it does not leave at once, as the buyer was told. */
  ahead: WaitingGoods[];
  /** Where each piece comes from. */
  held: readonly Allocation[];
  payment: PaymentRow;
  uses: (typeof promotionUses.$inferInsert)[];
}

export interface DraftInput {
  checkout_key: string;
  email: string;
  shipping_address: Address;
  billing_address: Address;
  shipping_option: string;
  /** As it is kept; null for a consumer. */
  vat_id: string | null;
  /** What the register said of it; null where it was not asked. */
  vat_check: VatCheck | null;
  payment_provider: ProviderName;
  /** How long the order waits for its payment; as the store is set up where it is left out. */
  window_seconds?: number;
  /** When the money is to be taken. */
  capture: PaymentRow["capture"];
  sale: PricedGoods;
  held: readonly Allocation[];
  /** What promotions count the buyer by; null where none is used. */
  customer_key: string | null;
}

/** Builds the rows of an order and of its first payment. Writes nothing. */
export function draftOrder(store: Store, input: DraftInput): Draft {
  const orderId = store.newId("ord");
  const { priced } = input.sale;
  const lines = draftLines(store, orderId, input);
  const tracked = new Set(
    input.sale.lines.flatMap(({ variant_id, offer }) => (offer.available === null ? [] : [variant_id])),
  );
  return {
    order: draftRow(store, orderId, input),
    lines,
    tracked,
    held: input.held,
    ahead: draftAhead(input.sale),
    payment: newAttempt(store, {
      order_id: orderId,
      provider: input.payment_provider,
      amount: priced.total,
      currency: priced.currency,
      capture: input.capture,
    }),
    uses: draftUses(store, orderId, input),
  };
}

/** By variant: what is bought and given too waits together. */
function draftAhead({ lines }: PricedGoods): WaitingGoods[] {
  const quantities = new Map<string, number>();
  for (const { variant_id, quantity } of lines)
    quantities.set(variant_id, (quantities.get(variant_id) ?? 0) + quantity);
  return [...quantities].flatMap(([variant_id, quantity]) => {
    const offer = lines.find((line) => line.variant_id === variant_id)?.offer;
    const { waiting, ships_at } = aheadOf(offer ?? {}, quantity);
    return ships_at === null ? [] : [{ variant_id, waiting, ships_at }];
  });
}

function draftRow(store: Store, id: string, input: DraftInput): OrderRow {
  const { subtotal, discount_total, shipping_total, shipping_tax, tax_total, tax_included, tax_rounding } =
    input.sale.priced;
  const { total, currency, tax_source, tax_calculation, shipping_discount_total } = input.sale.priced;
  const at = timestamp(store);
  const window = (input.window_seconds ?? Number(store.env.PAYMENT_WINDOW_SECONDS)) * 1000;
  return {
    id,
    number: orderNumber(id),
    checkout_key: input.checkout_key,
    version: 1,
    status: "open",
    payment_status: "pending",
    shipping_status: "unfulfilled",
    customer_id: store.actor.kind === "customer" || store.actor.kind === "staff" ? store.actor.id : null,
    email: input.email,
    locale: store.locale,
    market: store.market.code,
    currency,
    subtotal,
    discount_total,
    shipping_total,
    shipping_discount_total,
    tax_total,
    tax_included,
    shipping_tax_total: shipping_tax.tax_total,
    shipping_tax_rate: shipping_tax.tax_rate,
    shipping_tax_reason: shipping_tax.tax_reason,
    tax_rounding_mode: tax_rounding.mode,
    tax_rounding_level: tax_rounding.level,
    vat_id: input.vat_id,
    promotions: input.sale.promotions.map(({ first_order: _, ...told }) => told),
    shipping_taxes: shipping_tax.taxes,
    tax_exemption: exemptionOf(input.sale.priced),
    vat_check: input.vat_check,
    tax_source,
    tax_calculation,
    total,
    ...chosenWay(input.sale.priced, input.shipping_option),
    shipping_address: input.shipping_address,
    billing_address: input.billing_address,
    review: "none",
    expires_at: new Date(store.now().getTime() + window).toISOString(),
    created_at: at,
    updated_at: at,
  };
}

/** What the order remembers of the way that was chosen: names and prices of methods change. */
function chosenWay({ shipping }: PricedGoods["priced"], code: string) {
  if (!shipping) throw new Error(`The way "${code}" was not priced`);
  const { id, kind, name, pickup, source } = shipping;
  return {
    shipping_option: id,
    shipping_kind: kind,
    shipping_name: name,
    shipping_pickup: pickup,
    shipping_source: source,
  };
}

function draftLines(store: Store, order_id: string, { sale }: DraftInput): OrderLineRow[] {
  return sale.lines.map((offered, position) => {
    const { variant_id, quantity, offer, gift_of } = offered;
    const line = pricedLine(sale.priced.lines, offered);
    const { unit_price, price_source, discount_total, discounts, tax_total, tax_rate, tax_reason, taxes, total } = line;
    const { product_id, sku, title, image_url, weight_grams, tax_class } = offer;
    return {
      id: store.newId("oli"),
      order_id,
      position,
      variant_id,
      product_id,
      sku,
      title,
      image_url,
      quantity,
      unit_price,
      price_source,
      discount_total,
      discounts,
      gift_of,
      tax_total,
      total,
      weight_grams,
      tax_rate,
      tax_reason,
      tax_class,
      taxes,
    };
  });
}

function draftUses(store: Store, order_id: string, { sale, customer_key }: DraftInput): Draft["uses"] {
  if (customer_key === null) return [];
  const at = timestamp(store);
  return sale.promotions.map(({ promotion_id, code, amount, first_order }) => ({
    ...{ order_id, promotion_id, code, customer_key, first_order, amount },
    currency: sale.priced.currency,
    state: "claimed",
    created_at: at,
    updated_at: at,
  }));
}
