import { createExecutionContext, createMessageBatch, getQueueResult, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { consume } from "../../queues/index.ts";
import { addImage } from "../../src/media/add-image.ts";
import { listPictures } from "../../src/media/pictures.ts";
import { followNotification } from "../../src/media/prepare-picture.ts";
import { findRendition } from "../../src/media/renditions.ts";
import { drawPng, fourCorners } from "./drawing.ts";
import {
  clearStudio,
  desk,
  door,
  eventsOf,
  jpegOf,
  open,
  prepareAll,
  smuggle,
  staff,
  stockProduct,
  upload,
  whole,
} from "./studio.ts";

let productId = "";

beforeEach(async () => {
  await clearStudio();
  productId = await stockProduct();
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
    const image = await smuggle(store, productId, await file());
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
    const bad = await smuggle(store, productId, damaged);
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
