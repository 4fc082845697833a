import type { Order, OrderSummary } from "../../orders/schemas.ts";
import type { Messages } from "../messages/words.ts";
import { Moment } from "./moment.tsx";
import { useShop } from "./shop.tsx";

interface Step {
  title: string;
  state: "done" | "todo" | "bad";
  at: string | null;
  note?: string | undefined;
}

/** Moves of an order that went wrong for the one who waits for it. */
const bad: ReadonlySet<string> = new Set(["order.cancelled", "order.expired", "payment.failed"]);

/**
 * How a move of an order is told to the one who waits for it; null for what is the shop's own affair.
 */
function titleOf(words: Messages, type: string, pickup: boolean): string | null {
  if (pickup && type === "order.shipped") return words.order.readyForPickup;
  if (pickup && type === "order.delivered") return words.order.pickedUp;
  return Object.hasOwn(words.order.steps, type) ? words.order.steps[type as keyof Messages["order"]["steps"]] : null;
}

/** Whether the order is picked up at the shop, and nothing is sent. */
export function isPickup(order: OrderSummary): boolean {
  return order.shipping_kind === "pickup";
}

/** What is still to come for an order that goes its way. */
const ahead = ["order.created", "order.billed", "order.shipped", "order.delivered"] as const;

/** The same for one that is accepted before its money is there: that comes on the way. */
const aheadPromised = ["order.created", "order.confirmed", "order.shipped", "order.delivered"] as const;

function stepsOf(order: Order, words: Messages): Step[] {
  const steps: Step[] = [];
  for (const { type, at, data } of order.timeline) {
    const title = titleOf(words, type, isPickup(order));
    if (title === null) continue;
    const reason = typeof data.reason === "string" && data.reason ? data.reason : undefined;
    steps.push({ title, state: bad.has(type) ? "bad" : "done", at, note: reason });
  }
  if (order.status !== "open") return steps;
  const past = new Set(order.timeline.map(({ type }) => type));
  for (const type of order.payment_status === "authorized" ? aheadPromised : ahead) {
    if (!past.has(type)) steps.push({ title: titleOf(words, type, isPickup(order)) ?? type, state: "todo", at: null });
  }
  return steps;
}

/** The order's story so far, and what comes next. */
export function OrderStory({ order }: { order: Order }) {
  const { words } = useShop();
  return (
    <ol class="timeline">
      {stepsOf(order, words).map((step) => (
        <li class={step.state}>
          <b>{step.title}</b>
          {step.at ? (
            <p class="note">
              <Moment at={step.at} exact />
            </p>
          ) : (
            <p class="note">{words.order.stillToCome}</p>
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
function standingOf(order: OrderSummary, { order: words }: Messages): Standing {
  const { standing } = words;
  if (order.status === "cancelled") return { label: standing.cancelled, kind: "plain" };
  if (order.payment_status === "refunded") return { label: standing.refunded, kind: "plain" };
  if (order.payment_status === "failed") return { label: standing.failed, kind: "reduced" };
  if (order.payment_status === "pending") return { label: standing.pending, kind: "saffron" };
  if (order.shipping_status === "delivered")
    return { label: isPickup(order) ? words.pickedUp : standing.delivered, kind: "good" };
  if (order.shipping_status === "returned") return { label: standing.returned, kind: "plain" };
  if (order.shipping_status === "shipped" || order.shipping_status === "partially_shipped") {
    return { label: isPickup(order) ? words.readyForPickup : standing.shipped, kind: "good" };
  }
  return { label: standing.packed, kind: "good" };
}

export function Standing({ order }: { order: OrderSummary }) {
  const { label, kind } = standingOf(order, useShop().words);
  return <span class={`badge ${kind}`}>{label}</span>;
}
