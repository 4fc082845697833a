/** Basis points in the whole: 10 000 is 100 %. */
const whole = 10_000n;

/**
 * The tax that a price already holds: `gross * rate / (1 + rate)`, rounded half up to the minor unit.
 * @param gross minor units, not negative
 * @param basisPoints the rate; 1900 is 19 %
 */
export function taxWithin(gross: number, basisPoints: number): number {
  const rate = BigInt(basisPoints);
  return divideHalfUp(BigInt(gross) * rate, whole + rate);
}

/**
 * The tax that comes on top of a price: `net * rate`, rounded half up to the minor unit.
 * @param net minor units, not negative
 * @param basisPoints the rate; 1900 is 19 %
 */
export function taxOnTop(net: number, basisPoints: number): number {
  return divideHalfUp(BigInt(net) * BigInt(basisPoints), whole);
}

function divideHalfUp(dividend: bigint, divisor: bigint): number {
  return Number((2n * dividend + divisor) / (2n * divisor));
}
