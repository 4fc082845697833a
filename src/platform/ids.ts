/** What an id names; the prefix tells a person and a log what they are looking at. */
export type IdPrefix =
  | "prod"
  | "var"
  | "cat"
  | "col"
  | "img"
  | "attr"
  | "cart"
  | "line"
  | "ord"
  | "oli"
  | "pay"
  | "re"
  | "shp"
  | "cus"
  | "usr"
  | "evt"
  | "whk"
  | "msg"
  | "job"
  | "mov"
  | "rsv"
  | "dead"
  | "ses"
  | "crd"
  | "ver"
  | "key"
  | "req"
  | "syn"
  | "zone"
  | "shz"
  | "shm"
  | "rule"
  | "promo"
  | "mkt"
  | "plist"
  | "exm"
  | "dsp"
  | "frule"
  | "fdec"
  | "note"
  | "view"
  | "draft"
  | "loc"
  | "trf"
  | "stk";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * A new id: prefix, 48 bits of time and 80 random bits in Crockford's base 32, so that ids sort by time and cannot be guessed.
 * @param at milliseconds since 1970
 * @param random fills the given bytes; the runtime's own source unless a test drives it by a seed
 */
export function makeId(prefix: IdPrefix, at: number, random: (bytes: Uint8Array) => void = fillRandom): string {
  let time = "";
  for (let rest = at, i = 0; i < 10; i++) {
    time = (alphabet[rest % 32] ?? "0") + time;
    rest = Math.floor(rest / 32);
  }
  const bytes = new Uint8Array(16);
  random(bytes);
  let tail = "";
  for (const byte of bytes) tail += alphabet[byte & 31] ?? "0";
  return `${prefix}_${time}${tail}`;
}

/** What sorts before every id made from then on: the bound of "older than". @param at milliseconds since 1970 */
export function firstId(prefix: IdPrefix, at: number): string {
  return makeId(prefix, at, (bytes) => void bytes.fill(0));
}

/** A secret of 160 random bits in the same alphabet: access tokens of guests' orders, signing secrets. */
export function makeSecret(): string {
  const bytes = new Uint8Array(32);
  fillRandom(bytes);
  return Array.from(bytes, (byte) => alphabet[byte & 31]).join("");
}

/** Whether a text has the form of an id with this prefix. Says nothing of its existence. */
export function isId(prefix: IdPrefix, text: string): boolean {
  return new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`).test(text);
}

function fillRandom(bytes: Uint8Array): void {
  crypto.getRandomValues(bytes);
}
