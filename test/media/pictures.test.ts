import { createExecutionContext, createMessageBatch, getQueueResult, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { consume } from "../../queues/index.ts";
import { addImage, largestPicture } from "../../src/media/add-image.ts";
import { imageUrl, pictureWidths } from "../../src/media/address.ts";
import { resumeUploads } from "../../src/media/arrive.ts";
import { clearLeftovers } from "../../src/media/leftovers.ts";
import { chooseFormat } from "../../src/media/negotiate.ts";
import { listPictures } from "../../src/media/pictures.ts";
import { followNotification } from "../../src/media/prepare-picture.ts";
import { findRendition } from "../../src/media/renditions.ts";
import type { Picture } from "../../src/media/schemas.ts";
import { makeId } from "../../src/platform/ids.ts";
import type { Actor, Store } from "../../src/platform/store.ts";
import { apart, blue, drawPng, fourCorners, green, red, storedAs, withOrientation, yellow } from "./drawing.ts";
import {
  clearStudio,
  desk,
  door,
  jpegOf,
  looks,
  open,
  prepareAll,
  settled,
  shopper,
  sizeOf,
  staff,
  stockProduct,
  upload,
  whole,
} from "./studio.ts";

let productId = "";

async function shown(pixels = fourCorners(400, 300)): Promise<Picture> {
  const store = open();
  const { id } = await addImage(store, productId, upload(await drawPng(pixels)));
  await prepareAll(store);
  const picture = (await listPictures(store, productId)).find((one) => one.id === id);
  if (!picture) throw new Error("The picture is gone");
  return picture;
}

/** Puts a file where uploads lie without the checks of the door: as a program with the bucket's keys could. */
async function smuggle(store: Store, bytes: Uint8Array<ArrayBuffer>): Promise<Picture> {
  const image = await addImage(store, productId, upload(await drawPng(fourCorners(7, 7))));
  await env.MEDIA.put(`originals/${image.id}`, bytes);
  return image;
}

const eventsOf = (id: string) =>
  env.CATALOG.prepare("select type from outbox where subject = ? order by type").bind(id).all<{ type: string }>();

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

describe("what shoppers are served", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("is upright and tells nothing of the camera, EXIF orientation %i", async (turn) => {
    const store = open();
    const camera = withOrientation(await jpegOf(await drawPng(storedAs(turn, 96, 64))), turn);
    const { id } = await addImage(store, productId, upload(camera));
    await prepareAll(store);
    expect((await listPictures(store, productId))[0]).toMatchObject({ status: "ready", width: 96, height: 64 });
    for (const format of ["webp", "jpeg", "avif"] as const) {
      const rendition = await findRendition(store, id, whole(160, format));
      if (!rendition) throw new Error("Not served");
      expect(rendition.contentType).toBe(`image/${format}`);
      const body = await new Response(rendition.body).arrayBuffer();
      expect(await sizeOf(body)).toEqual([96, 64]);
      const seen = await looks(body, 12, 8);
      for (const [x, y, colour] of [
        [1, 1, red],
        [10, 1, green],
        [1, 6, blue],
        [10, 6, yellow],
      ] as const) {
        expect(apart(seen.at(x, y), colour), `${format} at ${x},${y}`).toBeLessThan(40);
      }
      const text = new TextDecoder("latin1").decode(body);
      expect(text).not.toContain("GPS");
      expect(text).not.toContain("Exif\0");
    }
  });

  it("has every width up to the picture's own, and is never enlarged", async () => {
    const { id } = await shown(fourCorners(700, 350));
    const kept = await env.MEDIA.list({ prefix: `pictures/${id}/` });
    expect(kept.objects.map(({ key }) => key.split("/").at(-1)).sort()).toEqual(
      ["160.webp", "320.webp", "480.webp", "640.webp", "master"].sort(),
    );
    const served = await Promise.all(
      pictureWidths.map(async (width) => {
        const rendition = await findRendition(open(), id, whole(width, "webp"));
        return rendition && (await sizeOf(rendition.body))[0];
      }),
    );
    expect(served).toEqual([160, 320, 480, 640, 700, 700, 700]);
  });

  it("is AVIF, WebP or JPEG as the browser prefers, kept for ever, and not sent twice", async () => {
    const { id } = await shown();
    const ask = door(shopper);
    const path = imageUrl(id, 300);
    expect(path).toBe(`/media/${id}/320`);
    const etags = new Set<string>();
    for (const format of ["avif", "webp", "jpeg"]) {
      const answer = await ask(path, { headers: { Accept: `image/${format},*/*;q=0.5` } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("Content-Type")).toBe(`image/${format}`);
      expect(answer.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
      expect(answer.headers.get("Vary")).toBe("Accept");
      const etag = answer.headers.get("ETag") ?? "";
      etags.add(etag);
      const bytes = await answer.arrayBuffer();
      await settled();
      const again = await ask(path, { headers: { Accept: `image/${format}` } });
      expect(again.headers.get("ETag")).toBe(etag);
      expect(await again.arrayBuffer()).toEqual(bytes);
      const known = await ask(path, { headers: { Accept: `image/${format}`, "If-None-Match": `W/"x", ${etag}` } });
      expect(known.status).toBe(304);
      expect(await known.text()).toBe("");
    }
    expect(etags.size).toBe(3);
  });

  it("snaps odd widths to the next one made, and is a problem where there is no picture", async () => {
    const { id } = await shown();
    const ask = door(shopper);
    expect(await sizeOf(await (await ask(`/media/${id}/200`)).arrayBuffer())).toEqual([320, 240]);
    await settled();
    for (const [path, status] of [
      [`/media/${makeId("img", 1)}/320`, 404],
      [`/media/${id}/0`, 400],
      [`/media/${id}/99999`, 400],
      [`/media/${id}/wide`, 400],
      ["/media/img_x/320", 400],
      ["/media/..%2Foriginals/320", 400],
    ] as const) {
      const answer = await ask(path);
      expect(answer.status, path).toBe(status);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
    }
  });

  it("does not keep anyone waiting for AVIF while others are made: WebP meanwhile, and not for long", async () => {
    const { id } = await shown(fourCorners(640, 480));
    const ask = door(shopper);
    const headers = { Accept: "image/avif,image/webp" };
    const answers = await Promise.all([160, 320, 480, 640].map((width) => ask(imageUrl(id, width), { headers })));
    const types = answers.map((answer) => answer.headers.get("Content-Type"));
    expect(types.filter((type) => type === "image/avif")).toHaveLength(2);
    const meanwhile = answers.filter((answer) => answer.headers.get("Content-Type") === "image/webp");
    expect(meanwhile.map((answer) => answer.headers.get("Cache-Control"))).toEqual(Array(2).fill("public, max-age=60"));
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    await settled();
  });

  it("is the upload itself where the store has no Images service", async () => {
    const store = open({ IMAGES: undefined });
    const bytes = await drawPng(fourCorners(40, 30));
    const { id } = await addImage(store, productId, upload(bytes));
    await prepareAll(store);
    expect((await listPictures(store, productId))[0]).toMatchObject({ status: "ready", width: 40, height: 30 });
    const rendition = await findRendition(store, id, whole(320, "avif"));
    expect(rendition?.contentType).toBe("image/png");
    expect(new Uint8Array(await new Response(rendition?.body ?? null).arrayBuffer())).toEqual(bytes);
  });
});

describe("the format", () => {
  it.each([
    ["image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", "avif"],
    ["image/webp,image/avif,image/jxl,image/heic,video/*;q=0.8,image/png,image/*;q=0.8,*/*;q=0.5", "avif"],
    ["image/webp,image/*;q=0.8", "webp"],
    ["image/avif;q=0.5, image/webp;q=0.9", "webp"],
    ["image/avif;q=0, image/webp;q=0, */*", "jpeg"],
    ["image/jpeg, image/webp;q=0.2", "jpeg"],
    ["IMAGE/AVIF ; q=1.0", "avif"],
    ["image/*", "jpeg"],
    ["*/*", "jpeg"],
    ["image/png", "jpeg"],
    ["image/avif;q=banana", "jpeg"],
    ["", "jpeg"],
    [undefined, "jpeg"],
  ] as const)("for %s is %s", (accept, format) => {
    expect(chooseFormat(accept)).toBe(format);
  });
});

const written = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));

const script = written(
  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>`,
);

/** A PNG that says it is enormous, in 60 bytes. */
async function bomb(): Promise<Uint8Array<ArrayBuffer>> {
  const png = await drawPng(fourCorners(2, 2));
  new DataView(png.buffer).setUint32(16, 60_000);
  new DataView(png.buffer).setUint32(20, 60_000);
  return png;
}

describe("a file that is no good picture", () => {
  const cases: [string, () => Promise<Uint8Array<ArrayBuffer>>, RegExp][] = [
    ["an SVG with a script", async () => script, /SVG/],
    ["an SVG behind a byte order mark", async () => written("\uFEFF <svg/>"), /SVG/],
    ["a page of HTML named photo.jpg", async () => written("<html><script>1</script>"), /not a picture/],
    ["nothing", async () => new Uint8Array(0), /empty/],
    ["a cut-off PNG", async () => (await drawPng(fourCorners(400, 300))).slice(0, 200), /ends before/],
    ["a cut-off JPEG", async () => (await jpegOf(await drawPng(fourCorners(400, 300)))).slice(0, 900), /ends before/],
    ["a picture of 60,000 by 60,000", bomb, /60000 by 60000/],
    ["a PDF", async () => written("%PDF-1.7 ..."), /PDF/],
    ["a TIFF", async () => new Uint8Array([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]), /TIFF/],
  ];

  it.each(cases)("is refused at the door with the reason: %s", async (_name, file, reason) => {
    const form = new FormData();
    form.set("file", new File([await file()], "photo.jpg", { type: "image/jpeg" }));
    const answer = await door(staff)(`/api/v1/products/${productId}/images`, { method: "POST", body: form });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: "refused-picture", detail: expect.stringMatching(reason) });
    expect((await env.MEDIA.list({ prefix: "originals/" })).objects.filter(({ size }) => size === 0)).toEqual([]);
    expect(await listPictures(open(), productId)).toEqual([]);
  });

  it.each(cases)("is refused by the queue, too, and never served: %s", async (_name, file, reason) => {
    const store = open();
    const image = await smuggle(store, await file());
    await prepareAll(store);
    expect((await listPictures(store, productId))[0]).toMatchObject({
      status: "refused",
      reason: expect.stringMatching(reason),
      width: null,
    });
    expect(await findRendition(store, image.id, whole(320, "webp"))).toBeNull();
    expect((await eventsOf(productId)).results).toEqual([]);
  });

  it("is refused when only its pixels are damaged, and the queue goes on with the next", async () => {
    const store = open();
    const damaged = await drawPng(fourCorners(400, 300));
    damaged.fill(0x55, 60, damaged.length - 20);
    const bad = await smuggle(store, damaged);
    const good = await addImage(store, productId, upload(await drawPng(fourCorners(8, 8))));
    const batch = createMessageBatch(
      "media",
      desk.told.splice(0).map((body, index) => ({ id: String(index), timestamp: new Date(), attempts: 1, body })),
    );
    const ctx = createExecutionContext();
    await consume(batch, env, ctx);
    const result = await getQueueResult(batch, ctx);
    await waitOnExecutionContext(ctx);
    expect(result.explicitAcks.toSorted()).toEqual(["0", "1"]);
    expect(await listPictures(store, productId)).toMatchObject([
      { id: bad.id, status: "refused", reason: expect.stringContaining("damaged") },
      { id: good.id, status: "ready" },
    ]);
  });

  it("is no fault of the picture while the Images service is down: tried again, and refused only at the last", async () => {
    const down = { input: () => ({ transform: () => ({ output: () => Promise.reject(new Error("9523")) }) }) };
    const store = open({ IMAGES: down });
    await addImage(store, productId, upload(await drawPng(fourCorners(8, 8))));
    const [message] = desk.told;
    await expect(followNotification(store, message, false)).rejects.toThrow("9523");
    expect((await listPictures(store, productId))[0]).toMatchObject({ status: "processing" });
    await expect(followNotification(store, message, true)).rejects.toThrow("9523");
    expect((await listPictures(store, productId))[0]).toMatchObject({ status: "refused" });
  });

  it("sends a message that nobody understands back to the queue, for its dead letters", async () => {
    const batch = createMessageBatch("media", [{ id: "1", timestamp: new Date(), attempts: 1, body: { hello: 1 } }]);
    const ctx = createExecutionContext();
    await consume(batch, env, ctx);
    expect((await getQueueResult(batch, ctx)).retryMessages).toMatchObject([{ msgId: "1" }]);
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
