import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/**
 * Passwords are kept as scrypt hashes with N = 2^15, r = 8, p = 3 (OWASP Password Storage Cheat Sheet), written in the form
 * `$scrypt$ln=15,r=8,p=3$salt$hash`, so that the cost can be raised without losing older hashes.
 */
const cost = { ln: 15, r: 8, p: 3 };
const hashLength = 32;

/** Hashes a password. The same characters typed on another keyboard give the same hash (Unicode NFKC). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost.ln, cost.r, cost.p, hashLength);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${salt.toString("base64")}$${hash.toString("base64")}`;
}

/** Whether this password made this hash. */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (!match) throw new Error("A stored password hash is not in the form this store writes.");
  const [, ln, r, p, salt = "", stored = ""] = match;
  const expected = Buffer.from(stored, "base64");
  const salted = Buffer.from(salt, "base64");
  const actual = await derive(password, salted, Number(ln), Number(r), Number(p), expected.length);
  return timingSafeEqual(actual, expected);
}

function derive(password: string, salt: Buffer, ln: number, r: number, p: number, length: number): Promise<Buffer> {
  const N = 2 ** ln;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, length, { N, r, p, maxmem: 256 * N * r }, (failure, key) =>
      failure ? reject(failure) : resolve(key),
    );
  });
}
