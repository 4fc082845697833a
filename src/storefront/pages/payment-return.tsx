import type { Order } from "../../orders/schemas.ts";
import { isPickup } from "../components/order-story.tsx";
import { awaitedTransfer, PayForms, Promised, Unpaid } from "../components/payment.tsx";
import { useShop } from "../components/shop.tsx";
import { isWaiting, OrderParts, orderPath } from "./order.tsx";

interface PaymentReturnProps {
  order: Order;
  token: string | null;
  ways: readonly string[];
}

/** Where the shopper lands after paying: thanks, a moment's patience, or another try. */
export function PaymentReturnPage({ order, token, ways }: PaymentReturnProps) {
  const { words, to } = useShop();
  const paid = order.payment_status === "paid" || order.payment_status === "authorized";
  return (
    <div class="wrap middle" id="order" data-poll={isWaiting(order) ? 3 : undefined}>
      <div class="heading">{paid ? <Thanks order={order} /> : <NotYet order={order} token={token} ways={ways} />}</div>
      {awaitedTransfer(order) && <Unpaid order={order} token={token} ways={ways} />}
      <OrderParts order={order} />
      <p class="more">
        <a class="button quiet" href={to(orderPath(order, token))}>
          {words.order.follow}
        </a>
      </p>
    </div>
  );
}

function Thanks({ order }: { order: Order }) {
  const { order: words } = useShop().words;
  return (
    <div class="stack">
      <p class="eyebrow">{words.title(order.number)}</p>
      <h1>{words.thanks}</h1>
      {order.payment_status === "authorized" ? (
        <Promised order={order} />
      ) : (
        <p class="lead">{isPickup(order) ? words.paidPickup(order.email) : words.paidTracked(order.email)}</p>
      )}
    </div>
  );
}

function NotYet({ order, token, ways }: PaymentReturnProps) {
  const { order: words } = useShop().words;
  if (awaitedTransfer(order)) {
    return (
      <div class="stack">
        <p class="eyebrow">{words.title(order.number)}</p>
        <h1>{words.transferThanks}</h1>
      </div>
    );
  }
  if (order.status === "cancelled") {
    return (
      <div class="stack">
        <p class="eyebrow">{words.title(order.number)}</p>
        <h1>{words.closed}</h1>
        <p class="lead">{words.closedMore}</p>
      </div>
    );
  }
  if (order.payments.at(-1)?.failure) {
    return (
      <div class="stack">
        <p class="eyebrow">{words.title(order.number)}</p>
        <h1>{words.failed}</h1>
        <p class="lead">{words.failedMore}</p>
        <PayForms order={order} token={token} ways={ways} />
      </div>
    );
  }
  return (
    <div class="stack">
      <p class="eyebrow">{words.title(order.number)}</p>
      <h1>{words.waiting}</h1>
      <p class="lead">{words.waitingMore}</p>
      <PayForms order={order} token={token} ways={ways} />
    </div>
  );
}
