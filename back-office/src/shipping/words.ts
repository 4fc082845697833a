import { countryName } from "../forms/country-field.tsx";
import { money } from "../money.ts";
import type { ShippingMethod, ShippingRate, ShippingZone } from "./shipping-api.ts";

/** Where a zone is: `Germany, Austria`. */
export function whereWords({ reach, countries, regions, postal_codes }: ShippingZone): string {
  if (reach === "everywhere") return "Everywhere that no other zone holds";
  const where = reach === "home" ? "The store's own country" : countries.map(countryName).join(", ");
  return [where, regions.join(", "), postal_codes.join(", ")].filter(Boolean).join(" · ");
}

/** How long it takes: `1 to 3 days`. */
export function takes({ min_days, max_days }: Pick<ShippingMethod, "min_days" | "max_days">): string {
  if (max_days === 0) return "the same day";
  if (min_days === max_days) return max_days === 1 ? "1 working day" : `${max_days} working days`;
  return `${min_days} to ${max_days} working days`;
}

/** What it costs in a currency, in a few words, and that there are prices in others. */
export function costsOf(rates: readonly ShippingRate[], currency: string): string {
  const own = rates.find((rate) => rate.currency === currency) ?? rates[0];
  if (!own) return "no price";
  const others = rates.length - 1;
  return `${costs(own)}${others > 0 ? ` (and ${others === 1 ? "one other currency" : `${others} other currencies`})` : ""}`;
}

/** What a rate asks for: `€4.90, free from €50.00`. */
function costs(rate: ShippingRate): string {
  const told = (amount: number) => money(amount, rate.currency);
  const free = rate.free_from === null ? "" : `, free from ${told(rate.free_from)}`;
  return `${priceWords(rate, told)}${free}`;
}

function priceWords(rate: ShippingRate, told: (amount: number) => string): string {
  if (rate.kind === "flat") return rate.price === 0 ? "free" : told(rate.price);
  if (rate.kind === "live") return `as ${rate.service} says, else ${told(rate.price)}`;
  const prices = rate.bands.map(({ price }) => price);
  const by = rate.kind === "by_weight" ? "weight" : "what is bought";
  return `${told(Math.min(...prices))} to ${told(Math.max(...prices))} by ${by}`;
}
