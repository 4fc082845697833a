import type { Order } from "../../orders/schemas.ts";
import { addressLines } from "../../platform/addresses/write-address.ts";
import type { Address } from "../../platform/schemas.ts";
import { SlimLines, Totals } from "../components/cart-lines.tsx";
import { Savings } from "../components/discounts.tsx";
import { isPickup, OrderStory, Standing } from "../components/order-story.tsx";
import { awaitedTransfer, Promised, Unpaid } from "../components/payment.tsx";
import { useShop } from "../components/shop.tsx";
import { PickupPlace } from "./checkout.tsx";

interface OrderProps {
  order: Order;
  /** The guest's access token, kept in the addresses of this page. */
  token: string | null;
  /** The ways to pay that are open for it; none are asked for where it is paid. */
  ways: readonly string[];
}

export function isUnpaid(order: Order): boolean {
  return order.status === "open" && order.payment_status === "pending";
}

/** Whether the page is worth coming back to by itself: the answer of the payment is still on its way. */
export function isWaiting(order: Order): boolean {
  return isUnpaid(order) && !awaitedTransfer(order) && !order.payments.at(-1)?.failure;
}

/** Whether money that came has gone back or is about to: there is neither anything to pay nor to be thanked for. */
export function wentBack({ status, payment_status }: Order): boolean {
  if (payment_status === "refunded" || payment_status === "partially_refunded") return true;
  return status === "cancelled" && payment_status === "paid";
}

/** Paid, and nothing has happened to it since. */
function isFresh(order: Order): boolean {
  return order.status === "open" && order.payment_status === "paid" && order.shipping_status === "unfulfilled";
}

export function OrderPage({ order, token, ways }: OrderProps) {
  const { order: words } = useShop().words;
  return (
    <div class="wrap middle" id="order" data-poll={isWaiting(order) ? 3 : undefined}>
      <div class="heading">
        <div class="stack">
          <p class="eyebrow">{words.your}</p>
          <h1>{words.number(order.number)}</h1>
          {isFresh(order) && (
            <p class="lead">{isPickup(order) ? words.thanksPickup(order.email) : words.thanksTracked(order.email)}</p>
          )}
          {order.payment_status === "authorized" && <Promised order={order} />}
        </div>
        <Standing order={order} />
      </div>
      {isUnpaid(order) && <Unpaid order={order} token={token} ways={ways} />}
      <OrderParts order={order} />
    </div>
  );
}

/** Where the order's own page stands; a guest's token opens it. */
export function orderPath(order: { id: string }, token: string | null): string {
  return token ? `/orders/${order.id}?${new URLSearchParams({ token })}` : `/orders/${order.id}`;
}

/** Its parcels; one that was called off because others brought its goods says nothing to the buyer. */
function parcelsOf({ shipments }: Order): Order["shipments"] {
  const parts = shipments.some(({ items }) => items.length > 0);
  return parts ? shipments.filter(({ status }) => status !== "failed") : shipments;
}

/** Everything about an order: its story, its parcels, its goods, where it goes. */
export function OrderParts({ order }: { order: Order }) {
  const { order: words } = useShop().words;
  return (
    <div class="split">
      <div class="stack-wide">
        <section aria-labelledby="story">
          <h2 id="story" class="unseen">
            {words.story}
          </h2>
          <OrderStory order={order} />
        </section>
        {parcelsOf(order).map((shipment) => (
          <section class="panel" aria-label={words.parcel}>
            <h2>{words.yourParcel}</h2>
            {shipment.items.length > 0 && (
              <p>
                {words.inParcel}:{" "}
                {shipment.items.map(({ item_id, quantity }, index) => (
                  <>
                    {index > 0 && ", "}
                    {quantity} × <bdi>{order.items.find(({ id }) => id === item_id)?.title}</bdi>
                  </>
                ))}
              </p>
            )}
            <p>
              {shipment.carrier}, {shipment.service}
            </p>
            <p class="note">
              {words.tracking}{" "}
              {shipment.tracking_url ? (
                <a href={shipment.tracking_url}>{shipment.tracking_number}</a>
              ) : (
                shipment.tracking_number
              )}
            </p>
          </section>
        ))}
        <section aria-labelledby="goes">
          <h2 id="goes">{isPickup(order) ? (order.shipping_pickup ? words.pickupHere : words.pickup) : words.goes}</h2>
          {isPickup(order) ? (
            <>
              {order.shipping_pickup && (
                <p>
                  <PickupPlace at={order.shipping_pickup} />
                </p>
              )}
              <p>{words.pickupBy(order.shipping_address.name, order.number)}</p>
            </>
          ) : (
            <PostalAddress address={order.shipping_address} />
          )}
          <p class="note">{words.messages(order.email)}</p>
        </section>
      </div>
      <aside class="panel" aria-labelledby="goods">
        <h2 id="goods">{words.bought}</h2>
        <SlimLines lines={order.items} currency={order.currency} />
        <Totals {...order} />
        <Savings {...order} />
      </aside>
    </div>
  );
}

async function PostalAddress({ address }: { address: Address }) {
  const { locale } = useShop();
  const lines = await addressLines(address, locale);
  return (
    <address>
      {lines.map((line) => (
        <>
          <bdi>{line}</bdi>
          <br />
        </>
      ))}
    </address>
  );
}
