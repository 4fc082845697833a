import type { Order, OrderSummary } from "../../orders/schemas.ts";
import { Moment } from "./moment.tsx";

interface Step {
  title: string;
  state: "done" | "todo" | "bad";
  at: string | null;
  note?: string | undefined;
}

/** How the moves of an order are told to the one who waits for it. What is not here is the shop's own affair. */
const told: Readonly<Record<string, { title: string; bad?: boolean }>> = {
  "order.created": { title: "Ordered" },
  "order.billed": { title: "Paid" },
  "order.shipped": { title: "On its way" },
  "order.delivered": { title: "Delivered" },
  "order.cancelled": { title: "Cancelled", bad: true },
  "order.expired": { title: "Given up, because it was not paid in time", bad: true },
  "order.refunded": { title: "Money sent back" },
  "payment.failed": { title: "A payment did not go through", bad: true },
  "shipment.created": { title: "Parcel booked" },
};

/** The same for an order that is picked up at the shop. */
const toldOfPickup: typeof told = {
  ...told,
  "order.shipped": { title: "Ready to be picked up" },
  "order.delivered": { title: "Picked up" },
};

/** Whether the order is picked up at the shop, and nothing is sent. */
export function isPickup(order: OrderSummary): boolean {
  return order.shipping_option === "pickup";
}

/** What is still to come for an order that goes its way. */
const ahead = ["order.created", "order.billed", "order.shipped", "order.delivered"] as const;

function stepsOf(order: Order): Step[] {
  const steps: Step[] = [];
  const words = isPickup(order) ? toldOfPickup : told;
  for (const { type, at, data } of order.timeline) {
    const telling = words[type];
    if (!telling) continue;
    const reason = typeof data.reason === "string" && data.reason ? data.reason : undefined;
    steps.push({ title: telling.title, state: telling.bad ? "bad" : "done", at, note: reason });
  }
  if (order.status !== "open") return steps;
  const past = new Set(order.timeline.map(({ type }) => type));
  for (const type of ahead) {
    if (!past.has(type)) steps.push({ title: words[type]?.title ?? type, state: "todo", at: null });
  }
  return steps;
}

/** The order's story so far, and what comes next. */
export function OrderStory({ order }: { order: Order }) {
  return (
    <ol class="timeline">
      {stepsOf(order).map((step) => (
        <li class={step.state}>
          <b>{step.title}</b>
          {step.at ? (
            <p class="note">
              <Moment at={step.at} exact />
            </p>
          ) : (
            <p class="note">Still to come</p>
          )}
          {step.note && <p class="note">{step.note}</p>}
        </li>
      ))}
    </ol>
  );
}

interface Standing {
  label: string;
  kind: "good" | "saffron" | "reduced" | "plain";
}

/** How an order stands, in a word or two. */
function standingOf(order: OrderSummary): Standing {
  if (order.status === "cancelled") return { label: "Cancelled", kind: "plain" };
  if (order.payment_status === "refunded") return { label: "Refunded", kind: "plain" };
  if (order.payment_status === "failed") return { label: "Payment failed", kind: "reduced" };
  if (order.payment_status === "pending") return { label: "Waiting for payment", kind: "saffron" };
  if (order.shipping_status === "delivered")
    return { label: isPickup(order) ? "Picked up" : "Delivered", kind: "good" };
  if (order.shipping_status === "returned") return { label: "Returned", kind: "plain" };
  if (order.shipping_status === "shipped" || order.shipping_status === "partially_shipped") {
    return { label: isPickup(order) ? "Ready to be picked up" : "On its way", kind: "good" };
  }
  return { label: "Being packed", kind: "good" };
}

export function Standing({ order }: { order: OrderSummary }) {
  const { label, kind } = standingOf(order);
  return <span class={`badge ${kind}`}>{label}</span>;
}
