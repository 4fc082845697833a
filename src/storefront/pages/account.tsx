import type { OrderSummary } from "../../orders/schemas.ts";
import { Moment } from "../components/moment.tsx";
import { Standing } from "../components/order-story.tsx";
import { Money } from "../components/price.tsx";
import { EmptyArch } from "../components/sign.tsx";

interface AccountProps {
  email: string;
  orders: readonly OrderSummary[];
  /** Leads to older orders. */
  nextCursor: string | null;
}

export function AccountPage({ email, orders, nextCursor }: AccountProps) {
  return (
    <div class="wrap middle">
      <div class="heading">
        <div>
          <h1>Your orders</h1>
          <p class="note">Signed in as {email}</p>
        </div>
        <form method="post" action="/sign-out">
          <button class="button quiet small" type="submit">
            Sign out
          </button>
        </form>
      </div>
      {orders.length === 0 ? (
        <NoOrders />
      ) : (
        <>
          <div class="scroll-x">
            <table class="plain-table" id="orders">
              <thead>
                <tr>
                  <th scope="col">Order</th>
                  <th scope="col">Day</th>
                  <th scope="col">How it stands</th>
                  <th scope="col">Total</th>
                </tr>
              </thead>
              <tbody>
                {orders.map((order) => (
                  <tr>
                    <td>
                      <a href={`/orders/${order.id}`}>{order.number}</a>
                    </td>
                    <td>
                      <Moment at={order.created_at} />
                    </td>
                    <td>
                      <Standing order={order} />
                    </td>
                    <td class="number">
                      <Money amount={order.total} currency={order.currency} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {nextCursor && (
            <p class="more">
              <a class="button quiet" href={`/account?${new URLSearchParams({ cursor: nextCursor })}`}>
                Older orders
              </a>
            </p>
          )}
        </>
      )}
    </div>
  );
}

function NoOrders() {
  return (
    <div class="empty">
      <EmptyArch />
      <p class="serif lead">You have not ordered anything yet.</p>
      <a class="button" href="/search?sort=newest">
        See what is new
      </a>
    </div>
  );
}
