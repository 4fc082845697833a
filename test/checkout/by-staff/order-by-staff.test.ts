import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { orderByStaff } from "../../../src/checkout/by-staff/order-by-staff.ts";
import { findPayLink, sendPayLink } from "../../../src/checkout/by-staff/pay-link.ts";
import { quoteByStaff } from "../../../src/checkout/by-staff/quote-by-staff.ts";
import type { StaffOrder, StaffOrdered } from "../../../src/checkout/by-staff/schemas.ts";
import { cancelOrder } from "../../../src/checkout/cancel-order.ts";
import { findCustomers } from "../../../src/customers/find-customers.ts";
import { auditBooks } from "../../../src/orders/audit-books.ts";
import { readDesk } from "../../../src/orders/desk/keep-notes.ts";
import { findOrder } from "../../../src/orders/find-order.ts";
import { idempotentRequest } from "../../../src/platform/idempotency.ts";
import { openStore } from "../../../src/platform/store.ts";
import { bearer, logIn, newCustomer, signInStaff } from "../../identity/people.ts";
import { address, ask, choose, levelOf, published, sell, staff, storeFor } from "../shop.ts";

const wanted = (variant_id: string, changes: Partial<StaffOrder> = {}): StaffOrder => ({
  email: "caller@example.com",
  shipping_address: address,
  shipping_option: "standard",
  payment_provider: "test",
  items: [{ variant_id, quantity: 2 }],
  send_link: false,
  note: "Rang at noon",
  ...changes,
});

async function place(body: StaffOrder, key: string = crypto.randomUUID()) {
  const request = await idempotentRequest(staff, key, { method: "POST", path: "/orders", body });
  return orderByStaff(storeFor(), body, request);
}

describe("staff order for a buyer", () => {
  it("it is priced as any order, holds its stock, and its link lets the buyer see and pay it without an account", async () => {
    const pan = await sell({ stock: 5 });
    expect(await quoteByStaff(storeFor(), wanted(pan.variant_id))).toMatchObject({ total: 4490, shipping_total: 490 });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
    const { ordered } = await place(wanted(pan.variant_id));
    expect(ordered.order).toMatchObject({ total: 4490, customer_id: null, email: "caller@example.com" });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 2 });
    const token = new URL(ordered.pay_url).searchParams.get("token");
    const guest = openStore(env, { actor: { kind: "shopper", cartId: null } });
    expect(await findOrder(guest, ordered.order.id, token)).toMatchObject({ payment_status: "pending" });
    await choose(ordered, "approve");
    expect(await findOrder(guest, ordered.order.id, token)).toMatchObject({ payment_status: "paid" });
    expect((await readDesk(storeFor(), ordered.order.id)).notes).toMatchObject([{ text: "Rang at noon" }]);
  });

  it("the same request again answers the same order, and another with its key is refused", async () => {
    const pan = await sell({ stock: 5 });
    const first = await place(wanted(pan.variant_id), "phone-1");
    const second = await place(wanted(pan.variant_id), "phone-1");
    expect(second).toMatchObject({ replayed: true, ordered: { order: { id: first.ordered.order.id } } });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 2 });
    const other = wanted(pan.variant_id, { email: "else@example.com" });
    await expect(place(other, "phone-1")).rejects.toMatchObject({ code: "idempotency-key-reused" });
  });

  it("it is asked for over the wire, and repeated under its key it is the same order", async () => {
    const pan = await sell({ stock: 5 });
    const headers = { ...bearer(await signInStaff()), "Idempotency-Key": crypto.randomUUID() };
    const post = () => ask("POST", "/orders", wanted(pan.variant_id), headers);
    const first = await post();
    expect(first.status).toBe(201);
    const { order } = await first.json<StaffOrdered>();
    const again = await post();
    expect([again.status, again.headers.get("Idempotent-Replayed")]).toEqual([201, "true"]);
    expect(await again.json()).toMatchObject({ order: { id: order.id, total: 4490 } });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 2 });
  });

  it("what a checkout refuses is refused: more than there is, an address that its country refuses, a stranger", async () => {
    const pan = await sell({ stock: 1 });
    await expect(place(wanted(pan.variant_id))).rejects.toMatchObject({ code: "insufficient-stock" });
    const nowhere = wanted(pan.variant_id, { shipping_address: { ...address, postal_code: "x" } });
    await expect(place(nowhere)).rejects.toMatchObject({ code: "invalid-address" });
    expect((await ask("POST", "/orders", wanted(pan.variant_id))).status).toBe(401);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 1, reserved: 0 });
  });

  it("a half-filled one is priced as far as it is known, and says what is missing and of what there is too little", async () => {
    const pan = await sell({ stock: 3 });
    const empty = await quoteByStaff(storeFor(), { items: [] });
    expect(empty).toMatchObject({
      total: 0,
      items: [],
      missing: ["items", "email", "shipping_address", "shipping_option"],
    });
    const items = [{ variant_id: pan.variant_id, quantity: 4 }];
    const to = { items, shipping_address: { country: "DE" }, shipping_option: "no-such-way" };
    const quote = await quoteByStaff(storeFor(), to);
    expect(quote).toMatchObject({
      subtotal: 8000,
      shipping_option: "standard",
      missing: ["email", "shipping_address"],
    });
    expect(quote.short_lines).toMatchObject([{ variant_id: pan.variant_id, requested: 4, available: 3 }]);
    await expect(quoteByStaff(storeFor(), { ...to, payment_provider: "shells" })).rejects.toMatchObject({
      code: "provider-unknown",
    });
    await expect(quoteByStaff(storeFor(), { ...to, codes: ["NOTHING"] })).rejects.toMatchObject({
      code: "unknown-code",
    });
  });

  it("money that staff have in hand pays it at once; a total that is no longer true is refused", async () => {
    const pan = await sell({ stock: 5 });
    const { ordered } = await place(wanted(pan.variant_id, { payment_provider: "manual", expected_total: 4490 }));
    const paid = await findOrder(storeFor(), ordered.order.id);
    expect(paid).toMatchObject({ payment_status: "paid", expires_at: null });
    expect(paid.payments).toMatchObject([{ provider: "manual", status: "captured", captured: 4490 }]);
    expect(paid.timeline.map(({ type }) => type)).toContain("order.billed");
    const { findings } = await auditBooks(storeFor());
    expect(findings).toEqual([]);
    await expect(place(wanted(pan.variant_id, { expected_total: 1 }))).rejects.toMatchObject({ code: "total-changed" });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 2 });
  });

  it("for a customer with an account it is their order; for an account that is none it is refused", async () => {
    const pan = await sell({ stock: 5 });
    await newCustomer("regular@example.com");
    const person = (await logIn("regular@example.com")).body.user;
    const { ordered } = await place(wanted(pan.variant_id, { customer_id: person.id }));
    expect(ordered.order.customer_id).toBe(person.id);
    const found = await findCustomers(storeFor(), { q: "regular@", limit: 1 });
    expect(found).toEqual({ data: [expect.objectContaining({ id: person.id, addresses: [] })], next_cursor: null });
    expect((await ask("GET", "/customers?q=a")).status).toBe(401);
    const stranger = storeFor().newId("cus");
    await expect(place(wanted(pan.variant_id, { customer_id: stranger }))).rejects.toMatchObject({
      code: "unknown-customer",
    });
  });

  it("its link goes out once by itself, gives the time that staff name, and can be sent anew while it waits", async () => {
    const pan = await sell({ stock: 5 });
    const now = new Date("2026-11-22T10:00:00.000Z");
    const body = wanted(pan.variant_id, { send_link: true, pay_within_hours: 48 });
    const request = await idempotentRequest(staff, "link-1", { method: "POST", path: "/orders", body });
    const { ordered } = await orderByStaff(storeFor({ now: () => now }), body, request);
    const { id } = ordered.order;
    expect((await findOrder(storeFor(), id)).expires_at).toBe("2026-11-24T10:00:00.000Z");
    await orderByStaff(storeFor({ now: () => now }), body, request);
    expect((await published(id)).filter((type) => type === "order.pay-link")).toHaveLength(1);
    const later = new Date("2026-11-24T09:00:00.000Z");
    const anew = await sendPayLink(storeFor({ now: () => later }), id, { again: true, hours: 24 });
    expect(anew).toMatchObject({ order_id: id, pay_url: ordered.pay_url, expires_at: "2026-11-25T09:00:00.000Z" });
    expect((await published(id)).filter((type) => type === "order.pay-link")).toHaveLength(2);
    expect(await findPayLink(storeFor(), id)).toEqual(anew);
    await cancelOrder(storeFor(), id, "Changed their mind");
    await expect(sendPayLink(storeFor(), id, { again: true })).rejects.toMatchObject({ code: "nothing-to-tell" });
  });
});
