import { hexOf } from "../../platform/bytes.ts";
import type { Store } from "../../platform/store.ts";

/**
 * What tells one buyer from another where uses are counted: a keyed hash of the e-mail address, so that a person is the same as a
 * guest and with an account, and no address stands in the books of promotions. Without the key nobody can try addresses on it.
 */
export async function customerKey(store: Store, email: string): Promise<string> {
  const mac = await crypto.subtle.sign("HMAC", await keyOf(store.env), textBytes(`promotions:${mailbox(email)}`));
  return hexOf(mac.slice(0, 16));
}

/** The key is made of the secret once in an isolate. */
const keys = new WeakMap<Env, Promise<CryptoKey>>();

function keyOf(env: Env): Promise<CryptoKey> {
  let key = keys.get(env);
  if (!key) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    key = crypto.subtle.importKey("raw", textBytes(env.AUTH_SECRET), algorithm, false, ["sign"]);
    keys.set(env, key);
  }
  return key;
}

/** Hosts that do not look at dots in the name before the @, with the name that they go by. */
const dotless: Readonly<Record<string, string>> = { "gmail.com": "gmail.com", "googlemail.com": "gmail.com" };

/** The mailbox that an address leads to: without what follows a plus, and without dots where the host does not look at them. */
export function mailbox(email: string): string {
  const [name = "", host = ""] = splitAt(email.trim().toLowerCase());
  const [plain = ""] = name.split("+");
  const same = Object.hasOwn(dotless, host) ? dotless[host] : undefined;
  return same ? `${plain.replaceAll(".", "")}@${same}` : `${plain}@${host}`;
}

function splitAt(email: string): string[] {
  const at = email.lastIndexOf("@");
  return [email.slice(0, at), email.slice(at + 1)];
}

function textBytes(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).slice().buffer;
}
