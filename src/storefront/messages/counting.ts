/**
 * Writes counted things in a language, each number with the form that the language has for it; `#` stands for the number.
 * @param Category the plural categories of the language (Unicode CLDR), so that none can be forgotten
 */
export function countingIn<Category extends Intl.LDMLPluralRule>(locale: string) {
  let rules: Intl.PluralRules | undefined;
  let numbers: Intl.NumberFormat | undefined;
  return (forms: Readonly<Record<Category | "other", string>>) =>
    (count: number): string => {
      rules ??= new Intl.PluralRules(locale);
      numbers ??= new Intl.NumberFormat(locale);
      const category = rules.select(count);
      const form = category in forms ? forms[category as Category] : forms.other;
      return form.replace("#", numbers.format(count));
    };
}
