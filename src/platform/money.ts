/**
 * Money is an integer in the minor unit of its currency (cents; yen have none), never a float. At rest and on the wire the
 * currency stands once on the object that holds the amounts; where amounts come together they are {@link Money}.
 */

/** ISO 4217 alphabetic code, upper case. */
export type Currency = string;

/** The largest amount that anything may come to, on the wire and in a calculation: minor units. */
export const largestAmount = 1_000_000_000_000;

const exponents: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

let known: ReadonlySet<Currency> | undefined;

/** Codes of ISO 4217 that nobody pays with: metals, units of account, and those for tests and for no currency. */
const noMoney: ReadonlySet<string> = new Set("XAG XAU XBA XBB XBC XBD XDR XPD XPT XRE XSU XTS XUA XXX".split(" "));

/** Whether this is a currency of ISO 4217 that the platform can write, and that somebody can pay with. */
export function isCurrency(text: string): boolean {
  known ??= new Set(Intl.supportedValuesOf("currency").filter((code) => !noMoney.has(code)));
  return known.has(text);
}

/** Digits after the point in this currency (ISO 4217): EUR 2, JPY 0, KWD 3. */
export function exponentOf(currency: Currency): number {
  return Object.hasOwn(exponents, currency) ? (exponents[currency] ?? 2) : 2;
}

/**
 * An amount that knows its currency, so that two currencies never meet: where the compiler knows them it refuses, and where
 * only the data does, the call throws.
 */
export class Money<C extends Currency = Currency> {
  /**
   * @param amount minor units, a whole number that a double holds exactly
   * @throws RangeError for any other number
   */
  constructor(
    readonly amount: number,
    readonly currency: C,
  ) {
    if (!Number.isSafeInteger(amount)) throw new RangeError(`Money is a whole number of minor units, not ${amount}.`);
  }

  /** @throws RangeError when the currencies differ, or the sum is too large to be exact */
  plus(other: Money<NoInfer<C>>): Money<C> {
    return new Money(this.amount + other.in(this.currency), this.currency);
  }

  /** @throws RangeError when the currencies differ, or the difference is too large to be exact */
  minus(other: Money<NoInfer<C>>): Money<C> {
    return new Money(this.amount - other.in(this.currency), this.currency);
  }

  /** @param quantity a whole number @throws RangeError when the product is too large to be exact */
  times(quantity: number): Money<C> {
    return new Money(this.amount * quantity, this.currency);
  }

  /** The bare minor units, for a place that has the currency already. @throws RangeError when it has another one */
  in(currency: NoInfer<C>): number {
    if (currency === this.currency) return this.amount;
    throw new RangeError(`An amount in ${this.currency} cannot stand among amounts in ${currency}.`);
  }
}

/** What becomes of the half of a minor unit: up, away from zero (commercial), or to the even neighbour (banker's). */
export type RoundingMode = "half_up" | "half_even";

/**
 * The part `amount * numerator / denominator` in whole minor units, worked out exactly and rounded once. Below zero it mirrors.
 * @param amount a safe integer
 * @param numerator a safe integer, not negative
 * @param denominator a safe integer, above zero
 */
export function partOf(amount: number, numerator: number, denominator: number, mode: RoundingMode): number {
  if (amount < 0) return 0 - partOf(-amount, numerator, denominator, mode);
  const product = amount * numerator;
  if (Number.isSafeInteger(product)) {
    const floor = wholeQuotient(product, denominator);
    const rest = product - floor * denominator;
    return floor + (goesUp(2 * rest - denominator, floor % 2 === 1, mode) ? 1 : 0);
  }
  const [dividend, divisor] = [BigInt(amount) * BigInt(numerator), BigInt(denominator)];
  const floor = dividend / divisor;
  const over = 2n * (dividend - floor * divisor) - divisor;
  return Number(floor + (goesUp(over < 0n ? -1 : over > 0n ? 1 : 0, floor % 2n === 1n, mode) ? 1n : 0n));
}

/**
 * The quotient of safe integers without its fraction, exactly. Division rounds to the nearest double, but never up to a whole number `k`
 * that it misses: it misses it by at least `1 / divisor`, and half a unit in the last place of `k` is less, as `k * divisor` is below 2^53.
 */
function wholeQuotient(dividend: number, divisor: number): number {
  return Math.floor(dividend / divisor);
}

/** @param over whether the rest is below (negative), at (0) or above (positive) the half */
function goesUp(over: number, odd: boolean, mode: RoundingMode): boolean {
  return over > 0 || (over === 0 && (mode === "half_up" || odd));
}

/**
 * Splits an amount by weights; the parts always sum to the whole. Each gets its share rounded down (towards zero), and what is
 * then left goes one unit each to those with the largest remainders, the earlier first where these are equal. Weights that are
 * all zero count as equal.
 * @param amount minor units, a safe integer
 * @param weights safe integers, none negative, at least one unless the amount is 0
 * @throws RangeError for weights that nothing can be split by
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`Only a whole amount can be split, not ${amount}.`);
  let sum = 0;
  for (const weight of weights) {
    if (!(Number.isSafeInteger(weight) && weight >= 0)) {
      throw new RangeError("An amount is split by whole weights, none below zero.");
    }
    sum += weight;
  }
  if (weights.length === 0 && amount !== 0) throw new RangeError("An amount cannot be split among nobody.");
  if (amount < 0) return allocate(-amount, weights).map((part) => 0 - part);
  if (sum === 0) return weights.length === 0 ? [] : allocate(amount, Array<number>(weights.length).fill(1));
  // No weight is more than the sum, so where this is exact every product of the split is.
  return Number.isSafeInteger(amount * sum) ? split(amount, weights, sum) : splitLarge(amount, weights);
}

function split(amount: number, weights: readonly number[], sum: number): number[] {
  const [parts, rests]: [number[], number[]] = [[], []];
  let left = amount;
  for (const weight of weights) {
    const product = amount * weight;
    const part = wholeQuotient(product, sum);
    rests.push(product - part * sum);
    parts.push(part);
    left -= part;
  }
  const sorted = Float64Array.from(rests).sort();
  return handOut(parts, rests, left, sorted[sorted.length - left] ?? 0);
}

/** Where doubles would not hold the products exactly. */
function splitLarge(amount: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n);
  const products = weights.map((weight) => BigInt(amount) * BigInt(weight));
  const parts = products.map((product) => Number(product / sum));
  const rests = products.map((product) => product % sum);
  const left = parts.reduce((rest, part) => rest - part, amount);
  const sorted = rests.toSorted((a, b) => Number(a - b));
  return handOut(parts, rests, left, sorted[sorted.length - left] ?? 0n);
}

/** Gives what is left, a unit each, to the parts with the largest rests. @param least the smallest rest that still gets one */
function handOut<Rest extends number | bigint>(
  parts: number[],
  rests: readonly Rest[],
  left: number,
  least: Rest,
): number[] {
  let equal = left;
  for (const rest of rests) if (rest > least) equal--;
  for (const [index, rest] of rests.entries()) {
    if (rest > least || (rest === least && equal-- > 0)) parts[index] = (parts[index] ?? 0) + 1;
  }
  return parts;
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

/** An amount as other programs read it, exactly: `decimalOf(1999, "EUR")` is `19.99`. */
export function decimalOf(amount: number, currency: Currency): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  return `${amount < 0 ? "-" : ""}${whole}${exponent > 0 ? `.${digits.slice(-exponent)}` : ""}`;
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
