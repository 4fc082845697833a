import { taxClasses } from "../../../src/tax/rules.ts";
import { countryName } from "../forms/country-field.tsx";
import type { TaxClass, ZoneRate } from "./tax-api.ts";

const names: Record<TaxClass, string> = {
  standard: "Standard",
  reduced: "Reduced",
  second_reduced: "Second reduced",
  super_reduced: "Super-reduced",
  parking: "Parking",
  zero: "Zero",
  exempt: "Exempt",
};

export const className = (taxClass: TaxClass): string => names[taxClass];

/** Every class, as a field to choose from takes them. */
export const classChoices = taxClasses.map((each) => [each, names[each]] as const);

/** Classes that a rate can be given to: what is exempt or taxed at zero has none. */
export const ratedClasses = classChoices.filter(([each]) => each !== "zero" && each !== "exempt");

/** `2026-11-21`: the store's days are those of UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10);

export type Standing = "now" | "to come" | "over";

export function standing({ since, until }: Pick<ZoneRate, "since" | "until">, day = today()): Standing {
  if (since > day) return "to come";
  return until !== null && until <= day ? "over" : "now";
}

/** What is charged today, in a line: `19 % · reduced 7 %`. */
export function chargedToday(rates: readonly ZoneRate[]): string {
  const now = rates.filter((rate) => standing(rate) === "now");
  const parts = taxClasses.flatMap((taxClass) => {
    const own = now.filter((rate) => rate.class === taxClass);
    if (own.length === 0) return [];
    const sum = own.map(({ percent, name }) => `${percent} %${own.length > 1 ? ` ${name}` : ""}`).join(" + ");
    return [taxClass === "standard" ? sum : `${names[taxClass].toLowerCase()} ${sum}`];
  });
  return parts.join(" · ") || "Nothing is charged";
}

/** Where something holds, in a line; everywhere where no place is named. */
export function placeNames(places: readonly { country: string; region: string | null }[]): string {
  const names = places.map(({ country, region }) => [region, countryName(country)].filter(Boolean).join(", "));
  return names.join(" · ") || "Everywhere";
}
