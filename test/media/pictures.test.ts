import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { addImage, largestPicture } from "../../src/media/add-image.ts";
import { imageUrl } from "../../src/media/address.ts";
import { resumeUploads } from "../../src/media/arrive.ts";
import { clearLeftovers } from "../../src/media/leftovers.ts";
import { listPictures } from "../../src/media/pictures.ts";
import { followNotification } from "../../src/media/prepare-picture.ts";
import { makeId } from "../../src/platform/ids.ts";
import type { Actor } from "../../src/platform/store.ts";
import { drawPng, fourCorners } from "./drawing.ts";
import {
  clearStudio,
  desk,
  door,
  eventsOf,
  open,
  prepareAll,
  settled,
  shopper,
  shownPicture,
  staff,
  stockProduct,
  upload,
} from "./studio.ts";

let productId = "";

const shown = (pixels = fourCorners(400, 300)) => shownPicture(productId, pixels);

beforeEach(async () => {
  await clearStudio();
  productId = await stockProduct();
});

describe("a picture that staff upload", () => {
  it("is kept as it came, announced as R2 would, and not shown before it is prepared", async () => {
    const store = open();
    const bytes = await drawPng(fourCorners(40, 30));
    const image = await addImage(store, productId, upload(bytes, "Four colours"));
    expect(image).toMatchObject({
      status: "processing",
      alt: "Four colours",
      position: 0,
      width: null,
      variant_ids: [],
    });
    const original = await env.MEDIA.get(`originals/${image.id}`);
    expect(new Uint8Array((await original?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(bytes);
    expect(desk.told).toEqual([
      {
        account: "souk",
        action: "PutObject",
        bucket: "souk-media",
        object: { key: `originals/${image.id}`, size: bytes.length, eTag: original?.etag },
        eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
    ]);
    expect((await door(shopper)(imageUrl(image.id, 320))).status).toBe(404);
  });

  it("is shown with its size and a blurred placeholder, and its product is said to have changed", async () => {
    const picture = await shown();
    expect(picture).toMatchObject({ status: "ready", width: 400, height: 300, reason: null });
    expect(picture.placeholder).toMatch(/^data:image\/webp;base64,/);
    expect(picture.placeholder?.length).toBeLessThan(1000);
    expect((await eventsOf(productId)).results.map(({ type }) => type)).toEqual(["image.uploaded", "product.changed"]);
    const product = await env.CATALOG.prepare("select updated_at from products where id = ?").bind(productId).first();
    expect(product?.updated_at).not.toBe("");
  });

  it("is prepared once, however often the queue tells of it", async () => {
    const store = open();
    const image = await addImage(store, productId, upload(await drawPng(fourCorners(40, 30))));
    const [message] = desk.told.splice(0);
    await followNotification(store, message, false);
    const master = await env.MEDIA.head(`pictures/${image.id}/master`);
    await followNotification(store, message, false);
    await settled();
    expect((await env.MEDIA.head(`pictures/${image.id}/master`))?.uploaded).toEqual(master?.uploaded);
    expect((await eventsOf(productId)).results).toHaveLength(2);
  });

  it("goes through the real queue by itself", async () => {
    const store = open({ MEDIA_QUEUE: env.MEDIA_QUEUE });
    await addImage(store, productId, upload(await drawPng(fourCorners(40, 30))));
    await vi.waitFor(async () => expect((await listPictures(store, productId))[0]).toMatchObject({ status: "ready" }), {
      timeout: 10_000,
      interval: 100,
    });
  });

  it("belongs to a product, and to a variant of that product only", async () => {
    const store = open();
    const bytes = await drawPng(fourCorners(8, 8));
    await expect(addImage(store, "prod_none", upload(bytes))).rejects.toMatchObject({ code: "not-found" });
    const variantId = makeId("var", Date.now());
    await env.CATALOG.prepare("insert into variants (id, product_id, position, sku, options) values (?, ?, 0, ?, '{}')")
      .bind(variantId, productId, variantId)
      .run();
    const image = await addImage(store, productId, { ...upload(bytes), variantIds: [variantId] });
    expect(image.variant_ids).toEqual([variantId]);
    const other = await stockProduct();
    await expect(addImage(store, other, { ...upload(bytes), variantIds: [variantId] })).rejects.toMatchObject({
      code: "invalid-input",
      extra: { errors: [{ pointer: "/variant_ids" }] },
    });
  });

  it("is told of again when its message was lost, and refused when its upload never finished", async () => {
    const store = open();
    const lost = await addImage(store, productId, upload(await drawPng(fourCorners(8, 8))));
    const unfinished = await addImage(store, productId, upload(await drawPng(fourCorners(8, 9))));
    await env.MEDIA.delete(`originals/${unfinished.id}`);
    desk.told = [];
    expect(await resumeUploads(store)).toBe(0);
    const later = open({}, () => new Date(Date.now() + 600_000));
    expect(await resumeUploads(later)).toBe(2);
    expect(desk.told.map(({ object }) => object.key)).toEqual([`originals/${lost.id}`]);
    await prepareAll(store);
    expect(await listPictures(store, productId)).toMatchObject([
      { id: lost.id, status: "ready" },
      { id: unfinished.id, status: "refused", reason: expect.stringContaining("Upload the picture again") },
    ]);
  });
});

describe("the upload endpoint", () => {
  const path = () => `/api/v1/products/${productId}/images`;

  async function form(fields: Record<string, string> = {}): Promise<FormData> {
    const body = new FormData();
    body.set("file", new File([await drawPng(fourCorners(8, 8))], "pan.png", { type: "image/png" }));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return body;
  }

  it("takes a file with its description and place", async () => {
    const answer = await door(staff)(path(), { method: "POST", body: await form({ alt: " A pan ", position: "3" }) });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({
      id: expect.stringMatching(/^img_/),
      url: expect.stringMatching(/^\/media\/img_.*\/960$/),
      alt: "A pan",
      position: 3,
      status: "processing",
    });
    expect(desk.told).toHaveLength(1);
  });

  it("refuses what is not a form with a file, and unknown fields", async () => {
    const ask = door(staff);
    const odd = [
      await form({ price: "1" }),
      await form({ alt: "x".repeat(501) }),
      await form({ position: "-1" }),
      await form({ variant_ids: "var_'; drop table images" }),
      await form({ file: "not a file" }),
      new FormData(),
    ];
    for (const body of odd) expect((await ask(path(), { method: "POST", body })).status).toBe(400);
    for (const [type, body, status] of [
      ["application/json", "{}", 415],
      ["image/png", "PNG", 415],
      ["multipart/form-data; boundary=x", "no form at all", 400],
    ] as const) {
      const answer = await ask(path(), { method: "POST", body, headers: { "Content-Type": type } });
      expect(answer.status, type).toBe(status);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    }
    const missing = await ask(`/api/v1/products/${makeId("prod", 1)}/images`, { method: "POST", body: await form() });
    expect(missing.status).toBe(404);
    expect(desk.told).toEqual([]);
  });

  it("takes 20 MB and not more", async () => {
    const ask = door(staff);
    const png = await drawPng(fourCorners(8, 8));
    for (const [size, status] of [
      [largestPicture, 202],
      [largestPicture + 1, 413],
      [22_000_000, 413],
    ] as const) {
      const body = new FormData();
      const filler = new Uint8Array(size - png.length);
      body.set("file", new File([png, filler], "big.png", { type: "image/png" }));
      const answer = await ask(path(), { method: "POST", body });
      expect(answer.status, String(size)).toBe(status);
    }
  }, 60_000);

  it("is for staff: a shopper is told to sign in before a byte is read", async () => {
    const customer: Actor = { kind: "customer", id: "cus_1", email: "a@souk.test", groups: ["customers"] };
    for (const [actor, status] of [
      [shopper, 401],
      [customer, 403],
    ] as const) {
      const ask = door(actor);
      expect((await ask(path(), { method: "POST", body: await form() })).status).toBe(status);
      expect((await ask(path())).status).toBe(status);
      const one = `${path()}/${makeId("img", 1)}`;
      const headers = { "If-Match": '"1"', "Content-Type": "application/json" };
      expect((await ask(one, { method: "PATCH", body: '{"alt":"x"}', headers })).status).toBe(status);
      expect((await ask(one, { method: "DELETE" })).status).toBe(status);
    }
    const real = await exports.default.fetch(`https://souk.test${path()}`, { method: "POST", body: await form() });
    expect(real.status).toBe(401);
  });
});

describe("the pictures of a product", () => {
  it("are moved and described by staff, each edit on the version that they saw", async () => {
    const store = open();
    const png = await drawPng(fourCorners(8, 8));
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push((await addImage(store, productId, upload(png))).id);
    const [first, second, third] = ids;
    const ask = door(staff);
    const patch = (id: string | undefined, version: string | null, body: unknown) =>
      ask(`/api/v1/products/${productId}/images/${id}`, {
        method: "PATCH",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", ...(version && { "If-Match": version }) },
      });
    const order = async () => (await listPictures(store, productId)).map(({ id, position }) => [id, position]);

    const moved = await patch(third, '"1"', { position: 0, alt: "The lid" });
    expect(moved.status).toBe(200);
    expect(moved.headers.get("ETag")).toBe('"2"');
    expect(await moved.json()).toMatchObject({ alt: "The lid", position: 0, version: 2 });
    expect(await order()).toEqual([
      [third, 0],
      [first, 1],
      [second, 2],
    ]);
    expect((await patch(third, '"2"', { position: 999 })).status).toBe(200);
    expect(await order()).toEqual([
      [first, 0],
      [second, 1],
      [third, 2],
    ]);
    const stale = await patch(first, '"7"', { position: 2, alt: "Lost" });
    expect(stale.status).toBe(412);
    expect(await order()).toEqual([
      [first, 0],
      [second, 1],
      [third, 2],
    ]);
    expect((await patch(first, null, { alt: "x" })).status).toBe(428);
    expect((await patch(first, '"1"', {})).status).toBe(400);
    expect((await patch(makeId("img", 1), '"1"', { alt: "x" })).status).toBe(404);
    await settled();
    const listed = await ask(`/api/v1/products/${productId}/images`);
    expect(await listed.json()).toMatchObject({ data: [{ id: first }, { id: second }, { id: third }] });
  });

  it("leave nothing behind when they are removed", async () => {
    const { id } = await shown();
    const ask = door(staff);
    expect((await ask(`/api/v1/products/${await stockProduct()}/images/${id}`, { method: "DELETE" })).status).toBe(404);
    expect((await ask(`/api/v1/products/${productId}/images/${id}`, { method: "DELETE" })).status).toBe(204);
    await settled();
    expect((await env.MEDIA.list({ prefix: `pictures/${id}/` })).objects).toEqual([]);
    expect(await env.MEDIA.head(`originals/${id}`)).toBeNull();
    expect((await ask(imageUrl(id, 480))).status).toBe(404);
    expect((await ask(`/api/v1/products/${productId}/images/${id}`, { method: "DELETE" })).status).toBe(404);
    expect(await clearLeftovers(open())).toBe(0);
  });

  it("go with their product, and the sweep removes what lies in R2", async () => {
    const { id } = await shown();
    await env.CATALOG.prepare("delete from products where id = ?").bind(productId).run();
    expect(await clearLeftovers(open())).toBe(1);
    expect((await env.MEDIA.list({ prefix: `pictures/${id}/` })).objects).toEqual([]);
    expect(await env.MEDIA.head(`originals/${id}`)).toBeNull();
    expect(await clearLeftovers(open())).toBe(0);
  });
});
