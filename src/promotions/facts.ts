import { plainPostalCode } from "../tax/postal.ts";
import { localTime } from "./local-time.ts";
import type { LineFact, SaleFact } from "./promotion.ts";
import type { Sale, SaleLine } from "./sale.ts";

export type Value = string | number | boolean;

/** How an attribute is read and compared. */
export interface Fact<Of> {
  /** Null while nobody knows; no condition holds of what is unknown. A list where there may be several. */
  read(of: Of, time_zone: string): Value | null | readonly Value[];
  /** An amount is compared in one currency only. */
  amount?: true;
  /** Writes a value as `read` does, where people write it in several ways. */
  plain?(value: Value): Value;
}

export const saleFactsRead: Readonly<Record<SaleFact, Fact<Sale>>> = {
  "customer.group": { read: ({ buyer }) => buyer.groups },
  // Nobody knows a guest who has named no address: they are told what a new customer pays, and the order decides.
  "customer.first_order": { read: ({ buyer }) => buyer.first_order ?? true },
  "customer.signed_in": { read: ({ buyer }) => buyer.customer_id !== null },
  "cart.subtotal": { read: ({ subtotal }) => subtotal, amount: true },
  "cart.quantity": { read: ({ quantity }) => quantity },
  "cart.weight_grams": { read: ({ weight_grams }) => weight_grams },
  "shipping.option": { read: ({ shipping_option }) => shipping_option },
  "shipping.country": { read: ({ place }) => (place ? upper(place.country) : null), plain: upper },
  "shipping.region": {
    read: ({ place }) => (place?.region ? withoutCountry(place.region) : null),
    plain: withoutCountry,
  },
  "shipping.postal_code": {
    read: ({ place }) => (place?.postal_code ? plainPostalCode(place.postal_code) : null),
    plain: (value) => plainPostalCode(String(value)),
  },
  "time.weekday": { read: ({ at }, time_zone) => localTime(at, time_zone)?.weekday ?? null },
  "time.of_day": { read: ({ at }, time_zone) => localTime(at, time_zone)?.time_of_day ?? null },
  market: { read: ({ market }) => market },
  currency: { read: ({ currency }) => currency },
};

export const lineFactsRead: Readonly<Record<LineFact, Fact<SaleLine>>> = {
  "line.product": { read: ({ product_id }) => product_id },
  "line.variant": { read: ({ variant_id }) => variant_id },
  "line.sku": { read: ({ sku }) => sku },
  "line.category": { read: ({ category_ids }) => category_ids },
  // A thing without a brand is known to be of no brand.
  "line.brand": { read: ({ brand }) => brand ?? "" },
  "line.unit_price": { read: ({ unit_price }) => unit_price, amount: true },
  "line.quantity": { read: ({ quantity }) => quantity },
  "line.reduced": { read: ({ reduced }) => reduced },
};

function upper(value: Value): string {
  return String(value).trim().toUpperCase();
}

/** A state as addresses name it, or as ISO 3166-2 does: `CA` and `US-CA` are one. */
function withoutCountry(value: Value): string {
  return upper(value).replace(/^[A-Z]{2}-/, "");
}
