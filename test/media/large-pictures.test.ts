import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { addImage } from "../../src/media/add-image.ts";
import { resumeUploads } from "../../src/media/arrive.ts";
import { offerUpload } from "../../src/media/direct-upload.ts";
import { listPictures } from "../../src/media/pictures.ts";
import { drawPng, fourCorners } from "./drawing.ts";
import {
  bucketKeys,
  clearStudio,
  door,
  open,
  post,
  prepareAll,
  shopper,
  staff,
  stockProduct,
  upload,
} from "./studio.ts";

let productId = "";

beforeEach(async () => {
  await clearStudio();
  productId = await stockProduct();
});

describe("a large picture", () => {
  const path = () => `/api/v1/products/${productId}/images`;

  /** What the bucket does with a file that comes to a signed address. */
  const sendTo = (url: string, bytes: Uint8Array<ArrayBuffer>) =>
    env.MEDIA.put(new URL(url).pathname.split("/souk-media/")[1] ?? "", bytes);

  it("goes straight to the bucket, by an address that is signed for its length and lives an hour", async () => {
    const bytes = await drawPng(fourCorners(60, 40));
    const answer = await door(staff)(`${path()}/uploads`, post({ size: bytes.length, alt: "Large" }));
    expect(answer.status).toBe(201);
    const { picture, upload: offered } = await answer.json<Awaited<ReturnType<typeof offerUpload>>>();
    expect(picture).toMatchObject({ status: "processing", alt: "Large" });
    const url = new URL(offered.url);
    expect(url.pathname).toMatch(new RegExp(`/souk-media/uploads/${picture.id}$`));
    expect(url.searchParams.get("X-Amz-Expires")).toBe("3600");
    expect(url.searchParams.get("X-Amz-SignedHeaders")).toBe("content-length;host");
    const arrived = `${path()}/${picture.id}/arrived`;
    const early = await door(staff)(arrived, { method: "POST" });
    expect([early.status, await early.json()]).toMatchObject([409, { code: "upload-missing" }]);
    await sendTo(offered.url, bytes);
    expect((await door(staff)(arrived, { method: "POST" })).status).toBe(202);
    await prepareAll(open());
    expect(await listPictures(open(), productId)).toMatchObject([{ id: picture.id, status: "ready", width: 60 }]);
    expect(await bucketKeys("uploads/")).toEqual([]);
    expect(await bucketKeys("originals/")).toEqual([`originals/${picture.id}`]);
    expect((await door(staff)(arrived, { method: "POST" })).status).toBe(202);
  });

  it("is noticed without being told of, and refused only when its hour has passed without it", async () => {
    const store = open();
    const bytes = await drawPng(fourCorners(60, 40));
    const came = await offerUpload(store, productId, { size: bytes.length, alt: "" });
    const never = await offerUpload(store, productId, { size: 1, alt: "" });
    await sendTo(came.upload.url, bytes);
    const later = (minutes: number) => open({}, () => new Date(Date.now() + minutes * 60_000));
    await resumeUploads(later(10));
    await prepareAll(later(10));
    const status = async () => (await listPictures(store, productId)).map((one) => [one.id, one.status]);
    expect(await status()).toEqual([
      [came.picture.id, "ready"],
      [never.picture.id, "processing"],
    ]);
    await resumeUploads(later(70));
    expect(await status()).toContainEqual([never.picture.id, "refused"]);
  });

  it("is looked at like every other: what is no picture is refused, what the store has already is not stored again", async () => {
    const store = open();
    const bytes = await drawPng(fourCorners(60, 40));
    const known = await addImage(store, productId, upload(bytes));
    await prepareAll(store);
    const twin = await offerUpload(store, productId, { size: bytes.length, alt: "Twin" });
    const text = await offerUpload(store, productId, { size: 4, alt: "" });
    await sendTo(twin.upload.url, bytes);
    await sendTo(text.upload.url, Uint8Array.from(new TextEncoder().encode("<svg/>")));
    for (const { picture } of [twin, text]) {
      expect((await door(staff)(`${path()}/${picture.id}/arrived`, { method: "POST" })).status).toBe(202);
    }
    await prepareAll(store);
    expect(await listPictures(store, productId)).toMatchObject([
      { id: known.id, status: "ready" },
      { id: twin.picture.id, status: "ready", alt: "Twin", width: 60 },
      { id: text.picture.id, status: "refused", reason: expect.stringContaining("SVG") },
    ]);
    expect(await bucketKeys("originals/")).toEqual([`originals/${known.id}`]);
    expect(await bucketKeys("uploads/")).toEqual([`uploads/${text.picture.id}`]);
  });

  it("may have 30 MB, which nobody holds in memory, and is refused when it is cut off", async () => {
    const store = open();
    const png = await drawPng(fourCorners(60, 40));
    // A private chunk that decoders pass over, before the last one.
    const filler = new Uint8Array(30_000_000);
    new DataView(filler.buffer).setUint32(0, filler.length - 12);
    filler.set(new TextEncoder().encode("prVt"), 4);
    new DataView(filler.buffer).setUint32(filler.length - 4, 0);
    const large = new Uint8Array(await new Blob([png.slice(0, -12), filler, png.slice(-12)]).arrayBuffer());
    const entire = await offerUpload(store, productId, { size: large.length, alt: "" });
    await sendTo(entire.upload.url, large);
    const cut = await offerUpload(store, productId, { size: large.length, alt: "" });
    await sendTo(cut.upload.url, large.slice(0, -12));
    for (const { picture } of [entire, cut]) {
      await door(staff)(`${path()}/${picture.id}/arrived`, { method: "POST" });
    }
    await prepareAll(store);
    expect(await listPictures(store, productId)).toMatchObject([
      { status: "ready", width: 60, height: 40 },
      { status: "refused", reason: expect.stringContaining("ends before") },
    ]);
  }, 30_000);

  it("is for staff, of a size that the store takes, and only where the store has keys to its bucket", async () => {
    const ask = (body: unknown, store = open(), actor = staff) => door(actor, store)(`${path()}/uploads`, post(body));
    for (const size of [0, 100_000_001, 1.5, "1"]) expect((await ask({ size })).status).toBe(400);
    expect((await ask({ size: 1 }, open(), shopper)).status).toBe(401);
    const live = open();
    Object.assign(live.env, { STORE_MODE: "live" });
    const refused = await ask({ size: 1 }, live);
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: "no-direct-upload" }]);
    Object.assign(live.env, {
      MEDIA_S3_URL: "https://account.r2.cloudflarestorage.com/souk-media",
      MEDIA_S3_ACCESS_KEY_ID: "key",
      MEDIA_S3_SECRET_ACCESS_KEY: "secret",
    });
    const { upload: offered } = await (await ask({ size: 1 }, live)).json<Awaited<ReturnType<typeof offerUpload>>>();
    expect(offered.url).toMatch(/^https:\/\/account\.r2\.cloudflarestorage\.com\/souk-media\/uploads\/img_/);
    expect(offered.url).not.toContain("secret");
  });
});
