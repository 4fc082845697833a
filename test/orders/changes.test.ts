import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { createPriceList } from "../../src/catalog/price-lists/price-lists.ts";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { editOrder, previewEdit } from "../../src/checkout/edits/edit-order.ts";
import { payAgain } from "../../src/checkout/pay-again.ts";
import type { Placed } from "../../src/checkout/schemas.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { owedOf } from "../../src/payments/attempts.ts";
import { sweepPayments } from "../../src/payments/sweep.ts";
import { openStore } from "../../src/platform/store.ts";
import { archivePromotion, findPromotion, updatePromotion } from "../../src/promotions/campaigns/promotions.ts";
import { forgetPromotionRules } from "../../src/promotions/campaigns/read-rules.ts";
import { shipPart } from "../../src/shipping/ship-part.ts";
import {
  ask,
  checkOut,
  choose,
  fillCart,
  giveBack,
  levelOf,
  order,
  published,
  see,
  sell,
  staff,
  storeFor,
} from "../checkout/shop.ts";
import { fakeStripe } from "../fakes/stripe.ts";
import { bearer, signInStaff } from "../identity/people.ts";
import { promote } from "../promotions/campaign.ts";
import { patchPrice } from "./prices.ts";

afterEach(async () => {
  expect((await auditBooks(storeFor())).findings).toEqual([]);
});

/** An order of two pans and a lid, paid. */
async function twoThings(paid = true) {
  const pan = await sell({ price: 2000, stock: 5, title: "Pan" });
  const lid = await sell({ price: 500, stock: 5, title: "Lid" });
  const cart = await fillCart(pan.variant_id, 2);
  await fillCart(lid.variant_id, 1, cart);
  const answer = await checkOut(cart, { body: { expected_total: 4990 } });
  const placed = await answer.json<Placed>();
  if (paid) await choose(placed, "approve");
  const state = await loadOrder(storeFor(), placed.order.id);
  const line = (variant: string) => state.lines.find(({ variant_id }) => variant_id === variant)?.id ?? "";
  return { placed, pan, lid, panLine: line(pan.variant_id), lidLine: line(lid.variant_id), version: state.version };
}

describe("an order that leaves in parts", () => {
  it("is partially shipped until its last piece has left; the buyer is told of each parcel", async () => {
    const { placed, pan, lid, panLine, lidLine, version } = await twoThings();
    const first = await shipPart(storeFor(), placed.order.id, { items: [{ item_id: panLine, quantity: 1 }] }, version);
    expect(first.shipping_status).toBe("partially_shipped");
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 4, reserved: 1 });
    expect(await levelOf(lid.variant_id)).toEqual({ on_hand: 5, reserved: 1 });
    expect((await see(placed)).shipments.at(-1)).toMatchObject({
      status: "in_transit",
      items: [{ item_id: panLine, quantity: 1 }],
    });
    const label = { carrier: "DHL", tracking_number: "00340434161094", tracking_url: "https://dhl.test/1" };
    const rest = [
      { item_id: panLine, quantity: 1 },
      { item_id: lidLine, quantity: 1 },
    ];
    const last = await shipPart(storeFor(), placed.order.id, { items: rest, ...label }, first.version);
    expect(last).toMatchObject({ shipping_status: "shipped" });
    expect(last.shipments.at(-1)).toMatchObject({ carrier: "DHL", tracking_number: "00340434161094" });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 3, reserved: 0 });
    expect(await levelOf(lid.variant_id)).toEqual({ on_hand: 4, reserved: 0 });
    expect(await published(placed.order.id)).toEqual(
      expect.arrayContaining(["order.partially_shipped", "order.shipped"]),
    );
    expect((await moveShipping(storeFor(), placed.order.id, "delivered")).status).toBe("finished");
  });

  it("ships what is left in one go, when staff say shipped", async () => {
    const { placed, pan, lid, panLine, version } = await twoThings();
    await shipPart(storeFor(), placed.order.id, { items: [{ item_id: panLine, quantity: 2 }] }, version);
    expect((await moveShipping(storeFor(), placed.order.id, "shipped")).shipping_status).toBe("shipped");
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 3, reserved: 0 });
    expect(await levelOf(lid.variant_id)).toEqual({ on_hand: 4, reserved: 0 });
  });

  it("never sends more than was ordered, a stranger's item, or anything unpaid; and not over another's change", async () => {
    const { placed, panLine, version } = await twoThings();
    const ship = (item_id: string, quantity: number, seen = version) =>
      shipPart(storeFor(), placed.order.id, { items: [{ item_id, quantity }] }, seen);
    await expect(ship(panLine, 3)).rejects.toMatchObject({
      code: "invalid-shipment",
      extra: { errors: [{ pointer: "/items/0/quantity", detail: "Only 2 of it have not left yet." }] },
    });
    await expect(ship(storeFor().newId("oli"), 1)).rejects.toMatchObject({ code: "invalid-shipment" });
    await expect(ship(panLine, 1, version - 1)).rejects.toMatchObject({ code: "changed-meanwhile" });
    await ship(panLine, 2);
    const { version: now } = await loadOrder(storeFor(), placed.order.id);
    await expect(ship(panLine, 1, now)).rejects.toMatchObject({ code: "invalid-shipment" });
    const unpaid = await twoThings(false);
    const early = { items: [{ item_id: unpaid.panLine, quantity: 1 }] };
    await expect(shipPart(storeFor(), unpaid.placed.order.id, early, unpaid.version)).rejects.toMatchObject({
      code: "illegal-transition",
    });
    // A part is said piece by piece: the status alone does not tell what left.
    await expect(moveShipping(storeFor(), placed.order.id, "partially_shipped")).resolves.toMatchObject({
      shipping_status: "partially_shipped",
    });
  });

  it("two members of staff who send the same piece at once send it once", async () => {
    const { placed, pan, panLine, version } = await twoThings();
    const parcel = { items: [{ item_id: panLine, quantity: 2 }] };
    const both = await Promise.allSettled([1, 2].map(() => shipPart(storeFor(), placed.order.id, parcel, version)));
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 3, reserved: 0 });
  });
});

describe("an order that is changed before it leaves", () => {
  it("costs less: its stock is free, the difference goes back, and it stays paid", async () => {
    const { placed, pan, lid, panLine, lidLine, version } = await twoThings();
    const items = [
      { item_id: panLine, quantity: 1 },
      { item_id: lidLine, quantity: 0 },
    ];
    const preview = await previewEdit(storeFor(), placed.order.id, { items, add: [] });
    expect(preview).toMatchObject({ before: 4990, total: 2490, difference: -2500, owed: 0 });
    const edited = await editOrder(
      storeFor(),
      placed.order.id,
      { items, add: [], expected_total: 2490, reason: "As you asked" },
      version,
    );
    expect(edited).toMatchObject({ total: 2490, payment_status: "paid", status: "open" });
    expect(edited.lines).toMatchObject([{ id: panLine, quantity: 1 }]);
    expect(edited.payments[0]).toMatchObject({ captured: 4990, refunded: 2500 });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 1 });
    expect(await levelOf(lid.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
    expect(edited.timeline.find(({ type }) => type === "order.edited")?.data).toMatchObject({
      before: 4990,
      total: 2490,
      changes: [
        { sku: pan.sku, from: 2, to: 1 },
        { sku: lid.sku, from: 1, to: 0 },
      ],
    });
    expect((await moveShipping(storeFor(), placed.order.id, "shipped")).shipping_status).toBe("shipped");
  });

  it("costs more: nothing leaves until the rest is paid, at the order's own page", async () => {
    const { placed, lid, lidLine, version } = await twoThings();
    const cup = await sell({ price: 1000, stock: 3, title: "Cup" });
    const change = { items: [{ item_id: lidLine, quantity: 3 }], add: [{ variant_id: cup.variant_id, quantity: 2 }] };
    expect(await previewEdit(storeFor(), placed.order.id, change)).toMatchObject({ total: 7990, owed: 3000 });
    const edited = await editOrder(
      storeFor(),
      placed.order.id,
      { ...change, expected_total: 7990, reason: "" },
      version,
    );
    expect(edited).toMatchObject({ total: 7990, payment_status: "pending", status: "open" });
    expect(await levelOf(lid.variant_id)).toEqual({ on_hand: 5, reserved: 3 });
    expect(await levelOf(cup.variant_id)).toEqual({ on_hand: 3, reserved: 2 });
    await expect(moveShipping(storeFor(), placed.order.id, "shipped")).rejects.toMatchObject({
      code: "illegal-transition",
    });
    const again = await payAgain(storeFor(), { order_id: placed.order.id, provider: "test" }, null);
    expect(again.payment.amount).toBe(3000);
    await choose(again, "approve");
    expect(await see(placed)).toMatchObject({ payment_status: "paid", total: 7990 });
    expect((await moveShipping(storeFor(), placed.order.id, "shipped")).shipping_status).toBe("shipped");
  });

  it("keeps the price that was agreed, whatever the thing costs today", async () => {
    const { placed, panLine, pan, version } = await twoThings(false);
    await patchPrice(pan.variant_id, 9900);
    const change = { items: [{ item_id: panLine, quantity: 1 }], add: [] };
    expect(await previewEdit(storeFor(), placed.order.id, change)).toMatchObject({ total: 2990 });
    const edited = await editOrder(
      storeFor(),
      placed.order.id,
      { ...change, expected_total: 2990, reason: "" },
      version,
    );
    expect(edited).toMatchObject({ payment_status: "pending", total: 2990 });
    expect(edited.payments.every(({ status }) => status === "expired")).toBe(true);
    const again = await payAgain(storeFor(), { order_id: placed.order.id, provider: "test" }, null);
    expect(again.payment.amount).toBe(2990);
  });

  it("keeps the price of a list that it was sold at, and takes no list's percentage twice; what is added is sold at today's", async () => {
    const pan = await sell({ price: 1000 });
    const list = await createPriceList(storeFor(), {
      ...{
        name: "Twenty off",
        status: "active",
        priority: 700,
        starts_at: null,
        ends_at: null,
        groups: [],
        markets: [],
      },
      rules: { match: "all", conditions: [{ attribute: "product", operator: "in", values: [pan.product_id] }] },
      adjustment: { kind: "percent", percent: "-20" },
    });
    const placed = await order(pan.variant_id, 1);
    const { lines, version } = await loadOrder(storeFor(), placed.order.id);
    const change = {
      items: [{ item_id: lines[0]?.id ?? "", quantity: 2 }],
      add: [{ variant_id: pan.variant_id, quantity: 1 }],
    };
    const { total, items } = await previewEdit(storeFor(), placed.order.id, change);
    const source = { kind: "price_list", price_list_id: list.id };
    expect(items).toMatchObject([
      { quantity: 2, unit_price: 800, total: 1600, price_source: source },
      { quantity: 1, unit_price: 800, total: 800, price_source: source },
    ]);
    await editOrder(storeFor(), placed.order.id, { ...change, expected_total: total, reason: "" }, version);
    expect((await see(placed)).items.map(({ unit_price }) => unit_price)).toEqual([800, 800]);
  });

  it("costs more, and is cancelled before the rest is paid: nothing of it is owed any more", async () => {
    const { placed, panLine, version } = await twoThings();
    const change = { items: [{ item_id: panLine, quantity: 4 }], add: [] };
    const { total } = await previewEdit(storeFor(), placed.order.id, change);
    await editOrder(storeFor(), placed.order.id, { ...change, expected_total: total, reason: "" }, version);
    expect(await cancelOrder(storeFor(), placed.order.id, "No longer wanted")).toMatchObject({
      payments: [{ captured: 4990, refunded: 4990 }],
    });
    // The books are audited after each test: sales, payments and what is owed agree.
    expect((await auditBooks(storeFor())).findings).toEqual([]);
  });

  it("keeps the promotions that it used as they were, though they are used up by it, spent, changed or put away since", async () => {
    const auth = bearer(await signInStaff());
    const pan = await sell({ price: 2000, stock: 50 });
    const takes = { action: { kind: "off_order", off: { percent: "10" } }, exclusive: true };
    const first = { match: "all", conditions: [{ attribute: "customer.first_order", operator: "in", values: [true] }] };
    for (const over of [
      { usage_limit: 1 },
      { budget: { currency: "EUR", amount: 400 } },
      { needs_code: true, code: "CHANGED10", sale: first },
    ]) {
      const promotion = await promote(auth, { ...takes, ...over });
      const cart = await fillCart(pan.variant_id, 2);
      if (over.code) await ask("POST", "/cart/code", { code: over.code }, { "x-cart-id": cart });
      const email = `${promotion.id}@example.com`;
      const answer = await checkOut(cart, { body: { email, expected_total: 4090 } });
      const placed = await answer.json<Placed>();
      await choose(placed, "approve");
      const { version } = await findPromotion(storeFor(), promotion.id);
      for (const [later, percent] of ["50", "1"].entries()) {
        const action = {
          kind: "off_order" as const,
          off: { percent },
          lines: { match: "all" as const, conditions: [] },
        };
        await updatePromotion(storeFor(), promotion.id, version + later, { action });
      }
      await archivePromotion(storeFor(), promotion.id, version + 2);
      forgetPromotionRules();
      const item_id = placed.order.items[0]?.id ?? "";
      const change = { items: [{ item_id, quantity: 1 }], add: [] };
      const preview = await previewEdit(storeFor(), placed.order.id, change);
      expect(preview).toMatchObject({ discount_total: 200, total: 2290 });
      const more = await previewEdit(storeFor(), placed.order.id, { items: [{ item_id, quantity: 3 }], add: [] });
      // A budget gives what is left of it, and what the order had.
      expect(more.discount_total).toBe("budget" in over ? 400 : 600);
      const { version: seen } = await loadOrder(storeFor(), placed.order.id);
      await editOrder(storeFor(), placed.order.id, { ...change, expected_total: 2290, reason: "" }, seen);
      const spent = "budget" in over ? 200 : 0;
      expect(await findPromotion(storeFor(), promotion.id)).toMatchObject({ used: 1, spent });
    }
  });

  it("is refused with nothing changed: more than there is, nothing left, a stale version, another total, or once it has left", async () => {
    const { placed, pan, lidLine, panLine, version } = await twoThings();
    const edit = (items: { item_id: string; quantity: number }[], expected_total: number, seen = version) =>
      editOrder(storeFor(), placed.order.id, { items, add: [], expected_total, reason: "" }, seen);
    await expect(edit([{ item_id: panLine, quantity: 6 }], 12990)).rejects.toMatchObject({
      code: "insufficient-stock",
    });
    const none = [panLine, lidLine].map((item_id) => ({ item_id, quantity: 0 }));
    await expect(edit(none, 0)).rejects.toMatchObject({ code: "invalid-edit" });
    await expect(edit([{ item_id: panLine, quantity: 1 }], 1)).rejects.toMatchObject({ code: "total-changed" });
    await expect(edit([{ item_id: panLine, quantity: 1 }], 2990, version - 1)).rejects.toMatchObject({
      code: "changed-meanwhile",
    });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 2 });
    await moveShipping(storeFor(), placed.order.id, "shipped");
    const { version: now } = await loadOrder(storeFor(), placed.order.id);
    await expect(edit([{ item_id: panLine, quantity: 1 }], 2990, now)).rejects.toMatchObject({
      code: "illegal-transition",
    });
  });

  it("holds nothing any more of what was taken out of it, also once it is paid: others can buy it", async () => {
    const { placed, pan, lid, lidLine, version } = await twoThings(false);
    const change = { items: [{ item_id: lidLine, quantity: 0 }], add: [], expected_total: 4490, reason: "" };
    await editOrder(storeFor(), placed.order.id, change, version);
    expect(await levelOf(lid.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
    const again = await payAgain(storeFor(), { order_id: placed.order.id, provider: "test" }, null);
    await choose(again, "approve");
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 2 });
    expect(await levelOf(lid.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
    expect((await order(lid.variant_id, 5)).order.status).toBe("open");
  });

  it("waits while money of it is on its way back: what went back by an earlier change, or for a scratch, is never asked for again", async () => {
    const stripe = fakeStripe();
    const store = openStore(
      { ...env, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: "whsec_fake" },
      { actor: staff, fetch: stripe.fetch, now: () => new Date(Date.now() + late) },
    );
    let late = 0;
    const bought = async () => {
      const { placed, panLine } = await twoThings(false);
      const { payment } = await payAgain(store, { order_id: placed.order.id, provider: "stripe" }, null);
      stripe.pay(payment.reference ?? "");
      late += 120_000;
      await sweepPayments(store);
      return { id: placed.order.id, panLine };
    };
    const edit = async (id: string, item_id: string, quantity: number) => {
      const change = { items: [{ item_id, quantity }], add: [] };
      const { version } = await loadOrder(store, id);
      const { total } = await previewEdit(store, id, change);
      return editOrder(store, id, { ...change, expected_total: total, reason: "" }, version);
    };
    const underWay = { code: "illegal-transition", detail: expect.stringContaining("on its way back") };

    const changed = await bought();
    stripe.misbehave("refuse-connection", "refuse-connection", "refuse-connection");
    await edit(changed.id, changed.panLine, 1);
    await expect(edit(changed.id, changed.panLine, 2)).rejects.toMatchObject(underWay);
    late += 120_000;
    await sweepPayments(store);
    expect(await edit(changed.id, changed.panLine, 2)).toMatchObject({ payment_status: "pending", total: 4990 });
    expect(owedOf(await loadOrder(store, changed.id))).toBe(2000);

    const scratched = await bought();
    stripe.misbehave("refuse-connection", "refuse-connection", "refuse-connection");
    await giveBack(store, scratched.id, { amount: 400, reason: "A scratch" });
    await expect(edit(scratched.id, scratched.panLine, 3)).rejects.toMatchObject(underWay);
    late += 120_000;
    await sweepPayments(store);
    expect(await loadOrder(store, scratched.id)).toMatchObject({ payment_status: "partially_refunded" });
  });
});
