import type { EventData } from "../events/catalogue.ts";
import { taxesByRate } from "../tax/taxes-by-rate.ts";
import type { OrderState } from "./load-order.ts";
import { allThere, waitingLines } from "./waiting-lines.ts";

/** The order as its events carry it: what a consumer needs to act without asking back. */
export function orderSnapshot(
  order: Omit<OrderState, "payments" | "shipments" | "timeline">,
): EventData<"order.created"> {
  const waiting = waitingLines(order);
  return {
    order_id: order.id,
    number: order.number,
    customer_id: order.customer_id,
    email: order.email,
    locale: order.locale,
    currency: order.currency,
    items: order.lines.map((line) => {
      const { variant_id, sku, title, image_url, quantity, unit_price, discount_total, gift_of, total } = line;
      return {
        variant_id,
        sku,
        title,
        image_url,
        quantity,
        unit_price,
        discount_total,
        gift_of,
        total,
        ...(waiting.get(line.id) ?? allThere),
      };
    }),
    subtotal: order.subtotal,
    discount_total: order.discount_total,
    promotions: order.promotions.map(({ title, code, amount }) => ({ title, code, amount })),
    shipping_total: order.shipping_total,
    tax_total: order.tax_total,
    tax_included: order.tax_included,
    taxes: taxesByRate(order.lines, order.shipping_taxes),
    total: order.total,
    shipping_option: order.shipping_option,
    shipping_name: order.shipping_name,
    shipping_kind: order.shipping_kind,
    shipping_pickup: order.shipping_pickup,
    shipping_address: order.shipping_address,
  };
}
