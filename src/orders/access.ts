import type { Store } from "../platform/store.ts";

/**
 * The token that opens a guest's order: an HMAC of its id under the store's secret, so that it can be written into every
 * mail about the order and is stored nowhere.
 */
export async function orderAccessToken(store: Store, orderId: string): Promise<string> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey(
    "raw",
    bytes.encode(store.env.AUTH_SECRET),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = await crypto.subtle.sign("HMAC", key, bytes.encode(`order-access:${orderId}`));
  return btoa(String.fromCharCode(...new Uint8Array(mac).slice(0, 24)))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

/** Compares without telling by its time how much of the token was right. */
export async function opensOrder(store: Store, orderId: string, token: string): Promise<boolean> {
  const bytes = new TextEncoder();
  const [right, given] = await Promise.all([
    orderAccessToken(store, orderId).then((text) => crypto.subtle.digest("SHA-256", bytes.encode(text))),
    crypto.subtle.digest("SHA-256", bytes.encode(token)),
  ]);
  return crypto.subtle.timingSafeEqual(right, given);
}

/** Where a guest or a customer sees the order. */
export async function orderUrl(store: Store, orderId: string): Promise<string> {
  return `${store.env.STORE_URL}/orders/${orderId}?token=${await orderAccessToken(store, orderId)}`;
}

/** Where the shopper lands after paying: the same order, with thanks or with another try. */
export async function paymentReturnUrl(store: Store, orderId: string): Promise<string> {
  const query = new URLSearchParams({ order: orderId, token: await orderAccessToken(store, orderId) });
  return `${store.env.STORE_URL}/checkout/return?${query}`;
}
