/**
 * Postal codes that a zone holds: one code (`27498`), all that begin alike (`35*`), or a range of digits (`51001..51081`).
 * Upper and lower case, spaces and hyphens make no difference.
 */
export type PostalPattern = { from: string; to: string } | { begins: string } | { is: string };

/** @returns null where the text is no such pattern */
export function readPostalPattern(text: string): PostalPattern | null {
  const plain = plainPostalCode(text);
  const range = /^(\d{2,10})\.\.(\d{2,10})$/.exec(plain);
  if (range) {
    const [, from = "", to = ""] = range;
    return from.length === to.length && from <= to ? { from, to } : null;
  }
  if (/^[A-Z0-9]{1,10}\*$/.test(plain)) return { begins: plain.slice(0, -1) };
  return /^[A-Z0-9]{2,10}$/.test(plain) ? { is: plain } : null;
}

export function matchesPostal(pattern: PostalPattern, code: string): boolean {
  const plain = plainPostalCode(code);
  if ("is" in pattern) return plain === pattern.is;
  if ("begins" in pattern) return plain.startsWith(pattern.begins);
  const { from, to } = pattern;
  return /^\d+$/.test(plain) && plain.length === from.length && plain >= from && plain <= to;
}

/** As codes are compared: `sw1a 1aa` and `SW1A-1AA` are one. */
export function plainPostalCode(text: string): string {
  return text.toUpperCase().replaceAll(/[\s-]/g, "");
}
