import { beforeAll, describe, expect, it } from "vitest";
import {
  changeDraft,
  dropDraft,
  findDraft,
  listDrafts,
  orderDraft,
  saveDraft,
} from "../../../src/checkout/by-staff/drafts.ts";
import type { DraftContent, OrderDraft } from "../../../src/checkout/by-staff/schemas.ts";
import { idempotentRequest } from "../../../src/platform/idempotency.ts";
import { bearer, signInStaff } from "../../identity/people.ts";
import { address, ask, levelOf, sell, staff, storeFor } from "../shop.ts";

const whole = (variant_id: string): DraftContent => ({
  email: "caller@example.com",
  shipping_address: address,
  shipping_option: "standard",
  payment_provider: "test",
  items: [{ variant_id, quantity: 2 }],
});

const ordering = { send_link: false };

async function order(draft: Pick<OrderDraft, "id" | "version">, key: string = crypto.randomUUID()) {
  const path = `/order-drafts/${draft.id}/order`;
  const request = await idempotentRequest(staff, key, { method: "POST", path, body: ordering });
  return orderDraft(storeFor(), draft.id, ordering, draft.version, request);
}

describe("a draft of an order", () => {
  it("is kept, changed and thrown away freely, and holds neither goods nor a number", async () => {
    const pan = await sell({ stock: 5 });
    const draft = await saveDraft(storeFor(), { items: [{ variant_id: pan.variant_id, quantity: 2 }] });
    expect(draft).toMatchObject({ version: 1, author: "staff@souk.test", order_id: null });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
    const changed = await changeDraft(storeFor(), draft.id, whole(pan.variant_id), 1);
    expect(await findDraft(storeFor(), draft.id)).toEqual(changed);
    await expect(changeDraft(storeFor(), draft.id, { items: [] }, 1)).rejects.toMatchObject({
      code: "changed-meanwhile",
    });
    await expect(dropDraft(storeFor(), draft.id, 1)).rejects.toMatchObject({ code: "changed-meanwhile" });
    await dropDraft(storeFor(), draft.id, 2);
    await expect(findDraft(storeFor(), draft.id)).rejects.toMatchObject({ code: "not-found" });
  });

  it("becomes an order once, by whichever key it is asked for, and stays as it was then", async () => {
    const pan = await sell({ stock: 5 });
    const draft = await saveDraft(storeFor(), whole(pan.variant_id));
    const [first, second] = await Promise.allSettled([order(draft, "one"), order(draft, "two")]);
    const won = first.status === "fulfilled" ? first : second;
    const lost = first.status === "fulfilled" ? second : first;
    if (won.status !== "fulfilled" || lost.status !== "rejected") throw new Error("Not one of two orders was placed");
    expect(lost.reason).toMatchObject({ code: "draft-ordered", extra: { order_id: won.value.ordered.order.id } });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 2 });
    const key = won === first ? "one" : "two";
    expect(await order(draft, key)).toMatchObject({ replayed: true, ordered: { order: won.value.ordered.order } });
    expect((await findDraft(storeFor(), draft.id)).order_id).toBe(won.value.ordered.order.id);
    expect((await listDrafts(storeFor(), { limit: 100 })).data.map(({ id }) => id)).not.toContain(draft.id);
    for (const late of [changeDraft(storeFor(), draft.id, { items: [] }, 1), dropDraft(storeFor(), draft.id, 1)])
      await expect(late).rejects.toMatchObject({ code: "draft-ordered" });
  });

  it("is ordered as staff saw it, or not at all", async () => {
    const pan = await sell({ stock: 5 });
    const draft = await saveDraft(storeFor(), whole(pan.variant_id));
    await changeDraft(storeFor(), draft.id, { ...whole(pan.variant_id), email: "else@example.com" }, 1);
    await expect(order(draft)).rejects.toMatchObject({ code: "changed-meanwhile" });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
  });

  it("that is not whole says what is missing", async () => {
    const draft = await saveDraft(storeFor(), { items: [], shipping_address: { country: "DE" } });
    const refusal = await order(draft).catch((thrown: unknown) => thrown);
    expect(refusal).toMatchObject({ code: "invalid-input" });
    const { errors } = (refusal as { extra: { errors: { pointer: string }[] } }).extra;
    expect(errors.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining([
        "/email",
        "/shipping_address/name",
        "/shipping_address/postal_code",
        "/shipping_option",
        "/payment_provider",
        "/items",
      ]),
    );
  });

  it("the last written stand first, page by page", async () => {
    const at = (minute: number) => storeFor({ now: () => new Date(Date.UTC(2030, 0, 1, 0, minute)) });
    const older = await saveDraft(at(1), { items: [] });
    const newer = await saveDraft(at(2), { items: [] });
    await changeDraft(at(3), older.id, { items: [], note: "Rang again" }, 1);
    const first = await listDrafts(storeFor(), { limit: 1 });
    const second = await listDrafts(storeFor(), { limit: 1, cursor: first.next_cursor ?? "" });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual([older.id, newer.id]);
  });
});

describe("drafts over the wire", () => {
  let headers: Record<string, string>;

  beforeAll(async () => {
    headers = bearer(await signInStaff());
  });

  it("are for staff alone, ask for the version that was seen, and answer the order", async () => {
    const pan = await sell({ stock: 5 });
    expect((await ask("POST", "/order-drafts", whole(pan.variant_id))).status).toBe(401);
    const saved = await ask("POST", "/order-drafts", whole(pan.variant_id), headers);
    const { id } = await saved.json<OrderDraft>();
    expect((await ask("PUT", `/order-drafts/${id}`, whole(pan.variant_id), headers)).status).toBe(428);
    const seen = { ...headers, "If-Match": saved.headers.get("ETag") ?? "" };
    const place = () => ask("POST", `/order-drafts/${id}/order`, {}, { ...seen, "Idempotency-Key": "wire" });
    expect((await ask("POST", `/order-drafts/${id}/order`, {}, seen)).status).toBe(428);
    const first = await place();
    expect(first.status).toBe(201);
    const { order } = await first.json<{ order: { id: string } }>();
    const again = await place();
    expect([again.status, again.headers.get("Idempotent-Replayed")]).toEqual([201, "true"]);
    expect(await again.json()).toMatchObject({ order: { id: order.id } });
    expect((await ask("DELETE", `/order-drafts/${id}`, undefined, seen)).status).toBe(409);
    const link = await ask("POST", `/orders/${order.id}/pay-link`, { pay_within_hours: 24 }, headers);
    expect(link.status).toBe(202);
    expect((await ask("POST", `/orders/${order.id}/pay-link`, { pay_within_hours: 0.5 }, headers)).status).toBe(400);
    expect(
      (await ask("POST", "/order-drafts", { items: [{ variant_id: pan.variant_id, quantity: "2" }] }, headers)).status,
    ).toBe(400);
  });
});
