/**
 * A barcode as a Global Trade Item Number, where it is one: 8, 12, 13 or 14 digits of which the last is the check digit.
 * Numbers that a shop gives out itself (GS1 prefixes 02, 04 and 2) mean nothing elsewhere.
 * @see https://www.gs1.org/services/how-calculate-check-digit-manually
 */
export function gtinOf(barcode: string | null): string | null {
  const digits = barcode?.replace(/[\s-]/g, "") ?? "";
  if (!/^(?:\d{8}|\d{12,14})$/.test(digits) || /^0+$/.test(digits)) return null;
  const padded = digits.padStart(14, "0");
  const sum = [...padded.slice(0, 13)].reduce((total, digit, place) => total + Number(digit) * (place % 2 ? 1 : 3), 0);
  const isRight = (10 - (sum % 10)) % 10 === Number(padded[13]);
  const isOwn = digits.length > 8 && /^(?:02|04|2)/.test(padded.slice(1));
  return isRight && !isOwn ? digits : null;
}
