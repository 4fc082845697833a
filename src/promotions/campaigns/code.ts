/**
 * A code as it is kept, however it was typed: no spaces around or inside, upper case, one form for each character. Null where
 * that is none: 3 to 40 letters and digits of any script, and after the first `-` and `_`.
 */
export function normalCode(typed: string): string | null {
  const code = typed.normalize("NFKC").replace(/\s+/g, "").toUpperCase();
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{2,39}$/u.test(code) ? code : null;
}

/** Without what is mistaken for something else when it is read out or copied by hand: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. */
const unambiguous = "34679ACDEFGHJKMNPQRTWXY";

/** How many codes of a length there are: so many that one of a job is not guessed in a million attempts. */
export function codesOfLength(length: number): number {
  return unambiguous.length ** length;
}

/**
 * A random code that cannot be foretold: every character is as likely as any other.
 * @param random fills the given bytes
 */
export function randomCode(prefix: string, length: number, random: (bytes: Uint8Array) => void): string {
  // The largest multiple of the alphabet in a byte: what lies above would make the first characters likelier.
  const fair = 256 - (256 % unambiguous.length);
  let code = prefix;
  const bytes = new Uint8Array(length * 2);
  while (code.length < prefix.length + length) {
    random(bytes);
    for (const byte of bytes) {
      if (byte < fair && code.length < prefix.length + length) code += unambiguous.charAt(byte % unambiguous.length);
    }
  }
  return code;
}
