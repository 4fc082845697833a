import type { Address } from "../wire.ts";
import type { DraftContent } from "./draft-api.ts";

/** A sale as it stands in its form: fields that are empty hold an empty text. */
export interface Sale {
  customer: { id: string; email: string } | null;
  email: string;
  locale: string;
  to: AddressForm;
  /** Where the bill goes; null: where the goods go. */
  bill: AddressForm | null;
  items: { variant_id: string; title: string; quantity: number | null }[];
  /** Empty until one is chosen: then the store takes the first that leads there. */
  shipping_option: string;
  /** Empty until it is chosen. */
  payment: string;
  codes: string[];
  vat_id: string;
  note: string;
  /** How long the order waits for its payment. */
  hours: number;
}

export type AddressForm = Record<keyof Address, string>;

const parts = ["name", "company", "line1", "line2", "city", "region", "postal_code", "country", "phone"] as const;

/** Days that a buyer has to pay by a link, unless staff say otherwise. */
const usualHours = 72;

export function newSale(): Sale {
  return {
    ...{ customer: null, email: "", locale: "", bill: null, items: [], shipping_option: "", payment: "" },
    ...{ codes: [], vat_id: "", note: "", hours: usualHours },
    to: addressForm({}),
  };
}

export function addressForm(address: Partial<Address>): AddressForm {
  return Object.fromEntries(parts.map((part) => [part, address[part] ?? ""])) as AddressForm;
}

/** A draft in its form. @param titleOf what a variant is called, where that is known */
export function saleOf(content: DraftContent, titleOf: (id: string) => string | undefined): Sale {
  const { customer_id, email = "", shipping_address = {}, billing_address } = content;
  return {
    customer: customer_id ? { id: customer_id, email } : null,
    ...{ email, locale: content.locale ?? "", vat_id: content.vat_id ?? "", note: content.note ?? "" },
    ...{ shipping_option: content.shipping_option ?? "", payment: content.payment_provider ?? "" },
    ...{ codes: content.codes ?? [], hours: content.pay_within_hours ?? usualHours },
    to: addressForm(shipping_address),
    bill: billing_address ? addressForm(billing_address) : null,
    items: content.items.map((item) => ({ ...item, title: titleOf(item.variant_id) ?? item.variant_id })),
  };
}

/** The sale as the store takes it: what is empty is left out. */
export function contentOf(sale: Sale): DraftContent {
  const { customer, email, locale, to, bill, items, shipping_option, payment, codes, vat_id, note, hours } = sale;
  return {
    ...(customer && { customer_id: customer.id }),
    ...filled({ email, locale, shipping_option, vat_id, note }),
    ...(payment && { payment_provider: payment }),
    ...(codes.length > 0 && { codes }),
    ...(Object.keys(filled(to)).length > 0 && { shipping_address: filled(to) }),
    ...(bill && { billing_address: filled(bill) }),
    items: items.flatMap(({ variant_id, quantity }) => (quantity ? [{ variant_id, quantity }] : [])),
    pay_within_hours: hours,
  };
}

/** What of it a price depends on, without what may still be half typed. */
export function pricedPart(content: DraftContent): DraftContent {
  const {
    note: _,
    payment_provider: __,
    pay_within_hours: ___,
    billing_address: ____,
    shipping_address,
    ...rest
  } = content;
  const { phone: _____, ...address } = shipping_address ?? {};
  const { email, ...others } = rest;
  return {
    ...others,
    ...(email && /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email) && { email }),
    ...(Object.keys(address).length > 0 && { shipping_address: address }),
  };
}

function filled<Fields extends Record<string, string>>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value.trim() ? [[name, value.trim()]] : [])),
  ) as Partial<Fields>;
}
