import type { OrderStatus, PaymentStatus, ShippingStatus } from "../wire.ts";

interface OrderView {
  name: string;
  filter: {
    payment_status?: PaymentStatus;
    shipping_status?: ShippingStatus;
    status?: OrderStatus;
    review?: "held";
    to_ship?: "true";
  };
}

/** Orders that may leave and still lie here: paid, or their money is held or paid at the door. */
export const toShip = {
  name: "To ship",
  filter: { to_ship: "true" },
} as const satisfies OrderView;

/** Orders that wait for their payment. */
export const unpaid = {
  name: "Unpaid",
  filter: { payment_status: "pending", status: "open" },
} as const satisfies OrderView;

/** The questions that staff ask most often of the order book. */
export const orderViews: OrderView[] = [
  { name: "All", filter: {} },
  toShip,
  { name: "To ship, paid later", filter: { payment_status: "authorized", to_ship: "true" } },
  unpaid,
  { name: "Held for a look", filter: { review: "held" } },
  { name: "Partly sent", filter: { shipping_status: "partially_shipped" } },
  { name: "On the way", filter: { shipping_status: "shipped" } },
  { name: "Finished", filter: { status: "finished" } },
  { name: "Cancelled", filter: { status: "cancelled" } },
];
