import { allocate, partOf, type RoundingMode } from "../platform/money.ts";

/** A rate of tax as an exact fraction of the price without it; `percent` is the same for people: `19`, `14.975`. */
export interface Rate {
  numerator: number;
  denominator: number;
  percent: string;
  /** The taxes that make it up, in the order in which staff wrote them; none where nothing is charged. */
  parts: readonly RateShare[];
}

/** One of the taxes of a rate, by what it takes of the rate's whole. */
interface RateShare {
  name: string;
  /** Its own percentage as staff wrote it: a compound tax is charged on more than the price. */
  percent: string;
  /** Only good beside the weights of the same rate. */
  weight: number;
}

/** One of the taxes that make up a rate. */
export interface RatePart {
  /** What it is called on paper: VAT, GST. */
  name: string;
  /** Millionths of the price: 190 000 is 19 %, 99 750 is 9.975 %. */
  millionths: number;
  /** Whether it is charged on the other taxes too. */
  compound: boolean;
}

/** What one tax of a line came to. */
export interface TaxPart {
  name: string;
  /** Percent, as `9.975`. */
  percent: string;
  /** Minor units. */
  amount: number;
}

const whole = 1_000_000;

export const noRate: Rate = { numerator: 0, denominator: 1, percent: "0", parts: [] };

/**
 * What several taxes on one price come to: those that are not compound are added; a compound one is charged on the price with
 * those in it.
 * @throws RangeError for a second compound part, which would have to say on what it is charged; staff cannot save one
 */
export function rateFrom(parts: readonly RatePart[]): Rate {
  const compound = parts.filter((part) => part.compound);
  if (compound.length > 1) throw new RangeError("One tax of a class can be charged on the others, not two.");
  const simple = parts.reduce((sum, part) => (part.compound ? sum : sum + part.millionths), 0);
  const onTop = compound[0]?.millionths ?? 0;
  const numerator = simple * whole + onTop * (whole + simple);
  const common = greatestCommonDivisor(numerator, whole * whole);
  return {
    numerator: numerator / common,
    denominator: (whole * whole) / common,
    percent: decimal(numerator, 10),
    parts: parts.map((part) => ({
      name: part.name,
      percent: decimal(part.millionths, 4),
      weight: part.millionths * (part.compound ? whole + simple : whole),
    })),
  };
}

/** What each tax of a rate takes of an amount of tax; the parts sum to it. None where there is nothing to take. */
export function partsOf(tax: number, { parts }: Rate): TaxPart[] {
  const charged = tax === 0 ? [] : parts.filter(({ weight }) => weight > 0);
  const amounts =
    charged.length === 0
      ? []
      : allocate(
          tax,
          charged.map(({ weight }) => weight),
        );
  return charged.map(({ name, percent }, index) => ({ name, percent, amount: amounts[index] ?? 0 }));
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
