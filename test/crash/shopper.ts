import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { insist } from "./store.ts";

/** What a shopper means to do at the till. */
export type Intent = "approve" | "decline" | "late" | "abandon";

/** What a shopper remembers. */
export interface Memory {
  intent: Intent;
  cart_id: string;
  /** Pieces by variant, as they were in the cart when it was ordered. */
  bought: Map<string, number>;
  /** Null: nothing was ordered, and the shopper was told why. */
  order: { id: string; token: string; total: number; currency: string } | null;
  /** Codes of what they were told instead. */
  told: string[];
}

const json = { "content-type": "application/json" };

const address = {
  name: "Amina Haddad",
  line1: "12 Rue des Oliviers",
  city: "Lyon",
  postal_code: "69002",
  country: "FR",
};

/** Fills a cart, orders it and pays, whatever happens to the store meanwhile. */
export async function shop(url: string, variantIds: readonly string[], intent: Intent): Promise<Memory> {
  const memory: Memory = { intent, cart_id: "", bought: new Map(), order: null, told: [] };
  for (let kinds = 1 + Math.floor(Math.random() * 3); kinds > 0; kinds--) {
    await add(url, memory, variantIds[Math.floor(Math.random() * variantIds.length)] ?? "");
    await sleep(Math.random() * 300);
  }
  if (memory.cart_id) await order(url, memory);
  return memory;
}

async function add(url: string, memory: Memory, variant_id: string): Promise<void> {
  const { status, body } = await insist(`${url}/api/v1/cart/add`, {
    method: "POST",
    headers: { ...json, ...(memory.cart_id && { "x-cart-id": memory.cart_id }), "idempotency-key": randomUUID() },
    body: JSON.stringify({ variant_id, quantity: 1 }),
  });
  if (status >= 300) memory.told.push(String(body.code));
  else memory.cart_id = String(body.id);
}

interface Quote {
  total: number;
  items: { line_id: string; variant_id: string; quantity: number }[];
}

async function order(url: string, memory: Memory): Promise<void> {
  const headers = { ...json, "x-cart-id": memory.cart_id };
  const asked = { address, shipping_option: "standard" };
  for (let turn = 0; turn < 5; turn++) {
    const quoted = await insist(`${url}/api/v1/checkout/quote`, {
      method: "POST",
      headers,
      body: JSON.stringify(asked),
    });
    if (quoted.status !== 200) return void memory.told.push(String(quoted.body.code));
    const { total, items } = quoted.body as unknown as Quote;
    const { status, body } = await insist(`${url}/api/v1/checkout`, {
      method: "POST",
      headers: { ...headers, "idempotency-key": randomUUID() },
      body: JSON.stringify({
        ...{ email: "amina@example.com", shipping_address: address, shipping_option: "standard" },
        ...{ payment_provider: "test", expected_total: total },
      }),
    });
    if (status === 201) {
      memory.bought = new Map(items.map(({ variant_id, quantity }) => [variant_id, quantity]));
      return pay(url, memory, body);
    }
    memory.told.push(String(body.code));
    if (body.code !== "insufficient-stock") return;
    await putBack(url, headers, items, body);
  }
}

/** Takes out what is short, and goes on with the rest. */
async function putBack(
  url: string,
  headers: Record<string, string>,
  items: Quote["items"],
  refusal: Record<string, unknown>,
): Promise<void> {
  const short = new Set((refusal.lines as { variant_id: string }[]).map(({ variant_id }) => variant_id));
  for (const { line_id, variant_id } of items) {
    if (!short.has(variant_id)) continue;
    await insist(`${url}/api/v1/cart/remove`, { method: "POST", headers, body: JSON.stringify({ line_id }) });
  }
}

async function pay(url: string, memory: Memory, body: Record<string, unknown>): Promise<void> {
  const { order: made, payment } = body as unknown as {
    order: { id: string; access_token: string; total: number; currency: string };
    payment: { id: string };
  };
  memory.order = { id: made.id, token: made.access_token, total: made.total, currency: made.currency };
  if (memory.intent === "abandon") return;
  const press = (action: string) =>
    insist(`${url}/pay/test/${payment.id}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: url },
      body: new URLSearchParams({ action }).toString(),
    });
  if (memory.intent === "decline") await press("decline");
  await press(memory.intent === "late" ? "late" : "approve");
}
