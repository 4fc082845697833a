import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { orderByStaff, quoteByStaff } from "../../src/checkout/order-by-staff.ts";
import type { StaffOrder, StaffOrdered } from "../../src/checkout/staff-order-schemas.ts";
import { readDesk } from "../../src/orders/desk/keep-notes.ts";
import { findOrder } from "../../src/orders/find-order.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { openStore } from "../../src/platform/store.ts";
import { bearer, signInStaff } from "../identity/people.ts";
import { address, ask, choose, levelOf, sell, staff, storeFor } from "./shop.ts";

const wanted = (variant_id: string, changes: Partial<StaffOrder> = {}): StaffOrder => ({
  email: "caller@example.com",
  shipping_address: address,
  shipping_option: "standard",
  payment_provider: "test",
  items: [{ variant_id, quantity: 2 }],
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
});
