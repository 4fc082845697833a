import type { Currency } from "../../platform/money.ts";
import type { RateSourceName, ShippingMethod, ShippingRules } from "../methods.ts";
import { type AlikeParcels, type ShippedItem, splitParcels } from "../parcels.ts";
import { shippingZoneAt } from "../zones.ts";
import type { Destination, PricedParcel } from "./rate-source.ts";

/** More parcels than this are no matter for a price list that answers while a shopper waits. */
const mostParcels = 40;

/** One question to an outside service, and the methods that wait for its answer. */
export interface CarrierQuestion {
  source: RateSourceName;
  parcels: PricedParcel[];
  /** The services that are wanted, by the codes of the methods. */
  services: ReadonlyMap<string, string>;
}

/**
 * What carriers must be asked to price a sale: one question for each source and way of packing. Nothing is asked for what nobody
 * measured, or what is too much.
 */
export function carrierQuestions(
  rules: ShippingRules,
  sale: { to: Destination; home_country: string; currency: Currency; items: readonly ShippedItem[] },
): CarrierQuestion[] {
  const zone = shippingZoneAt(rules.zones, sale.to, sale.home_country);
  const questions = new Map<string, CarrierQuestion & { services: Map<string, string> }>();
  for (const method of zone ? rules.methods : []) {
    const rate = liveRateIn(method, zone?.id ?? "", sale.currency);
    const parcels = rate && boxesOf(splitParcels(sale.items, method));
    if (!rate || !parcels) continue;
    const key = JSON.stringify([rate.source, parcels]);
    const question = questions.get(key) ?? { source: rate.source, parcels, services: new Map() };
    question.services.set(method.code, rate.service);
    questions.set(key, question);
  }
  return [...questions.values()];
}

/** Whether a method is priced by a carrier anywhere. */
export function asksCarrier({ zones }: ShippingMethod): boolean {
  return zones.some(({ rates }) => rates.some(({ kind }) => kind === "live"));
}

function liveRateIn({ zones }: ShippingMethod, zoneId: string, currency: Currency) {
  const rates = zones.find(({ zone_id }) => zone_id === zoneId)?.rates ?? [];
  const found = rates.find((rate) => rate.currency === currency);
  return found?.kind === "live" ? found : undefined;
}

/** The boxes that the parcels make: as long and wide as what lies in them, and as high as it fills. Null where a side is unknown. */
function boxesOf(parcels: readonly AlikeParcels[] | null): PricedParcel[] | null {
  const count = (parcels ?? []).reduce((sum, each) => sum + each.count, 0);
  if (!parcels || count === 0 || count > mostParcels) return null;
  if (parcels.some(({ volume_mm3 }) => volume_mm3 === 0)) return null;
  return parcels.flatMap(({ count, weight_grams, volume_mm3, sides_mm: [long, wide, high] }) => {
    const filled = Math.max(high, Math.ceil(volume_mm3 / (long * wide)));
    const [length = 0, width = 0, height = 0] = [long, wide, filled].toSorted((a, b) => b - a);
    return Array<PricedParcel>(count).fill({ weight_grams, sides_mm: [length, width, height] });
  });
}
