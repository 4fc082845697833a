import { exponentOf, formatMoney, parseMoney } from "../../src/platform/money.ts";

export { exponentOf };

const locale = () => navigator.language;

/** An amount in minor units, written for the reader. */
export function money(amount: number, currency: string): string {
  return formatMoney(amount, currency, locale());
}

/** `19.99` for 1999 cents: how an amount stands in a field while it is edited. */
export function asDecimal(amount: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(amount).padStart(exponent + 1, "0");
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Reads what was typed, with a point or a comma; null where it is no amount of that currency. */
export function fromDecimal(typed: string, currency: string): number | null {
  const amount = parseMoney(typed.replace(",", "."), currency);
  return amount !== null && amount >= 0 ? amount : null;
}
