import { DomainError } from "../platform/errors.ts";
import type { Currency } from "../platform/money.ts";

export type ShippingOptionId = "standard" | "express" | "pickup";

/** A way for the goods to reach the shopper, and what it costs. */
export interface ShippingOption {
  id: ShippingOptionId;
  name: string;
  description: string;
  /** Minor units of `currency`. */
  price: number;
  currency: Currency;
  /** Working days until the parcel is there. */
  min_days: number;
  max_days: number;
}

export interface ShippingRequest {
  /** ISO 3166-1 alpha-2: where the goods go. */
  country: string;
  /** ISO 3166-1 alpha-2: where the store stands. */
  home_country: string;
  currency: Currency;
  /** Minor units, after discounts: decides whether standard shipping is free. */
  subtotal: number;
  weight_grams: number;
}

interface Rates {
  standard: number;
  express: number;
  /** The subtotal from which standard shipping costs nothing. */
  free_from: number;
}

/** What one parcel costs, in minor units. A currency without a row is one that the store does not ship in. */
const ratesByCurrency: Readonly<Record<string, Rates>> = {
  EUR: { standard: 490, express: 1290, free_from: 5_000 },
  GBP: { standard: 450, express: 1190, free_from: 4_500 },
  USD: { standard: 590, express: 1490, free_from: 6_000 },
  CHF: { standard: 590, express: 1490, free_from: 6_000 },
  SEK: { standard: 4_900, express: 12_900, free_from: 50_000 },
  NOK: { standard: 5_900, express: 14_900, free_from: 60_000 },
  DKK: { standard: 3_900, express: 9_900, free_from: 40_000 },
  PLN: { standard: 1_990, express: 4_990, free_from: 20_000 },
  JPY: { standard: 800, express: 2_000, free_from: 8_000 },
};

/** The most that one parcel may weigh, as parcel services commonly allow. Heavier orders travel in several. */
const parcelGrams = 30_000;

/**
 * The ways to ship an order, cheapest speed first. A parcel costs the same wherever it goes; each further parcel that the
 * weight needs costs as much again. Standard is free from a subtotal on; pickup is free, and only in the store's country.
 * @throws cannot-ship-there for a currency without rates
 */
export function shippingOptions(request: ShippingRequest): ShippingOption[] {
  const { country, home_country, currency, subtotal, weight_grams } = request;
  const rates = Object.hasOwn(ratesByCurrency, currency) ? ratesByCurrency[currency] : undefined;
  if (!rates) throw new DomainError("cannot-ship-there", `This store has no shipping rates in ${currency}.`);
  const parcels = Math.max(1, Math.ceil(weight_grams / parcelGrams));
  const atHome = country === home_country;
  const options: ShippingOption[] = [
    {
      id: "standard",
      name: "Standard",
      description: atHome ? "To your door in 2 to 4 working days" : "To your door in 4 to 8 working days",
      price: subtotal >= rates.free_from ? 0 : rates.standard * parcels,
      currency,
      min_days: atHome ? 2 : 4,
      max_days: atHome ? 4 : 8,
    },
    {
      id: "express",
      name: "Express",
      description: atHome ? "To your door the next working day" : "To your door in 2 to 3 working days",
      price: rates.express * parcels,
      currency,
      min_days: atHome ? 1 : 2,
      max_days: atHome ? 1 : 3,
    },
  ];
  if (atHome) {
    options.push({
      id: "pickup",
      name: "Pick up",
      description: "At our shop, from the next working day",
      price: 0,
      currency,
      min_days: 1,
      max_days: 1,
    });
  }
  return options;
}

/**
 * One of the ways to ship an order.
 * @throws cannot-ship-there when this way does not lead there
 */
export function shippingOption(id: ShippingOptionId, request: ShippingRequest): ShippingOption {
  const found = shippingOptions(request).find((option) => option.id === id);
  if (!found) throw new DomainError("cannot-ship-there", `"${id}" is not offered to ${request.country}.`);
  return found;
}
