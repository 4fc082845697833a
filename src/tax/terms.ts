import { type Certificate, certificateFor } from "./certificate.ts";
import { noRate, type Rate } from "./rate.ts";
import {
  defaultTaxClass,
  type Place,
  rateOn,
  type TaxClass,
  type TaxMode,
  type TaxReason,
  type TaxRules,
  zoneAt,
} from "./rules.ts";

/** The European Union's territory for VAT, by ISO 3166-1. */
const union = new Set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "));

/** What a class of goods bears. */
export interface ClassTerms {
  rate: Rate;
  reason: TaxReason;
  /** The rate that is in the stored price and that this buyer does not pay: it is taken out of each piece. */
  relieved: Rate | null;
}

/** How a sale to one place and buyer is taxed. */
export interface TaxTerms {
  mode: TaxMode;
  /** Why this buyer pays none of the tax that the sale bears for others; null where they do. */
  relief: Extract<TaxReason, "exempt" | "reverse_charge"> | null;
  /** The certificate that frees the buyer; null where none does. */
  exemption: Certificate | null;
  shipping: ClassTerms;
  of(taxClass: TaxClass): ClassTerms;
}

export interface TaxQuestion {
  rules: TaxRules;
  place: Place;
  /** ISO 3166-1 alpha-2: where the goods leave from. */
  home_country: string;
  /** Whether the prices hold their tax; null or left out: as the zone says. */
  prices?: TaxMode | null | undefined;
  /** The day of the sale, ISO 8601 date, UTC. */
  day: string;
  /** The buyer's VAT identification number, checked before; null for a consumer. */
  vat_id: string | null;
  /** Certificates of the buyer, of which those that hold at the place and on the day free the sale of tax; none for a guest. */
  exemptions?: readonly Certificate[] | undefined;
}

/**
 * How a sale is taxed: by the zone that the goods go to. A buyer with a certificate pays the price without tax. So does a business that
 * names its VAT ID in one member state and has goods sent to it from another: it accounts for the tax itself (Directive 2006/112/EC,
 * articles 138 and 200).
 */
export function taxTerms(question: TaxQuestion): TaxTerms {
  const { rules, place, day } = question;
  const zone = zoneAt(rules, place);
  const prices = question.prices ?? zone?.prices ?? "included";
  const exemption = certificateFor(question.exemptions ?? [], place, day);
  const relief = exemption ? "exempt" : isReversed(question) ? "reverse_charge" : null;
  const known = new Map<TaxClass, ClassTerms>();
  const of = (taxClass: TaxClass): ClassTerms => {
    const terms = known.get(taxClass) ?? termsOf(zone, prices, taxClass, day, relief);
    known.set(taxClass, terms);
    return terms;
  };
  const mode = relief ? "added" : prices;
  return { mode, relief, exemption, of, shipping: of(zone?.shipping_class ?? defaultTaxClass) };
}

function termsOf(
  zone: ReturnType<typeof zoneAt>,
  prices: TaxMode,
  taxClass: TaxClass,
  day: string,
  relief: TaxTerms["relief"],
): ClassTerms {
  if (taxClass === "exempt") return { rate: noRate, reason: "exempt", relieved: null };
  if (!zone || taxClass === "zero") return { rate: noRate, reason: "zero", relieved: null };
  const known = zone.rates.some((rate) => rate.class === taxClass);
  const taken = known ? taxClass : defaultTaxClass;
  const rate = rateOn(zone, taken, day);
  if (rate.numerator === 0) return { rate, reason: "zero", relieved: null };
  if (relief) return { rate: noRate, reason: relief, relieved: prices === "included" ? rate : null };
  return { rate, reason: taken === "standard" ? "standard" : "reduced", relieved: null };
}

/** Whether the buyer of a sale, and not the store, would account for its tax if the VAT ID is good. */
export function isReversed({
  place,
  home_country,
  vat_id,
}: Pick<TaxQuestion, "place" | "home_country" | "vat_id">): boolean {
  if (vat_id === null || place.country === home_country) return false;
  const registered = vat_id.slice(0, 2).replace("EL", "GR");
  return (
    [home_country, place.country, registered].every((country) => union.has(country)) && registered !== home_country
  );
}
