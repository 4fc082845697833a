import { countries } from "../../platform/countries.ts";

interface Choice {
  value: string;
  label: string;
}

/** By language: naming and ordering all of them takes longer than the rest of the form. */
const choices = new Map<string, readonly Choice[]>();

/** The countries of the address form, named and ordered in the shopper's language. Where nothing is sent the quote says. */
export function countriesIn(locale: string): readonly Choice[] {
  const known = choices.get(locale);
  if (known) return known;
  const names = new Intl.DisplayNames([locale], { type: "region" });
  const { compare } = new Intl.Collator(locale);
  const named = [...countries]
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .toSorted((a, b) => compare(a.label, b.label));
  choices.set(locale, named);
  return named;
}
