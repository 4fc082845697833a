/**
 * The number that people read on paper and say on the phone: nine digits, taken from the random part of the order's id.
 * It does not count up, so that nobody learns from two orders how many the store took in between; the books refuse a
 * number that is taken, and the checkout then draws another id.
 */
export function orderNumber(orderId: string): number {
  let bits = 0n;
  for (const character of orderId.slice(-12)) bits = bits * 31n + BigInt(character.charCodeAt(0));
  return 100_000_000 + Number(bits % 900_000_000n);
}
