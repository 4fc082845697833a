import type { OrderSummary } from "../../orders/schemas.ts";
import type { SavedMethod } from "../../payments/saved/schemas.ts";
import { Moment } from "../components/moment.tsx";
import { Standing } from "../components/order-story.tsx";
import { Money } from "../components/price.tsx";
import { SavedCards } from "../components/saved-cards.tsx";
import { useShop } from "../components/shop.tsx";
import { EmptyArch } from "../components/sign.tsx";

interface AccountProps {
  email: string;
  orders: readonly OrderSummary[];
  /** Leads to older orders. */
  nextCursor: string | null;
  /** Undefined where the store has no service that keeps cards, null while that service does not answer. */
  cards: readonly SavedMethod[] | null | undefined;
}

export function AccountPage({ email, orders, nextCursor, cards }: AccountProps) {
  const { words, to } = useShop();
  const { account } = words;
  return (
    <div class="wrap middle">
      <div class="heading">
        <div>
          <h1>{account.orders}</h1>
          <p class="note">{account.signedInAs(email)}</p>
        </div>
        <form method="post" action={to("/sign-out")}>
          <button class="button quiet small" type="submit">
            {account.signOut}
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
                  <th scope="col">{account.order}</th>
                  <th scope="col">{account.day}</th>
                  <th scope="col">{account.standing}</th>
                  <th scope="col">{account.total}</th>
                </tr>
              </thead>
              <tbody>
                {orders.map((order) => (
                  <tr>
                    <td>
                      <a href={to(`/orders/${order.id}`)}>{order.number}</a>
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
              <a class="button quiet" href={to(`/account?${new URLSearchParams({ cursor: nextCursor })}`)}>
                {account.older}
              </a>
            </p>
          )}
        </>
      )}
      {cards !== undefined && <SavedCards cards={cards} />}
    </div>
  );
}

function NoOrders() {
  const { words, to } = useShop();
  return (
    <div class="empty">
      <EmptyArch />
      <p class="serif lead">{words.account.none}</p>
      <a class="button" href={to("/search?sort=newest")}>
        {words.frame.seeNew}
      </a>
    </div>
  );
}
