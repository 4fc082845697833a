/** How many digits stand before the check digit: few enough to type, too many to guess a parcel by. */
const digits = 15;

/**
 * The number of a parcel: `SOUK`, fifteen digits drawn from the shipment's id, and a check digit, so that a slip of the
 * keyboard finds nothing instead of somebody else's parcel.
 */
export async function trackingNumber(shipmentId: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`parcel:${shipmentId}`));
  const drawn = new DataView(digest).getBigUint64(0) % 10n ** BigInt(digits);
  const body = drawn.toString().padStart(digits, "0");
  return `SOUK${body}${checkDigit(body)}`;
}

/** Whether a text is a number that a parcel can have. */
export function isTrackingNumber(text: string): boolean {
  const match = /^SOUK(\d{15})(\d)$/.exec(text);
  return match?.[1] !== undefined && checkDigit(match[1]) === match[2];
}

/** ISO 7064, MOD 11,10: finds every single wrong digit and nearly every pair of neighbours that changed places. */
export function checkDigit(body: string): string {
  let product = 10;
  for (const digit of body) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}
