import type { Order } from "../../orders/schemas.ts";
import { isWaiting, nextNews, OrderParts, orderPath, PayForm } from "./order.tsx";

interface PaymentReturnProps {
  order: Order;
  token: string | null;
}

/** Where the shopper lands after paying: thanks, a moment's patience, or another try. */
export function PaymentReturnPage({ order, token }: PaymentReturnProps) {
  const paid = order.payment_status === "paid" || order.payment_status === "authorized";
  return (
    <div class="wrap middle" id="order" data-poll={isWaiting(order) ? 3 : undefined}>
      <div class="heading">{paid ? <Thanks order={order} /> : <NotYet order={order} token={token} />}</div>
      <OrderParts order={order} />
      <p class="more">
        <a class="button quiet" href={orderPath(order, token)}>
          Follow this order
        </a>
      </p>
    </div>
  );
}

function Thanks({ order }: { order: Order }) {
  return (
    <div class="stack">
      <p class="eyebrow">Order {order.number}</p>
      <h1>Thank you. It is yours.</h1>
      <p class="lead">
        The payment has arrived. A confirmation is on its way to {order.email}, and we tell you again when{" "}
        {nextNews(order)}.
      </p>
    </div>
  );
}

function NotYet({ order, token }: PaymentReturnProps) {
  if (order.status === "cancelled") {
    return (
      <div class="stack">
        <p class="eyebrow">Order {order.number}</p>
        <h1>This order is closed</h1>
        <p class="lead">It was not paid in time, so its goods went back on the shelf. You have not been charged.</p>
      </div>
    );
  }
  if (order.payments.at(-1)?.failure) {
    return (
      <div class="stack">
        <p class="eyebrow">Order {order.number}</p>
        <h1>The payment did not go through</h1>
        <p class="lead">
          You have not been charged, and your goods are still set aside for you. Your bank may know why; a second try or
          another card often works.
        </p>
        <PayForm order={order} token={token} />
      </div>
    );
  }
  return (
    <div class="stack">
      <p class="eyebrow">Order {order.number}</p>
      <h1>Waiting for your payment</h1>
      <p class="lead">
        We are told within a minute, and this page shows it by itself. Your goods are set aside for you until then.
      </p>
      <PayForm order={order} token={token} />
    </div>
  );
}
