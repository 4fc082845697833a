import type { Order } from "../../orders/schemas.ts";
import { inGroups } from "../../payments/by-hand/account-number.ts";
import { formatMoney } from "../../platform/money.ts";
import { Notice } from "./field.tsx";
import { Moment } from "./moment.tsx";
import { useShop } from "./shop.tsx";

interface PayProps {
  order: Order;
  /** The guest's access token. */
  token: string | null;
  /** The ways to pay that are open for this order. */
  ways: readonly string[];
}

/** What is still to be paid of an order that waits for it. Minor units. */
function owedFor({ total, payments }: Order): number {
  return payments.reduce((owed, { captured, refunded }) => owed - captured + refunded, total);
}

/** The transfer that an order waits for; none where it is paid otherwise. */
export function awaitedTransfer(order: Order): Order["payments"][number] | undefined {
  if (order.status !== "open" || order.payment_status !== "pending") return undefined;
  return order.payments.find(({ status, transfer }) => status === "pending" && transfer);
}

/** What an order that is not paid asks for: a transfer, the payment that is open, or another one after the last has failed. */
export function Unpaid(props: PayProps) {
  const { order: words } = useShop().words;
  const { order } = props;
  const transfer = awaitedTransfer(order);
  if (transfer) return <Transfer {...props} payment={transfer} />;
  const failed = order.payments.at(-1)?.failure;
  return (
    <Notice kind="warn">
      <p>{failed ? words.lastFailed : words.notPaid}</p>
      {order.expires_at && (
        <p>
          {words.keptUntil} <Moment at={order.expires_at} exact />
        </p>
      )}
      <PayForms {...props} />
    </Notice>
  );
}

/** Where the money is to be sent, how much of it, and by when. */
function Transfer(props: PayProps & { payment: Order["payments"][number] }) {
  const { words, locale } = useShop();
  const { order: say } = words;
  const { order, payment } = props;
  const target = payment.transfer;
  if (!target) return null;
  const amount = formatMoney(owedFor(order), order.currency, locale);
  const rows: readonly [string, string][] = [
    [say.transfer.amount, amount],
    [say.transfer.holder, target.holder],
    [say.transfer.iban, inGroups(target.iban)],
    ...(target.bic ? [[say.transfer.bic, target.bic] as const] : []),
    ...(target.bank ? [[say.transfer.bank, target.bank] as const] : []),
    [say.transfer.reference, inGroups(target.reference)],
  ].map(([name = "", value = ""]) => [name, value] as const);
  return (
    <section class="panel transfer" aria-labelledby="transfer">
      <h2 id="transfer">{say.transfer.heading}</h2>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
        {order.expires_at && (
          <div>
            <dt>{say.transfer.until}</dt>
            <dd>
              <Moment at={order.expires_at} exact />
            </dd>
          </div>
        )}
      </dl>
      <p class="note">{say.transfer.exactly}</p>
      {payment.captured > 0 && <p>{say.transfer.arrived(formatMoney(payment.captured, order.currency, locale))}</p>}
      <PayForms {...props} />
    </section>
  );
}

/** Leads to the payment: the one that is open, or a new one; and other ways to pay. A transfer that is awaited needs no button. */
export function PayForms({ order, token, ways }: PayProps) {
  const { words, to } = useShop();
  const last = order.payments.at(-1);
  if (!last) return null;
  const awaited = awaitedTransfer(order)?.provider;
  const providers: Readonly<Record<string, { label: string }>> = words.checkout.providers;
  const action = to(token ? `/orders/${order.id}/pay?${new URLSearchParams({ token })}` : `/orders/${order.id}/pay`);
  const others = ways.filter((way) => way !== last.provider && way !== awaited);
  const shown = last.provider === awaited ? others : [last.provider, ...others];
  return (
    <div class="ways">
      {shown.map((way) => (
        <form method="post" action={action} data-once="">
          <input type="hidden" name="provider" value={way} />
          <button class={way === last.provider ? "button small" : "button quiet small"} type="submit">
            {way === last.provider ? words.order.payNow : words.order.payBy(providers[way]?.label ?? way)}
          </button>
        </form>
      ))}
    </div>
  );
}

/** How an order that was accepted is still to be paid: at the door, or by what is held on a card. */
export function Promised({ order }: { order: Order }) {
  const { words, locale } = useShop();
  const held = order.payments.find(({ status }) => status === "authorized");
  if (!held) return null;
  const amount = formatMoney(held.amount, held.currency, locale);
  return (
    <p class="lead">
      {held.provider === "cash_on_delivery" ? words.order.atTheDoor(amount) : words.order.held(amount)}
    </p>
  );
}
