import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { bulkOrders } from "../../src/checkout/bulk-orders.ts";
import { failExport, openExport, runExport, startExport } from "../../src/orders/desk/export-orders.ts";
import { addNote, readDesk, setTags } from "../../src/orders/desk/keep-notes.ts";
import { bulkRequest, newView } from "../../src/orders/desk/schemas.ts";
import { changeView, dropView, listViews, saveView } from "../../src/orders/desk/views.ts";
import { findOrder } from "../../src/orders/find-order.ts";
import { listOrders } from "../../src/orders/list-orders.ts";
import { orderQuery } from "../../src/orders/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { address, ask, checkOut, choose, fillCart, levelOf, order, see, sell, storeFor } from "../checkout/shop.ts";

const colleague = () =>
  openStore(env, { actor: { kind: "staff", id: "usr_other", email: "other@souk.test", groups: ["admins"] } });

const find = async (question: Record<string, string>) =>
  (await listOrders(storeFor(), orderQuery.parse(question))).data.map(({ id }) => id);

describe("notes and tags", () => {
  it("stay with staff: a note with its author, tags that the list can be asked for, and nothing of it to the buyer", async () => {
    const placed = await order((await sell()).variant_id);
    await addNote(storeFor(), placed.order.id, "Called: wants it wrapped.");
    const desk = await setTags(storeFor(), placed.order.id, ["gift wrap", "vip", "vip"]);
    expect(desk.tags).toEqual(["gift wrap", "vip"]);
    expect(desk.notes).toMatchObject([{ text: "Called: wants it wrapped.", author: "staff@souk.test" }]);
    expect(desk.story.map(({ type }) => type)).toContain("order.created");
    expect(await find({ tag: "VIP" })).toEqual([placed.order.id]);
    expect((await setTags(storeFor(), placed.order.id, ["vip"])).tags).toEqual(["vip"]);
    expect(await find({ tag: "gift wrap" })).toEqual([]);
    const seen = JSON.stringify(await see(placed));
    for (const secret of ["wrapped", "vip", "review"]) expect(seen).not.toContain(secret);
  });

  it("a note is never rewritten, and there is none on an order that is not there", async () => {
    const placed = await order((await sell()).variant_id);
    await addNote(storeFor(), placed.order.id, "First");
    await expect(env.ORDERS.exec("update order_notes set text = 'x'")).rejects.toThrow("append-only");
    await expect(addNote(storeFor(), "ord_0000000000zzzzzzzzzzzzzzzz", "x")).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(readDesk(storeFor(), "ord_0000000000zzzzzzzzzzzzzzzz")).rejects.toMatchObject({ code: "not-found" });
  });

  it("are no one else's: a stranger is asked to sign in", async () => {
    const placed = await order((await sell()).variant_id);
    for (const [method, path, body] of [
      ["GET", `/orders/${placed.order.id}/desk`, undefined],
      ["POST", `/orders/${placed.order.id}/notes`, { text: "x" }],
      ["GET", "/order-views", undefined],
      ["POST", "/orders/bulk", { action: "cancel", order_ids: [placed.order.id] }],
      ["POST", "/order-exports", {}],
    ] as const) {
      expect((await ask(method, path, body)).status, path).toBe(401);
    }
  });
});

describe("saved views", () => {
  it("are one's own, unless they are shared; only their owner changes them, and not over another's change", async () => {
    const view = await saveView(storeFor(), { name: "To France", query: { country: "FR" }, shared: false });
    expect(await listViews(colleague())).toEqual([]);
    const shared = await changeView(storeFor(), view.id, { shared: true }, view.version);
    expect(await listViews(colleague())).toMatchObject([{ name: "To France", own: false, query: { country: "FR" } }]);
    await expect(changeView(colleague(), view.id, { name: "Mine" }, shared.version)).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(changeView(storeFor(), view.id, { name: "Late" }, view.version)).rejects.toMatchObject({
      code: "changed-meanwhile",
    });
    await expect(saveView(storeFor(), { name: "to france", query: {}, shared: false })).rejects.toMatchObject({
      code: "view-exists",
    });
    await expect(dropView(colleague(), view.id)).rejects.toMatchObject({ code: "not-found" });
    await dropView(storeFor(), view.id);
    expect(await listViews(storeFor())).toEqual([]);
  });

  it("hold only questions that the list understands", () => {
    expect(newView.safeParse({ name: "x", query: { country: "France" } }).success).toBe(false);
    expect(newView.safeParse({ name: "x", query: { colour: "red" } }).success).toBe(false);
    expect(newView.safeParse({ name: "x", query: { total_min: "100", from: "2026-11-01" } }).success).toBe(true);
  });
});

describe("many orders at once", () => {
  it("are shipped where they may be; each other one is told why not, and nothing of it happened", async () => {
    const pan = await sell({ stock: 10 });
    const paid = await order(pan.variant_id);
    await choose(paid, "approve");
    const unpaid = await order(pan.variant_id);
    const strange = "ord_0000000000zzzzzzzzzzzzzzzz";
    const { data } = await bulkOrders(storeFor(), {
      action: "ship",
      order_ids: [paid.order.id, unpaid.order.id, strange],
    });
    expect(data).toMatchObject([
      { order_id: paid.order.id, outcome: "done", code: null },
      {
        ...{ order_id: unpaid.order.id, outcome: "refused", code: "illegal-transition" },
        detail: expect.stringContaining("not paid yet"),
      },
      { order_id: strange, outcome: "refused", code: "not-found" },
    ]);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 9, reserved: 1 });
    const cancelled = await bulkOrders(storeFor(), {
      action: "cancel",
      order_ids: [paid.order.id, unpaid.order.id],
      reason: "Sorry",
    });
    expect(cancelled.data.map(({ outcome }) => outcome)).toEqual(["refused", "done"]);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 9, reserved: 0 });
    expect((await findOrder(storeFor(), unpaid.order.id)).status).toBe("cancelled");
  });

  it("are tagged and untagged, twice as once", async () => {
    const placed = await order((await sell()).variant_id);
    const tagging = { order_ids: [placed.order.id, "ord_0000000000zzzzzzzzzzzzzzzz"], tag: "fair" };
    for (let i = 0; i < 2; i++) {
      const { data } = await bulkOrders(storeFor(), { action: "tag", ...tagging });
      expect(data.map(({ outcome }) => outcome)).toEqual(["done", "refused"]);
    }
    expect(await find({ tag: "fair" })).toEqual([placed.order.id]);
    await bulkOrders(storeFor(), { action: "untag", ...tagging });
    expect(await find({ tag: "fair" })).toEqual([]);
  });

  it("are fifty at most, each once", () => {
    const ids = Array.from({ length: 51 }, () => storeFor().newId("ord"));
    expect(bulkRequest.safeParse({ action: "ship", order_ids: ids }).success).toBe(false);
    expect(bulkRequest.safeParse({ action: "ship", order_ids: [ids[0], ids[0]] }).success).toBe(false);
    expect(bulkRequest.safeParse({ action: "burn", order_ids: [ids[0]] }).success).toBe(false);
  });
});

describe("a file of orders", () => {
  it("holds what its question finds, and no formula that a spreadsheet would run", async () => {
    const pan = await sell({ price: 1999 });
    const name = `=HYPERLINK("https://evil.test","Ada")`;
    const answer = await checkOut(await fillCart(pan.variant_id), {
      body: { email: "formula@example.com", shipping_address: { ...address, name }, expected_total: 2489 },
    });
    expect(answer.status).toBe(201);
    await order(pan.variant_id);
    const job = await startExport(storeFor(), { email: "formula@example.com" });
    expect(job.status).toBe("queued");
    await expect(openExport(storeFor(), job.id)).rejects.toMatchObject({ code: "not-found" });
    await runExport(storeFor(), job.id);
    await runExport(storeFor(), job.id);
    const text = await new Response((await openExport(storeFor(), job.id)).body).text();
    const [head, row, ...rest] = text.trim().split("\n");
    expect(rest).toEqual([]);
    expect(head).toContain("number,id,placed_at,status");
    expect(row).toContain(`"'=HYPERLINK(""https://evil.test"",""Ada"")"`);
    expect(row).toContain("EUR,19.99,0.00,4.90");
  });

  it("that could not be written says so, and one that is whole stays", async () => {
    const job = await startExport(storeFor(), {});
    await failExport(storeFor(), job.id);
    await runExport(storeFor(), job.id);
    await expect(openExport(storeFor(), job.id)).rejects.toMatchObject({ code: "not-found" });
  });
});
