import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { StockTake } from "../../src/inventory/takes/schemas.ts";
import type { Transfer } from "../../src/inventory/transfers/schemas.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { ask, choose, order, sell, storeFor } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";
import { closeOtherPlaces, levelsOf, openPlace } from "./places.ts";

let token = "";
beforeAll(async () => {
  token = await signInStaff();
});
afterEach(async () => {
  await closeOtherPlaces();
  expect((await auditBooks(storeFor())).findings).toEqual([]);
});

const staffAsk = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  ask(method, path, body, { ...bearer(token), ...headers });

const send = (body: object) => staffAsk("POST", "/stock-transfers", body);
const receive = (id: string, version: number, lines: object[]) =>
  staffAsk("POST", `/stock-transfers/${id}/receive`, { lines }, { "if-match": `"${version}"` });

describe("goods that go from one place to another", () => {
  it("leave the one shelf at once, are incoming at the other, and lie there when they are received", async () => {
    const pan = await sell({ stock: 7 });
    const munich = await openPlace();
    const answer = await send({ from: "main", to: munich.id, lines: [{ variant_id: pan.variant_id, quantity: 3 }] });
    expect(answer.status).toBe(201);
    const sent = await answer.json<Transfer>();
    expect(await levelsOf(pan.variant_id)).toMatchObject({
      main: { on_hand: 4 },
      [munich.id]: { on_hand: 0, incoming: 3 },
    });
    expect(await (await staffAsk("GET", `/inventory/${pan.sku}`)).json()).toMatchObject({ available: 4 });
    expect(await (await receive(sent.id, sent.version, [])).json()).toMatchObject({
      status: "received",
      lines: [{ sku: pan.sku, quantity: 3, received: 3 }],
    });
    expect(await levelsOf(pan.variant_id)).toMatchObject({ [munich.id]: { on_hand: 3, incoming: 0 } });
    const story = await staffAsk("GET", `/inventory/${pan.sku}/movements`);
    expect(await story.json()).toMatchObject({
      data: expect.arrayContaining([
        expect.objectContaining({
          location_id: munich.id,
          delta: 3,
          kind: "received",
          reason: "Received from Main warehouse",
        }),
        expect.objectContaining({ location_id: "main", delta: -3, kind: "sent", transfer_id: sent.id }),
      ]),
    });
  });

  it("that do not all arrive are lost on the way, and nothing of them stays incoming", async () => {
    const pan = await sell({ stock: 7 });
    const munich = await openPlace();
    const sent = await (
      await send({ from: "main", to: munich.id, lines: [{ variant_id: pan.variant_id, quantity: 5 }] })
    ).json<Transfer>();
    expect((await receive(sent.id, sent.version, [{ variant_id: pan.variant_id, received: 6 }])).status).toBe(422);
    await receive(sent.id, sent.version, [{ variant_id: pan.variant_id, received: 4 }]);
    expect(await levelsOf(pan.variant_id)).toMatchObject({
      main: { on_hand: 2 },
      [munich.id]: { on_hand: 4, incoming: 0 },
    });
  });

  it("are received once, however many hands take them in at the same time", async () => {
    const pan = await sell({ stock: 7 });
    const munich = await openPlace();
    const sent = await (
      await send({ from: "main", to: munich.id, lines: [{ variant_id: pan.variant_id, quantity: 5 }] })
    ).json<Transfer>();
    const answers = await Promise.all([1, 2, 3, 4].map(() => receive(sent.id, sent.version, [])));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 409, 412].includes(status))).toBe(true);
    expect(await levelsOf(pan.variant_id)).toMatchObject({ [munich.id]: { on_hand: 5, incoming: 0 } });
  });

  it("are not what is promised to orders", async () => {
    const pan = await sell({ stock: 3 });
    const munich = await openPlace();
    await order(pan.variant_id, 2);
    const answer = await send({ from: "main", to: munich.id, lines: [{ variant_id: pan.variant_id, quantity: 2 }] });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      code: "insufficient-stock",
      lines: [{ sku: pan.sku, requested: 2, available: 1 }],
    });
  });

  it.each([
    ["to where they are", { to: "main" }, 422],
    ["to a place that is none", { to: "moon" }, 422],
    ["none", { lines: [] }, 400],
    ["half a pan", { lines: [{ variant_id: "PAN", quantity: 0.5 }] }, 400],
    [
      "what is on the list twice",
      {
        lines: [
          { variant_id: "PAN", quantity: 1 },
          { variant_id: "PAN", quantity: 1 },
        ],
      },
      422,
    ],
    ["what is kept nowhere", { lines: [{ variant_id: "var_01jd2v4q8r3x5y7z9b1d3f5h7k", quantity: 1 }] }, 422],
  ])("are not sent: %s", async (_what, bad, status) => {
    const pan = await sell({ stock: 3 });
    const munich = await openPlace();
    const good = { from: "main", to: munich.id, lines: [{ variant_id: pan.variant_id, quantity: 1 }] };
    const body = JSON.parse(JSON.stringify({ ...good, ...bad }).replaceAll("PAN", pan.variant_id)) as object;
    expect((await send(body)).status).toBe(status);
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 3 } });
  });
});

const begin = async (location = "main") => (await staffAsk("POST", "/stock-takes", { location })).json<StockTake>();
const write = async (id: string, variant_id: string, counted: number) =>
  (await staffAsk("POST", `/stock-takes/${id}/counts`, { counts: [{ variant_id, counted }] })).json<StockTake>();
const end = (take: StockTake, status: string, version = take.version) =>
  staffAsk("PATCH", `/stock-takes/${take.id}`, { status }, { "if-match": `"${version}"` });

describe("a stock take", () => {
  it("puts the books right by what was counted more or less, and honours what left meanwhile", async () => {
    const pan = await sell({ stock: 10 });
    const begun = await begin();
    const counted = await write(begun.id, pan.variant_id, 8);
    expect(counted).toMatchObject({ counted_lines: 1, different_lines: 1 });
    const placed = await order(pan.variant_id, 3);
    await choose(placed, "approve");
    await moveShipping(storeFor(), placed.order.id, "shipped");
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 7 } });
    expect(await (await end(counted, "applied")).json()).toMatchObject({ status: "applied" });
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 5 } });
    const lines = await staffAsk("GET", `/stock-takes/${begun.id}/counts`);
    expect(await lines.json()).toMatchObject({ data: [{ sku: pan.sku, expected: 10, counted: 8 }] });
  });

  it("is applied once, whoever else applies it at the same time", async () => {
    const pan = await sell({ stock: 10 });
    const counted = await write((await begin()).id, pan.variant_id, 12);
    const answers = await Promise.all([1, 2, 3].map(() => end(counted, "applied")));
    expect(answers.map(({ status }) => status).toSorted()[0]).toBe(200);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 12 } });
    expect(
      (
        await staffAsk("POST", `/stock-takes/${counted.id}/counts`, {
          counts: [{ variant_id: pan.variant_id, counted: 1 }],
        })
      ).status,
    ).toBe(409);
  });

  it("that is dropped changes nothing", async () => {
    const pan = await sell({ stock: 10 });
    const counted = await write((await begin()).id, pan.variant_id, 1);
    expect((await end(counted, "dropped")).status).toBe(200);
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 10 } });
  });

  it("that found less than orders wait for tells which, and applies nothing", async () => {
    const [pan, cup] = [await sell({ stock: 5 }), await sell({ stock: 5 })];
    await order(pan.variant_id, 4);
    const begun = await begin();
    await write(begun.id, cup.variant_id, 9);
    const counted = await write(begun.id, pan.variant_id, 2);
    const answer = await end(counted, "applied");
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ lines: [{ sku: pan.sku, counted: 2, reserved: 4 }] });
    expect(await levelsOf(cup.variant_id)).toMatchObject({ main: { on_hand: 5 } });
  });

  it.each([
    ["a place that is none", "/stock-takes", { location: "moon" }, 404],
    [
      "what is not tracked",
      "/stock-takes/ID/counts",
      { counts: [{ variant_id: "var_01jd2v4q8r3x5y7z9b1d3f5h7k", counted: 1 }] },
      422,
    ],
    [
      "fewer than none",
      "/stock-takes/ID/counts",
      { counts: [{ variant_id: "var_01jd2v4q8r3x5y7z9b1d3f5h7k", counted: -1 }] },
      400,
    ],
    ["nothing", "/stock-takes/ID/counts", { counts: [] }, 400],
  ])("refuses to count %s", async (_what, path, body, status) => {
    const { id } = await begin();
    expect((await staffAsk("POST", path.replace("ID", id), body)).status).toBe(status);
  });

  it("and its counts are nobody's business but the staff's", async () => {
    for (const path of [
      "/stock-takes",
      "/stock-transfers",
      "/inventory/THING-1/movements",
      "/inventory/THING-1/policy",
    ])
      expect((await ask("GET", path)).status).toBe(401);
  });
});
