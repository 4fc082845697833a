import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { consumeShipping } from "../../queues/shipping.ts";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import type { Placed } from "../../src/checkout/schemas.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { type Actor, openStore, type Store } from "../../src/platform/store.ts";
import { bookParcel } from "../../src/shipping/book-parcel.ts";
import { findShipment } from "../../src/shipping/find-parcel.ts";
import { checkDigit, isTrackingNumber, trackingNumber } from "../../src/shipping/tracking-number.ts";
import { stepParcel, sweepParcels } from "../../src/shipping/walk-parcel.ts";
import {
  address,
  ask,
  checkOut,
  choose,
  fillCart,
  levelOf,
  order,
  published,
  see,
  sell,
  staff,
  storeFor,
} from "../checkout/shop.ts";
import { deliver, eventAbout } from "../events/delivery.ts";
import { bearer, logIn, newCustomer } from "../identity/people.ts";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** The store so many seconds from now, with a queue that keeps what it is told instead of telling it. */
function storeAt(seconds = 0, told: { body: unknown; delaySeconds: number | undefined }[] = []): Store {
  const queue = new Proxy(env.SHIPPING_QUEUE, {
    get(target, name) {
      if (name === "send") {
        return async (body: unknown, options?: QueueSendOptions) => {
          told.push({ body, delaySeconds: options?.delaySeconds });
        };
      }
      return Reflect.get(target, name);
    },
  });
  return openStore({ ...env, SHIPPING_QUEUE: queue }, { log: quiet, now: () => new Date(Date.now() + seconds * 1000) });
}

const tell = (store: Store, words: readonly unknown[]) => deliver(store, consumeShipping, "shipping", words);

async function paidOrder(stock = 5): Promise<Placed & { variant_id: string }> {
  const pan = await sell({ stock });
  const placed = await order(pan.variant_id);
  await choose(placed, "approve");
  return { ...placed, variant_id: pan.variant_id };
}

/** A paid order whose parcel is booked. */
async function booked(): Promise<Placed & { variant_id: string; shipment_id: string; tracking_number: string }> {
  const placed = await paidOrder();
  await bookParcel(storeAt(), placed.order.id);
  const [parcel] = (await see(placed)).shipments;
  if (!parcel) throw new Error("No parcel was booked.");
  return { ...placed, shipment_id: parcel.id, tracking_number: parcel.tracking_number };
}

const told = async (placed: Placed, type: string) =>
  (await see(placed)).timeline.filter((line) => line.type === type).map(({ data }) => data.status);

describe("a paid order", () => {
  it("gets one parcel, however often and by however many the shipping hears of it", async () => {
    const placed = await paidOrder();
    const billed = await eventAbout(placed.order.id, "order.billed");
    const delivered = await Promise.all(Array.from({ length: 5 }, () => tell(storeAt(), [billed, billed])));
    expect(delivered.every(({ again }) => again.length === 0)).toBe(true);
    const seen = await see(placed);
    expect(seen.shipments).toHaveLength(1);
    expect(seen.shipments[0]).toMatchObject({ carrier: "Souk Post", service: "standard", status: "booked" });
    expect(seen.shipments[0]?.tracking_number).toMatch(/^SOUK\d{16}$/);
    expect((await published(placed.order.id)).filter((type) => type === "shipment.created")).toHaveLength(1);
    expect(seen.timeline.filter(({ type }) => type === "shipment.created")).toHaveLength(1);
  });

  it("that is picked up needs no parcel: staff say when it is ready", async () => {
    const pan = await sell();
    const cart = await fillCart(pan.variant_id);
    const body = { shipping_option: "pickup", expected_total: 2000 };
    const placed = await (await checkOut(cart, { body })).json<Placed>();
    await choose(placed, "approve");
    await tell(storeAt(), [await eventAbout(placed.order.id, "order.billed")]);
    expect((await see(placed)).shipments).toEqual([]);
    await moveShipping(storeFor(), placed.order.id, "shipped");
    await tell(storeAt(), [await eventAbout(placed.order.id, "order.shipped")]);
    expect(await see(placed)).toMatchObject({ shipping_status: "shipped", shipments: [] });
  });

  it("that is not paid, or was cancelled meanwhile, gets none", async () => {
    const pan = await sell();
    const unpaid = await order(pan.variant_id);
    await bookParcel(storeAt(), unpaid.order.id);
    const cancelled = await paidOrder();
    const billed = await eventAbout(cancelled.order.id, "order.billed");
    await cancelOrder(storeFor(), cancelled.order.id, "");
    expect((await tell(storeAt(), [billed])).done).toHaveLength(1);
    expect([(await see(unpaid)).shipments, (await see(cancelled)).shipments]).toEqual([[], []]);
  });
});

describe("a parcel in the local store", () => {
  it("walks to the door in less than a minute by its own messages, and tells of each stop once", async () => {
    const placed = await paidOrder();
    const words: { body: unknown; delaySeconds: number | undefined }[] = [];
    await tell(storeAt(0, words), [await eventAbout(placed.order.id, "order.billed")]);
    let passed = 0;
    const seen: string[] = [];
    for (let word = words.shift(); word; word = words.shift()) {
      passed += word.delaySeconds ?? 0;
      // The queue tells it twice, by two consumers at once; the later word of each pair finds nothing to do.
      const later = storeAt(passed + 1, words);
      await Promise.all([tell(later, [word.body]), tell(storeAt(passed + 1), [word.body])]);
      const { shipping_status, shipments } = await see(placed);
      seen.push(`${shipments[0]?.status} ${shipping_status}`);
      if (words.length === 0 && shipments[0]?.status !== "delivered") words.push({ body: word.body, delaySeconds: 15 });
    }
    expect(seen).toEqual(["in_transit shipped", "out_for_delivery shipped", "delivered delivered"]);
    expect(passed).toBeLessThan(60);
    expect(await see(placed)).toMatchObject({ status: "finished", shipping_status: "delivered" });
    expect(await told(placed, "shipment.updated")).toEqual(["in_transit", "out_for_delivery", "delivered"]);
    expect(await levelOf(placed.variant_id)).toEqual({ on_hand: 4, reserved: 0 });
  });

  it("gets there by the clock alone, when every message was lost", async () => {
    const placed = await booked();
    await sweepParcels(storeAt(5));
    expect((await see(placed)).shipments[0]?.status).toBe("booked");
    for (const minute of [1, 2, 3, 4]) await sweepParcels(storeAt(minute * 60));
    expect(await see(placed)).toMatchObject({ status: "finished", shipments: [{ status: "delivered" }] });
    expect(await told(placed, "shipment.updated")).toEqual(["in_transit", "out_for_delivery", "delivered"]);
  });

  it("walks one step for one wake-up, and none before its time", async () => {
    const placed = await booked();
    await stepParcel(storeAt(10), placed.shipment_id);
    expect((await see(placed)).shipments[0]?.status).toBe("booked");
    await Promise.all(Array.from({ length: 4 }, () => stepParcel(storeAt(16), placed.shipment_id)));
    expect((await see(placed)).shipments[0]?.status).toBe("in_transit");
    expect((await published(placed.order.id)).filter((type) => type === "order.shipped")).toHaveLength(1);
  });

  it("stops where it is when its order is cancelled, and is called off", async () => {
    const placed = await booked();
    await cancelOrder(storeFor(), placed.order.id, "Changed their mind");
    await Promise.all([
      stepParcel(storeAt(60), placed.shipment_id),
      tell(storeAt(60), [await eventAbout(placed.order.id, "order.cancelled")]),
    ]);
    for (const minute of [2, 3, 4]) await sweepParcels(storeAt(minute * 60));
    expect(await see(placed)).toMatchObject({
      status: "cancelled",
      shipping_status: "unfulfilled",
      shipments: [{ status: "failed" }],
    });
    expect(await told(placed, "shipment.updated")).toEqual(["failed"]);
    expect(await levelOf(placed.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
  });

  it("in a live store waits for staff", async () => {
    const placed = await paidOrder();
    const live = openStore({ ...env, STORE_MODE: "live" }, { log: quiet });
    await bookParcel(live, placed.order.id);
    const later = openStore({ ...env, STORE_MODE: "live" }, { log: quiet, now: () => new Date(Date.now() + 600_000) });
    await sweepParcels(later);
    expect(await see(placed)).toMatchObject({ shipping_status: "unfulfilled", shipments: [{ status: "booked" }] });
  });
});

describe("staff who mark an order", () => {
  it("shipped and delivered take its parcel along", async () => {
    const placed = await booked();
    await moveShipping(storeFor(), placed.order.id, "shipped");
    const shipped = await eventAbout(placed.order.id, "order.shipped");
    expect(shipped.data).toMatchObject({ parcel: { tracking_number: placed.tracking_number } });
    await tell(storeAt(), [shipped, shipped]);
    expect((await see(placed)).shipments[0]?.status).toBe("in_transit");
    await moveShipping(storeFor(), placed.order.id, "delivered");
    await tell(storeAt(), [await eventAbout(placed.order.id, "order.delivered")]);
    expect((await see(placed)).shipments[0]?.status).toBe("delivered");
    await sweepParcels(storeAt(600));
    await tell(storeAt(), [shipped]);
    expect(await told(placed, "shipment.updated")).toEqual(["in_transit", "delivered"]);
  });
});

describe("the shipping queue", () => {
  it("goes on past messages that nobody understands and orders that do not exist", async () => {
    const placed = await paidOrder();
    const billed = await eventAbout(placed.order.id, "order.billed");
    const lost = { ...billed, data: { order_id: "ord_00000000000000000000000000" } };
    const poison = [null, 7, { type: "order.eaten" }, { type: "parcel.due" }];
    const { done, again } = await tell(storeAt(), [...poison, lost, billed]);
    expect(done).toEqual([billed]);
    const waits = new Map(again.map(({ body, delaySeconds }) => [body, delaySeconds]));
    expect([...poison, lost].map((body) => waits.get(body))).toEqual([0, 0, 0, 0, 5]);
    expect((await see(placed)).shipments).toHaveLength(1);
  });

  it("forgets a parcel that there never was", async () => {
    const word = { type: "parcel.due", traceparent: "", shipment_id: "shp_00000000000000000000000000" };
    expect((await tell(storeAt(), [word])).done).toHaveLength(1);
  });
});

describe("a tracking number", () => {
  it("has a check digit that finds every wrong digit, and belongs to one shipment", async () => {
    // ISO 7064, MOD 11,10: 79462 takes the check digit 3, and 0794 takes 5.
    expect([checkDigit("79462"), checkDigit("0794")]).toEqual(["3", "5"]);
    const number = await trackingNumber("shp_01jd2v4q8r3x5y7z9b1d3f5h7k");
    expect(number).toBe(await trackingNumber("shp_01jd2v4q8r3x5y7z9b1d3f5h7k"));
    expect(isTrackingNumber(number)).toBe(true);
    for (let place = 4; place < number.length; place++) {
      const slipped = (Number(number[place]) + 1 + (place % 9)) % 10;
      const wrong = number.slice(0, place) + String(slipped) + number.slice(place + 1);
      if (wrong !== number) expect(isTrackingNumber(wrong), wrong).toBe(false);
    }
    const many = await Promise.all(Array.from({ length: 500 }, (_, n) => trackingNumber(`shp_${n}`)));
    expect(new Set(many).size).toBe(500);
  });

  it("opens a page that tells where the parcel is, and nothing of whose it is", async () => {
    const placed = await booked();
    const path = `/track/${placed.tracking_number}`;
    const page = await visit(path);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain("Booked with the carrier");
    for (const secret of [
      "ada@example.com",
      address.name,
      address.line1,
      placed.order.id,
      String(placed.order.number),
    ]) {
      expect(html).not.toContain(secret);
    }
    await stepParcel(storeAt(16), placed.shipment_id);
    expect(await (await visit(path.replace("SOUK", "souk"))).text()).toContain("On its way");
    for (const wrong of ["SOUK0000000000000000", "x", "'; drop table shipments", "%00"]) {
      expect((await visit(`/track/${encodeURIComponent(wrong)}`)).status, wrong).toBe(404);
    }
  });
});

describe("a shipment's endpoint", () => {
  it("answers staff, its owner and a guest with the token, and nobody else", async () => {
    const placed = await booked();
    const path = `/shipments/${placed.shipment_id}`;
    const answer = await ask("GET", `${path}?token=${placed.order.access_token}`);
    expect(answer.status).toBe(200);
    const body = await answer.json<Record<string, unknown>>();
    expect(body).toMatchObject({ id: placed.shipment_id, order_id: placed.order.id, status: "booked" });
    expect(Object.keys(body)).not.toContain("next_step_at");
    await env.ORDERS.prepare("update orders set customer_id = 'cus_owner' where id = ?").bind(placed.order.id).run();
    const owner = { kind: "customer", id: "cus_owner", email: "ada@example.com", groups: [] } as const;
    const other = { ...owner, id: "cus_other" };
    const as = (actor: Actor) => findShipment(openStore(env, { actor }), placed.shipment_id, null);
    expect([(await as(owner)).id, (await as(staff)).id]).toEqual([placed.shipment_id, placed.shipment_id]);
    await expect(as(other)).rejects.toMatchObject({ code: "not-found" });
    await expect(as({ kind: "shopper", cartId: null })).rejects.toMatchObject({ code: "not-found" });
    await newCustomer("nosy@example.com");
    const customer = bearer((await logIn("nosy@example.com")).body.access_token);
    const refused = await Promise.all([
      ask("GET", path),
      ask("GET", path, undefined, customer),
      ask("GET", `${path}?token=wrong`),
      ask("GET", `/shipments/shp_00000000000000000000000000?token=${placed.order.access_token}`),
      ask("GET", "/shipments/%27;%20drop%20table"),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await ask("GET", `${path}?colour=red`)).status).toBe(400);
  }, 20_000);
});

describe("shipping rates", () => {
  const rates = (body: unknown) => ask("POST", "/shipping/rates", body);

  it("are told for a place and a weight", async () => {
    const answer = await rates({ country: "FR", subtotal: 2000, weight_grams: 40_000 });
    const { options } = await answer.json<{ options: { id: string; price: number; currency: string }[] }>();
    expect(options.map(({ id, price, currency }) => [id, price, currency])).toEqual([
      ["standard", 980, "EUR"],
      ["express", 2580, "EUR"],
    ]);
  });

  it("refuse what is no place, no weight or no currency of theirs", async () => {
    const good = { country: "DE", subtotal: 2000, weight_grams: 500 };
    const bad = [
      { ...good, country: "Germany" },
      { ...good, weight_grams: -1 },
      { ...good, weight_grams: 1.5 },
      { ...good, subtotal: "20" },
      { ...good, colour: "red" },
      {},
      "{",
    ];
    const statuses = await Promise.all(bad.map(async (body) => (await rates(body)).status));
    expect(new Set(statuses)).toEqual(new Set([400]));
    const elsewhere = await rates({ ...good, currency: "XAU" });
    expect([elsewhere.status, (await elsewhere.json<{ code: string }>()).code]).toEqual([422, "cannot-ship-there"]);
  });
});

async function visit(path: string): Promise<Response> {
  const { exports } = await import("cloudflare:workers");
  return exports.default.fetch(`https://souk.test${path}`);
}
