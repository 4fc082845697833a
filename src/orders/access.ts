import { pathIn } from "../platform/http/locale.ts";
import type { Store } from "../platform/store.ts";

/**
 * The token that opens a guest's order: an HMAC of its id under the store's secret, so that it can be written into every
 * mail about the order and is stored nowhere.
 */
export async function orderAccessToken(store: Store, orderId: string): Promise<string> {
  const mac = await crypto.subtle.sign("HMAC", await accessKey(store.env), textBytes(`order-access:${orderId}`));
  return btoa(String.fromCharCode(...new Uint8Array(mac).slice(0, 24)))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

/** The key is made of the secret once in an isolate: every mail, answer and page about an order asks for it. */
const accessKeys = new WeakMap<Env, Promise<CryptoKey>>();

function accessKey(env: Env): Promise<CryptoKey> {
  let key = accessKeys.get(env);
  if (!key) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    key = crypto.subtle.importKey("raw", textBytes(env.AUTH_SECRET), algorithm, false, ["sign"]);
    accessKeys.set(env, key);
  }
  return key;
}

/** Compares without telling by its time how much of the token was right. */
export async function opensOrder(store: Store, orderId: string, token: string): Promise<boolean> {
  const [right, given] = await Promise.all([
    orderAccessToken(store, orderId).then((text) => crypto.subtle.digest("SHA-256", textBytes(text))),
    crypto.subtle.digest("SHA-256", textBytes(token)),
  ]);
  return crypto.subtle.timingSafeEqual(right, given);
}

/** Where a guest or a customer sees the order, in the given language where it is offered. */
export async function orderUrl(store: Store, orderId: string, locale = store.env.STORE_LOCALE): Promise<string> {
  const path = `/orders/${orderId}?token=${await orderAccessToken(store, orderId)}`;
  return `${store.env.STORE_URL}${pathIn(store.env, locale, path)}`;
}

/** Where the shopper lands after paying: the same order, with thanks or with another try. */
export async function paymentReturnUrl(store: Store, orderId: string): Promise<string> {
  const query = new URLSearchParams({ order: orderId, token: await orderAccessToken(store, orderId) });
  return `${store.env.STORE_URL}/checkout/return?${query}`;
}

function textBytes(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).slice().buffer;
}
