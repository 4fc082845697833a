import type { EventData } from "../events/catalogue.ts";
import { addressLines } from "../platform/addresses/write-address.ts";
import { formatMoney } from "../platform/money.ts";
import type { LetterWords } from "./words/in-language.ts";

export type OrderFacts = EventData<"order.created">;

/** A label and what stands at the end of its line. */
interface Line {
  label: string;
  amount: string;
}

/** An order's goods and sums as a letter shows them: the same figures in the same order as the order's page. */
export interface OrderShown {
  items: {
    title: string;
    quantity: number;
    unit_price: string;
    /** What it would cost without its discounts; null where it has none. */
    before: string | null;
    total: string;
    gift: boolean;
    /** How many of them do not leave at once, and when they do; null where all do. */
    leaves: string | null;
    image_url: string | null;
  }[];
  lines: Line[];
  total_label: string;
  total: string;
  /** What stands in small letters under the total. */
  under: Line[];
  /** What the buyer saves, and by which promotion. */
  savings: Line[];
}

export function shownOrder(words: LetterWords, order: OrderFacts): OrderShown {
  const { goods } = words;
  const { currency, locale } = order;
  const money = (minor: number): string => formatMoney(minor, currency, locale);
  const included = holdsTax(order);
  const taxes = order.taxes.map(({ name, percent, amount }) => ({
    label: `${name} ${percentIn(locale, percent)}`,
    amount: money(amount),
  }));
  const lines = [{ label: goods.subtotal, amount: money(order.subtotal) }];
  if (order.discount_total > 0) lines.push({ label: goods.reductions, amount: money(-order.discount_total) });
  const way = order.shipping_name === "" ? goods.shipping : `${goods.shipping}: ${order.shipping_name}`;
  lines.push({ label: way, amount: order.shipping_total === 0 ? goods.free : money(order.shipping_total) });
  if (order.tax_total > 0 && !included) lines.push({ label: goods.tax, amount: money(order.tax_total) }, ...taxes);
  const within = [{ label: goods.taxWithin, amount: money(order.tax_total) }, ...taxes];
  return {
    items: order.items.map((item) => ({ ...shownItem(words, money, item), leaves: leavingOf(words, item, locale) })),
    lines,
    ...{ total_label: goods.total, total: money(order.total) },
    under: order.tax_total > 0 && included ? within : [],
    savings: savingsOf(words, money, order),
  };
}

function shownItem({ goods }: LetterWords, money: (minor: number) => string, item: OrderFacts["items"][number]) {
  const { title, quantity, unit_price, discount_total, gift_of, total, image_url } = item;
  const gift = gift_of !== null;
  return {
    ...{ title, quantity, unit_price: money(unit_price), gift, image_url },
    before: discount_total > 0 && !gift ? money(total + discount_total) : null,
    total: gift ? goods.gift : money(total),
  };
}

function leavingOf({ goods }: LetterWords, { waiting, ships_at }: OrderFacts["items"][number], locale: string) {
  if (waiting === 0 || ships_at === null) return null;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(ships_at));
  return goods.waiting(waiting, day);
}

function savingsOf({ goods }: LetterWords, money: (minor: number) => string, { promotions }: OrderFacts): Line[] {
  const saved = promotions.reduce((sum, { amount }) => sum + amount, 0);
  const lines = promotions.map(({ title, code, amount }) => ({
    label: code === null ? title : `${title} (${code})`,
    amount: amount === 0 ? goods.gift : money(-amount),
  }));
  return saved > 0 ? [{ label: goods.saved, amount: money(saved) }, ...lines] : lines;
}

/** Whether the prices hold their tax; of an event that does not tell, what the total adds up to does. */
function holdsTax({ tax_included, subtotal, discount_total, shipping_total, total }: OrderFacts): boolean {
  return tax_included ?? subtotal - discount_total + shipping_total === total;
}

function percentIn(locale: string, percent: string): string {
  const format = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 6 });
  return format.format(Number(percent) / 100);
}

/** Where an order goes, or waits. */
export interface Destination {
  label: string;
  lines: string[];
}

export async function destinationOf({ destination }: LetterWords, order: OrderFacts): Promise<Destination> {
  const { shipping_kind, shipping_pickup: at, shipping_address: to, locale } = order;
  if (shipping_kind === "delivery") return { label: destination.goes, lines: await addressLines(to, locale) };
  const by = destination.by(to.name);
  if (!at) return { label: destination.pickup, lines: [by] };
  const place = [at.name, at.line1, `${at.postal_code} ${at.city}`, at.hours].filter(Boolean);
  return { label: destination.pickupAt, lines: [...place, by] };
}

/** Where an order waits to be picked up, in one line; null where the store does not tell. */
export function placeOf({ shipping_pickup: at }: OrderFacts): string | null {
  return at && [at.name, at.line1, `${at.postal_code} ${at.city}`].join(", ");
}
