/** Where the shop offers to send things first: ISO 3166-1 alpha-2, Europe and then the rest that is asked for most. */
const codes =
  "AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IL IN IS IT JP KR LI LT LU LV MA MT MX NL NO NZ PL PT RO SE SG SI SK TR UA US ZA".split(
    " ",
  );

/** The countries of the address form, named and ordered in the shopper's language. */
export function countriesIn(locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: "region" });
  return codes
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale));
}
