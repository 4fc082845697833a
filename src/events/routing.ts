import type { EventType, SoukEvent } from "./catalogue.ts";

/** A queue that a subscriber reads. */
type QueueBinding = "NOTIFICATIONS_QUEUE" | "SHIPPING_QUEUE" | "INVENTORY_QUEUE" | "INSIGHTS_QUEUE";

/** Who hears of what: the queue, the events it is sent, and the fields of their data that it needs; no `fields` means all. */
export interface Subscription {
  subscriber: string;
  queue: QueueBinding;
  filter: { type: readonly EventType[] };
  fields?: readonly string[];
}

export const subscriptions: readonly Subscription[] = [
  {
    subscriber: "notifications",
    queue: "NOTIFICATIONS_QUEUE",
    filter: {
      type: [
        "order.confirmed",
        "order.billed",
        "order.shipped",
        "order.partially_shipped",
        "order.edited",
        "order.expired",
        "order.cancelled",
        "order.refunded",
        "order.expiring",
        "order.pay-link",
        "order.ready",
        "payment.awaited",
        "payment.part-received",
        "payment.failed",
        "stock.low",
        "customer.created",
        "customer.signup-repeated",
        "customer.password-reset-requested",
      ],
    },
  },
  {
    subscriber: "shipping",
    queue: "SHIPPING_QUEUE",
    filter: {
      type: [
        "order.confirmed",
        "order.billed",
        "order.ready",
        "order.cleared",
        "order.shipped",
        "order.delivered",
        "order.cancelled",
      ],
    },
    fields: ["order_id"],
  },
  {
    subscriber: "inventory",
    queue: "INVENTORY_QUEUE",
    filter: { type: ["stock.changed", "product.changed"] },
  },
  {
    subscriber: "insights",
    queue: "INSIGHTS_QUEUE",
    filter: { type: ["order.billed", "order.cancelled", "order.returned", "order.refunded"] },
    fields: ["order_id", "items", "total", "refunded"],
  },
];

/** Whether a subscription's filter lets an event through. */
export function wants(subscription: Subscription, event: SoukEvent): boolean {
  return subscription.filter.type.includes(event.type);
}

/** The event with only the fields that the subscriber needs. */
export function project(subscription: Subscription, event: SoukEvent): unknown {
  const { fields } = subscription;
  if (!fields) return event;
  return { ...event, data: Object.fromEntries(Object.entries(event.data).filter(([name]) => fields.includes(name))) };
}
