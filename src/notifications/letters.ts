import type { EventData } from "../events/catalogue.ts";
import type { AnyEvent } from "../events/envelope.ts";
import { orderUrl } from "../orders/access.ts";
import { inGroups } from "../payments/by-hand/account-number.ts";
import { pathIn } from "../platform/http/locale.ts";
import { formatMoney } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { accountLetter, confirmAddress, passwordReset, signupRepeated } from "./account-letters.ts";
import type { Letter, LetterName, Said } from "./letter.ts";
import { destinationOf, type OrderFacts, placeOf, shownOrder } from "./order-shown.ts";
import { type LetterWords, letterWords } from "./words/in-language.ts";

/** The mails that an event calls for: who is told what. */
export async function lettersFor(store: Store, event: AnyEvent): Promise<Letter[]> {
  switch (event.type) {
    case "order.confirmed":
      return [await orderLetter(store, "confirmation", event.data, confirmation)];
    case "order.billed":
      // Who was told before that the order is accepted is not told again when its money is taken.
      if (event.data.confirmed) return [];
      return [await orderLetter(store, "confirmation", { ...event.data, provider: null }, confirmation)];
    case "payment.awaited":
      return [await orderLetter(store, "transfer", event.data, transfer)];
    case "payment.part-received":
      return [await orderLetter(store, "part-paid", event.data, partPaid)];
    case "order.ready":
      return [await orderLetter(store, "goods-here", event.data, goodsHere)];
    case "order.partially_shipped":
      return [await orderLetter(store, "dispatched", event.data, partOnItsWay)];
    case "order.edited":
      return [await orderLetter(store, "edited", event.data, edited)];
    case "order.shipped":
      return [
        event.data.shipping_kind === "pickup"
          ? await orderLetter(store, "dispatched", event.data, ready)
          : await orderLetter(store, "dispatched", event.data, dispatched),
      ];
    case "order.expired":
      return [await orderLetter(store, "expired", event.data, expired)];
    case "order.expiring":
      return [await orderLetter(store, "payment-reminder", event.data, reminder)];
    case "order.pay-link":
      return [await orderLetter(store, "pay-link", event.data, payLink)];
    case "order.cancelled":
      return [await orderLetter(store, "cancelled", event.data, cancelled)];
    case "order.refunded":
      return [await orderLetter(store, "refunded", event.data, refunded)];
    case "payment.failed":
      return [await orderLetter(store, "payment-failed", event.data, failed)];
    case "customer.created":
      return [accountLetter(store, "confirm-address", event.data, confirmAddress)];
    case "customer.signup-repeated":
      return [accountLetter(store, "signup-repeated", event.data, signupRepeated)];
    case "customer.password-reset-requested":
      return [accountLetter(store, "password-reset", event.data, passwordReset)];
    case "stock.low":
      return lowStock(store, event.data);
    default:
      return [];
  }
}

/** What a letter about an order is written of. */
interface About<Facts> {
  words: LetterWords;
  facts: Facts;
  /** Leads to the order's page, in the reader's language. */
  url: string;
  /** Leads to the shop. */
  shop: string;
}

type OrderSaid = Omit<Said, "above">;

async function orderLetter<Facts extends Pick<OrderFacts, "order_id" | "number" | "email" | "locale">>(
  store: Store,
  template: LetterName,
  facts: Facts,
  say: (about: About<Facts>) => OrderSaid | Promise<OrderSaid>,
): Promise<Letter> {
  const { order_id, number, email, locale } = facts;
  const words = letterWords(locale);
  const url = await orderUrl(store, order_id, locale);
  const shop = `${store.env.STORE_URL}${pathIn(store.env, locale, "/")}`;
  const said = await say({ words, facts: withPictures(store, facts), url, shop });
  return { template, recipient: email, order_id, locale, said: { above: words.number(number), ...said } };
}

/** A mail stands nowhere, so its pictures need whole addresses. */
function withPictures<Facts extends object>(store: Store, facts: Facts): Facts {
  if (!("items" in facts)) return facts;
  const items = (facts.items as OrderFacts["items"]).map((item) => ({
    ...item,
    image_url: item.image_url && new URL(item.image_url, store.env.STORE_URL).href,
  }));
  return { ...facts, items };
}

/** @param about `provider`: who holds the money or collects it; null where it is there */
async function confirmation({
  words,
  facts,
  url,
}: About<OrderFacts & { provider: string | null }>): Promise<OrderSaid> {
  const { confirmation: say } = words;
  const total = formatMoney(facts.total, facts.currency, facts.locale);
  const paid =
    facts.provider === null
      ? say.paid(total)
      : facts.provider === "cash_on_delivery"
        ? say.atTheDoor(total)
        : say.held(total);
  return {
    subject: say.subject(facts.number),
    title: say.title,
    text: [`${paid} ${facts.shipping_kind === "pickup" ? say.pickup : say.sending}`],
    links: [{ label: words.seeOrder, href: url }],
    order: shownOrder(words, facts),
    destination: await destinationOf(words, facts),
  };
}

function transfer({ words, facts, url }: About<EventData<"payment.awaited">>): OrderSaid {
  const { subject, title } = words.transfer;
  return {
    subject: subject(facts.number),
    title,
    text: transferLines(words, facts, facts.transfer, facts.owed),
    links: [{ label: words.seeOrder, href: url }],
    order: shownOrder(words, facts),
  };
}

/** Where a transfer goes, a line for each part. @param owed minor units */
function transferLines(
  { transfer: say }: LetterWords,
  { currency, locale, expires_at }: { currency: string; locale: string; expires_at: string },
  { holder, iban, bic, bank, reference }: EventData<"payment.awaited">["transfer"],
  owed: number,
): string[] {
  return [
    say.ask(formatMoney(owed, currency, locale), moment(expires_at, locale)),
    say.holder(holder),
    say.iban(inGroups(iban)),
    ...(bic ? [say.bic(bic)] : []),
    ...(bank ? [say.bank(bank)] : []),
    say.reference(inGroups(reference)),
    say.exactly,
  ];
}

async function dispatched({ words, facts, url }: About<EventData<"order.shipped">>): Promise<OrderSaid> {
  const { dispatched: say } = words;
  const { parcel } = facts;
  const see = { label: words.seeOrder, href: url };
  return {
    subject: say.subject(facts.number),
    title: say.title,
    text: [parcel ? say.parcel(parcel.carrier, parcel.tracking_number) : say.left],
    links: parcel ? [{ label: say.follow, href: parcel.tracking_url }, see] : [see],
    order: shownOrder(words, facts),
    destination: await destinationOf(words, facts),
  };
}

/** A part of an order has left: what is in the parcel, without the sums of the whole. */
function partOnItsWay({ words, facts, url }: About<EventData<"order.partially_shipped">>): OrderSaid {
  const { dispatched: say } = words;
  const { carrier, tracking_number, tracking_url } = facts.parcel;
  const see = { label: words.seeOrder, href: url };
  const held = facts.items.map(({ quantity, title }) => `${quantity} × ${title}`).join(", ");
  return {
    subject: say.partSubject(facts.number),
    title: say.partTitle,
    text: [say.part(held), say.parcel(carrier, tracking_number)],
    links: tracking_url ? [{ label: say.follow, href: tracking_url }, see] : [see],
  };
}

async function edited({ words, facts, url }: About<EventData<"order.edited">>): Promise<OrderSaid> {
  const { edited: say } = words;
  const { number, total, before, owed, currency, locale, reason } = facts;
  const money = (minor: number): string => formatMoney(minor, currency, locale);
  const back = owed === 0 && total < before ? [say.back(money(before - total))] : [];
  return {
    subject: say.subject(number),
    title: say.title,
    text: [...told(reason), say.now(money(total), money(before)), ...(owed > 0 ? [say.owed(money(owed))] : back)],
    links: [{ label: owed > 0 ? say.pay(money(owed)) : words.seeOrder, href: url }],
    order: shownOrder(words, facts),
    destination: await destinationOf(words, facts),
  };
}

async function ready({ words, facts, url }: About<OrderFacts>): Promise<OrderSaid> {
  const { ready: say } = words;
  const place = placeOf(facts);
  return {
    subject: say.subject(facts.number),
    title: say.title,
    text: [place === null ? say.waits(facts.number) : say.waitsAt(place, facts.number)],
    links: [{ label: words.seeOrder, href: url }],
    order: shownOrder(words, facts),
    destination: await destinationOf(words, facts),
  };
}

function reminder({ words, facts, url }: About<EventData<"order.expiring">>): OrderSaid {
  const { reminder: say } = words;
  const { number, currency, locale, expires_at } = facts;
  return {
    subject: say.subject(number),
    title: say.title,
    text: [
      say.until(moment(expires_at, locale)),
      ...(facts.transfer ? transferLines(words, facts, facts.transfer, facts.owed) : []),
    ],
    links: [{ label: say.pay(formatMoney(facts.owed, currency, locale)), href: url }],
    order: shownOrder(words, facts),
  };
}

/** The order that staff have put together: what it holds, where it goes, and where it is paid. */
async function payLink({ words, facts, url }: About<EventData<"order.pay-link">>): Promise<OrderSaid> {
  const { payLink: say } = words;
  const { number, currency, locale, expires_at } = facts;
  return {
    subject: say.subject(number),
    title: say.title,
    text: [
      say.until(moment(expires_at, locale)),
      ...(facts.transfer ? transferLines(words, facts, facts.transfer, facts.owed) : []),
    ],
    links: [{ label: words.reminder.pay(formatMoney(facts.owed, currency, locale)), href: url }],
    order: shownOrder(words, facts),
    destination: await destinationOf(words, facts),
  };
}

/** A part of the money has come: what is missing, until when, and where it is paid. */
function partPaid({ words, facts, url }: About<EventData<"payment.part-received">>): OrderSaid {
  const { partPaid: say } = words;
  const { number, currency, locale, received, owed, expires_at, transfer: to } = facts;
  const money = (minor: number): string => formatMoney(minor, currency, locale);
  const lines = to && expires_at ? transferLines(words, { currency, locale, expires_at }, to, owed) : [];
  return {
    subject: say.subject(number),
    title: say.title,
    text: [
      say.received(money(received), money(owed)),
      ...(expires_at ? [say.until(moment(expires_at, locale))] : []),
      ...lines,
    ],
    links: [{ label: words.reminder.pay(money(owed)), href: url }],
  };
}

/** What an order had to wait for has come. */
async function goodsHere({ words, facts, url }: About<OrderFacts>): Promise<OrderSaid> {
  const { goodsHere: say } = words;
  return {
    subject: say.subject(facts.number),
    title: say.title,
    text: [facts.shipping_kind === "pickup" ? say.pickup : say.sending],
    links: [{ label: words.seeOrder, href: url }],
    destination: await destinationOf(words, facts),
  };
}

function failed({ words, facts, url }: About<EventData<"payment.failed">>): OrderSaid {
  const { failed: say } = words;
  const { number, amount, currency, locale, reason } = facts;
  return {
    subject: say.subject(number),
    title: say.title,
    text: [...told(reason), say.notCharged(formatMoney(amount, currency, locale))],
    links: [{ label: say.again, href: url }],
  };
}

function expired({ words, facts, url, shop }: About<OrderFacts>): OrderSaid {
  const { expired: say } = words;
  return {
    subject: say.subject(facts.number),
    title: say.title,
    text: [say.gone],
    links: [
      { label: say.shop, href: shop },
      { label: words.seeOrder, href: url },
    ],
    order: shownOrder(words, facts),
  };
}

function cancelled({ words, facts, url }: About<EventData<"order.cancelled">>): OrderSaid {
  const { cancelled: say } = words;
  return {
    subject: say.subject(facts.number),
    title: say.title,
    text: [...told(facts.reason), say.back],
    links: [{ label: words.seeOrder, href: url }],
    order: shownOrder(words, facts),
  };
}

function refunded({ words, facts, url }: About<EventData<"order.refunded">>): OrderSaid {
  const { refunded: say } = words;
  const amount = formatMoney(facts.refunded, facts.currency, facts.locale);
  return {
    subject: say.subject(amount),
    title: say.title(amount),
    text: [...told(facts.reason), say.slow],
    links: [{ label: words.seeOrder, href: url }],
  };
}

/** What somebody wrote, where they wrote anything. */
const told = (reason: string): string[] => (reason === "" ? [] : [reason]);

/** A moment for a reader whose clock is not known: told in UTC, and says so. */
function moment(at: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  return `${format.format(new Date(at))} UTC`;
}

/** Goods run low: staff are told, where they have said whom to write to. */
function lowStock({ env }: Store, { sku, available, low_stock_at }: EventData<"stock.low">): Letter[] {
  if (!env.STAFF_MAIL_TO) return [];
  const locale = env.STORE_LOCALE;
  const { lowStock: say } = letterWords(locale);
  const said = {
    ...{ subject: say.subject(sku), above: env.STORE_NAME, title: say.title(sku), links: [] },
    ...{ text: [say.left(available, low_stock_at)], why: say.why(env.STORE_NAME) },
  };
  return [{ template: "low-stock", recipient: env.STAFF_MAIL_TO, order_id: null, locale, said }];
}
