import { partOf, type RoundingMode } from "../platform/money.ts";

/** A rate of tax as an exact fraction of the price without it; `percent` is the same for people: `19`, `14.975`. */
export interface Rate {
  numerator: number;
  denominator: number;
  percent: string;
}

/** One of the taxes that make up a rate. */
export interface RatePart {
  /** Millionths of the price: 190 000 is 19 %, 99 750 is 9.975 %. */
  millionths: number;
  /** Whether it is charged on the other taxes too. */
  compound: boolean;
}

const whole = 1_000_000;

export const noRate: Rate = { numerator: 0, denominator: 1, percent: "0" };

/**
 * What several taxes on one price come to: those that are not compound are added; a compound one is charged on the price with
 * those in it. Exact for at most one compound part.
 */
export function rateFrom(parts: readonly RatePart[]): Rate {
  const simple = parts.reduce((sum, part) => (part.compound ? sum : sum + part.millionths), 0);
  const onTop = parts.find((part) => part.compound)?.millionths ?? 0;
  const numerator = simple * whole + onTop * (whole + simple);
  const common = greatestCommonDivisor(numerator, whole * whole);
  return {
    numerator: numerator / common,
    denominator: (whole * whole) / common,
    percent: decimal(numerator, 10),
  };
}

/** The tax that a price already holds, of `gross` minor units: `gross * rate / (1 + rate)`. */
export function taxWithin(gross: number, { numerator, denominator }: Rate, mode: RoundingMode): number {
  return partOf(gross, numerator, denominator + numerator, mode);
}

/** The tax that comes on top of `net` minor units: `net * rate`. */
export function taxOnTop(net: number, { numerator, denominator }: Rate, mode: RoundingMode): number {
  return partOf(net, numerator, denominator, mode);
}

/**
 * Reads a percentage as staff write it, `19` or `9.975`, as millionths of the whole.
 * @returns null where it is no plain decimal number with at most four decimals
 */
export function readPercent(text: string): number | null {
  const match = /^(-?\d{1,6})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const [, units = "", decimals = ""] = match;
  return Number(units + decimals.padEnd(4, "0"));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** A whole number as a decimal with its last `places` digits behind the point, without zeros at the end. */
function decimal(value: number, places: number): string {
  const digits = String(value).padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return digits.slice(0, -places) + (fraction && `.${fraction}`);
}
