import { hexOf } from "../platform/bytes.ts";
import type { Address } from "../platform/schemas.ts";
import type { Store } from "../platform/store.ts";

/** The key is made of the secret once in an isolate. */
const keys = new WeakMap<Env, Promise<CryptoKey>>();

function keyOf(env: Env): Promise<CryptoKey> {
  let key = keys.get(env);
  if (!key) {
    const secret = new TextEncoder().encode(env.AUTH_SECRET).slice().buffer;
    key = crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    keys.set(env, key);
  }
  return key;
}

async function keyed(store: Store, what: string, value: string): Promise<string> {
  const bytes = new TextEncoder().encode(`fraud:${what}:${value}`).slice().buffer;
  return hexOf((await crypto.subtle.sign("HMAC", await keyOf(store.env), bytes)).slice(0, 16));
}

/**
 * An internet address as it is kept: it can be told to be the same, and by nobody without the key what it is. Of IPv6 the first 64 bits
 * count: a household has them all behind that.
 */
export function hashOfIp(store: Store, ip: string): Promise<string> {
  return keyed(store, "ip", ip.includes(":") ? ipv6Network(ip) : ip);
}

function ipv6Network(ip: string): string {
  const [head = "", tail] = ip.toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ""))
    .join(":");
}

/** A card or an account as it is kept, by its service's own name for it. */
export function hashOfCard(store: Store, provider: string, fingerprint: string): Promise<string> {
  return keyed(store, "card", `${provider}:${fingerprint}`);
}

/** A postal address as it is kept: the same street and town however they are written. */
export function hashOfAddress(store: Store, { line1, line2 = "", postal_code, country }: Address): Promise<string> {
  const plain = `${line1} ${line2}`
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");
  return keyed(store, "address", `${country}:${postal_code.toLowerCase().replaceAll(" ", "")}:${plain}`);
}
