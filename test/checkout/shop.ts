import { env, exports } from "cloudflare:workers";
import { createProduct } from "../../src/catalog/products/products.ts";
import { refundOrder } from "../../src/checkout/refund-order.ts";
import type { Placed, RefundRequest } from "../../src/checkout/schemas.ts";
import type { Order } from "../../src/orders/schemas.ts";
import { decide, gatewayReference, gatewayWebhook } from "../../src/payments/test-gateway.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { openStore, type Store, type StoreOptions } from "../../src/platform/store.ts";
// Here before it is asked for: of two requests that load the same at once, the tests' runtime lets one wait for ever.
import "../../src/house.ts";
import "lib-address/lite";

export const staff = { kind: "staff", id: "usr_staff", email: "staff@souk.test", groups: ["admins"] } as const;

/** The store as staff see it; `options` set its clock. */
export const storeFor = (options: StoreOptions = {}) => openStore(env, { actor: staff, ...options });

let count = 0;

/** Puts a product of one variant on sale: price in minor units of EUR, stock in units. */
export async function sell(options: { price?: number; stock?: number | null; title?: string; sku?: string } = {}) {
  const { price = 2000, stock = 10, title = "Copper pan" } = options;
  const product = await createProduct(storeFor(), {
    title,
    slug: `thing-${++count}`,
    description: "",
    status: "active",
    brand: null,
    category_ids: [],
    attributes: {},
    options: [],
    variants: [
      {
        sku: options.sku ?? `THING-${count}`,
        options: {},
        prices: [{ currency: "EUR", amount: price, compare_at_amount: null }],
        barcode: null,
        stock,
        weight_grams: 500,
      },
    ],
  });
  const variant = product.variants[0];
  if (!variant) throw new Error("The product came without its variant.");
  return { product_id: product.id, variant_id: variant.id, sku: variant.sku };
}

/** A JSON request to the store. */
export function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return exports.default.fetch(`https://souk.test${path.startsWith("/pay/") ? "" : "/api/v1"}${path}`, {
    method,
    redirect: "manual",
    headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

export const address = {
  name: "Ada Lovelace",
  line1: "Unter den Linden 1",
  city: "Berlin",
  postal_code: "10117",
  country: "DE",
};

/** A guest's cart with so many of a variant in it. */
export async function fillCart(variantId: string, quantity = 1, cartId?: string): Promise<string> {
  const answer = await ask(
    "POST",
    "/cart/add",
    { variant_id: variantId, quantity },
    cartId ? { "x-cart-id": cartId } : {},
  );
  if (answer.status !== 200 && answer.status !== 201) throw new Error(`The cart refused: ${await answer.text()}`);
  return (await answer.json<{ id: string }>()).id;
}

/** Checks a guest's cart out; the total is what the quote says unless it is given. */
export async function checkOut(
  cartId: string,
  options: { key?: string; body?: Record<string, unknown> } = {},
): Promise<Response> {
  const { key = crypto.randomUUID(), body = {} } = options;
  let expected = body.expected_total;
  if (expected === undefined) {
    const quote = await ask(
      "POST",
      "/checkout/quote",
      { address, shipping_option: "standard" },
      { "x-cart-id": cartId },
    );
    expected = (await quote.json<{ total: number }>()).total ?? 0;
  }
  return ask(
    "POST",
    "/checkout",
    {
      email: "ada@example.com",
      shipping_address: address,
      shipping_option: "standard",
      payment_provider: "test",
      ...body,
      expected_total: expected,
    },
    { "x-cart-id": cartId, "Idempotency-Key": key },
  );
}

/** A guest buys: the order as the checkout answered it. */
export async function order(variantId: string, quantity = 1): Promise<Placed> {
  const answer = await checkOut(await fillCart(variantId, quantity));
  if (answer.status !== 201) throw new Error(`The checkout refused: ${await answer.text()}`);
  return answer.json<Placed>();
}

/** Staff give money of an order back; all that is left where no amount is named. */
export async function giveBack(store: Store, orderId: string, body: RefundRequest, key: string = crypto.randomUUID()) {
  const request = await idempotentRequest(store.actor, key, {
    method: "POST",
    path: `/orders/${orderId}/refunds`,
    body,
  });
  return refundOrder(store, orderId, body, request);
}

/** What the gateway's hosted page does when a button is pressed. */
export function choose(placed: Placed, action: "approve" | "decline" | "late" | "abandon"): Promise<Response> {
  return ask("POST", `/pay/test/${placed.payment.id}`, `action=${action}`, {
    "Content-Type": "application/x-www-form-urlencoded",
  });
}

/** The gateway takes the money, and its word of it is lost on the way. */
export async function payUnheard(placed: Placed): Promise<void> {
  const { id: payment_id, amount, currency } = placed.payment;
  await decide(storeFor(), { payment_id, order_id: placed.order.id, amount, currency, status: "paid", due_at: null });
}

/** The gateway's signed word on a payment, with whatever a test wants different. */
export async function webhook(
  placed: Placed,
  changes: { amount?: number; currency?: string; payment_id?: string } = {},
) {
  const payment_id = changes.payment_id ?? placed.payment.id;
  return gatewayWebhook(storeFor(), {
    reference: gatewayReference(payment_id),
    payment_id,
    order_id: placed.order.id,
    amount: changes.amount ?? placed.payment.amount,
    currency: changes.currency ?? placed.payment.currency,
    status: "paid",
    due_at: null,
  });
}

export function sendWebhook({ body, signature }: { body: string; signature: string }): Promise<Response> {
  return ask("POST", "/payments/webhook/test", body, { "stripe-signature": signature });
}

/** The order as its guest sees it. */
export async function see(placed: Placed): Promise<Order> {
  const answer = await ask("GET", `/orders/${placed.order.id}?token=${placed.order.access_token}`);
  return answer.json<Order>();
}

/** What the books say of a variant. */
export async function levelOf(variantId: string) {
  const level = await env.ORDERS.prepare("select on_hand, reserved from stock_levels where variant_id = ?")
    .bind(variantId)
    .first<{ on_hand: number; reserved: number }>();
  if (!level) throw new Error(`The variant ${variantId} is not tracked.`);
  return level;
}

/** The types of the events that the books published about an order, in order. */
export async function published(orderId: string): Promise<string[]> {
  const { results } = await env.ORDERS.prepare("select type from outbox where subject = ? order by id")
    .bind(orderId)
    .all<{ type: string }>();
  return results.map(({ type }) => type);
}
