import type { EventData } from "../events/catalogue.ts";
import type { AnyEvent } from "../events/envelope.ts";
import { orderUrl } from "../orders/access.ts";
import { formatMoney } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import type { TemplateName } from "./templates/index.ts";

/** A mail that an event calls for, before it is written. */
export interface Letter {
  template: TemplateName;
  recipient: string;
  order_id: string | null;
  /** What the template fills in. The same event gives the same facts, whenever it is told. */
  facts: Record<string, unknown>;
}

/** The mails that an event calls for: who is told what. */
export async function lettersFor(store: Store, event: AnyEvent): Promise<Letter[]> {
  switch (event.type) {
    case "order.billed":
      return [await orderLetter(store, "confirmation", event.data)];
    case "order.shipped":
      return [await orderLetter(store, "dispatched", event.data, { parcel: event.data.parcel })];
    case "order.expired":
      return [await orderLetter(store, "expired", event.data)];
    case "order.expiring": {
      const until = moment(event.data.expires_at, event.data.locale);
      return [await orderLetter(store, "payment-reminder", event.data, { until })];
    }
    case "order.cancelled":
      return [await orderLetter(store, "cancelled", event.data, { reason: event.data.reason })];
    case "order.refunded": {
      const { refunded, currency, locale, reason } = event.data;
      return [
        await orderLetter(store, "refunded", event.data, { refunded: formatMoney(refunded, currency, locale), reason }),
      ];
    }
    case "payment.failed": {
      const { order_id, number, email, locale, amount, currency, reason } = event.data;
      const url = await orderUrl(store, order_id);
      const facts = { order: { number, url }, amount: formatMoney(amount, currency, locale), reason };
      return [{ template: "payment-failed", recipient: email, order_id, facts }];
    }
    case "customer.created":
      return [accountLetter(store, "confirm-address", event.data, `/confirm?token=${event.data.confirm_token}`)];
    case "customer.signup-repeated":
      return [accountLetter(store, "signup-repeated", event.data, "/sign-in")];
    case "customer.password-reset-requested":
      return [accountLetter(store, "password-reset", event.data, `/reset-password?token=${event.data.reset_token}`)];
    default:
      return [];
  }
}

function accountLetter(
  store: Store,
  template: TemplateName,
  person: EventData<"customer.confirmed">,
  path: string,
): Letter {
  const { email, name } = person;
  const facts = { name, url: `${store.env.STORE_URL}${path}`, forgot_url: `${store.env.STORE_URL}/forgot-password` };
  return { template, recipient: email, order_id: null, facts };
}

type OrderFacts = EventData<"order.created">;

async function orderLetter(
  store: Store,
  template: TemplateName,
  order: OrderFacts,
  more: Record<string, unknown> = {},
): Promise<Letter> {
  const { order_id, number, email } = order;
  const facts = {
    order: {
      number,
      url: await orderUrl(store, order_id),
      items: order.items.map((item) => itemFacts(store, order, item)),
      ...totals(order),
      address: addressLines(order),
      pickup: order.shipping_kind === "pickup",
      place: placeLines(order),
    },
    ...more,
  };
  return { template, recipient: email, order_id, facts };
}

function itemFacts(store: Store, { currency, locale }: OrderFacts, item: OrderFacts["items"][number]) {
  return {
    title: item.title,
    quantity: item.quantity,
    unit_price: formatMoney(item.unit_price, currency, locale),
    total: formatMoney(item.total, currency, locale),
    image_url: item.image_url && new URL(item.image_url, store.env.STORE_URL).href,
  };
}

/** The lines under the goods. Whether the prices contain the tax is seen from what the total adds up to. */
function totals(order: OrderFacts) {
  const { subtotal, discount_total, shipping_total, tax_total, total, currency, locale } = order;
  const taxIncluded = subtotal - discount_total + shipping_total === total;
  const lines = [{ label: "Subtotal", amount: formatMoney(subtotal, currency, locale) }];
  if (discount_total > 0) lines.push({ label: "Discount", amount: formatMoney(-discount_total, currency, locale) });
  lines.push({
    label: "Shipping",
    amount: shipping_total === 0 ? "Free" : formatMoney(shipping_total, currency, locale),
  });
  if (tax_total > 0 && !taxIncluded) lines.push({ label: "Tax", amount: formatMoney(tax_total, currency, locale) });
  return {
    lines,
    total: formatMoney(total, currency, locale),
    tax_included: tax_total > 0 && taxIncluded ? formatMoney(tax_total, currency, locale) : null,
  };
}

/** Where an order waits to be picked up, and when it is open; none where the store does not tell. */
function placeLines({ shipping_pickup: at }: OrderFacts): string[] {
  if (!at) return [];
  return [at.name, at.line1, `${at.postal_code} ${at.city}`, at.hours].filter(Boolean);
}

function addressLines({ shipping_address: to, locale }: OrderFacts): string[] {
  const country = new Intl.DisplayNames([locale], { type: "region", fallback: "code" }).of(to.country);
  const town = [to.postal_code, to.city].join(" ");
  return [to.name, to.company, to.line1, to.line2, town, to.region, country].filter((line) => line).map(String);
}

/** A moment for a reader whose clock is not known: told in UTC, and says so. */
function moment(at: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  return `${format.format(new Date(at))} UTC`;
}
