/**
 * Money is an integer in the minor unit of its currency (cents; yen have none), never a float. The currency stands once on
 * the object that holds the amounts.
 */

/** ISO 4217 alphabetic code, upper case. */
export type Currency = string;

const exponents: Record<string, number> = {
  BHD: 3,
  CLP: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Digits after the point in this currency (ISO 4217): EUR 2, JPY 0, KWD 3. */
export function exponentOf(currency: Currency): number {
  return exponents[currency] ?? 2;
}

/** Writes an amount for people: `formatMoney(1999, "EUR", "de")` is `19,99 €`. */
export function formatMoney(amount: number, currency: Currency, locale: string): string {
  const exponent = exponentOf(currency);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  }).format(amount / 10 ** exponent);
}

/**
 * Reads a decimal text (`19.99`) as minor units, exactly, without passing through a float.
 * @returns null when the text is not a plain decimal number, or has more digits than the currency.
 */
export function parseMoney(text: string, currency: Currency): number | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const exponent = exponentOf(currency);
  const [, sign = "", units = "0", fraction = ""] = match;
  const digits = fraction.replace(/0+$/, "");
  if (digits.length > exponent) return null;
  const amount = Number(units + digits.padEnd(exponent, "0"));
  return sign === "-" && amount !== 0 ? -amount : amount;
}
