import sharp from "sharp";
import { expect, it } from "vitest";
import { newGood } from "./goods.ts";
import { sharedStore } from "./store.ts";
import { eventually } from "./visitor.ts";

interface Picture {
  id: string;
  status: string;
  width: number | null;
  height: number | null;
}

const store = sharedStore();

/** A picture that nobody has made small: every pixel as it is. */
const largePicture = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: "#b5651d" } })
    .png({ compressionLevel: 0 })
    .toBuffer();

interface Offered {
  picture: Picture;
  upload: { url: string };
}

const offer = async (productId: string, size: number): Promise<Offered> =>
  (await store.staff()).post<Offered>(`/products/${productId}/images/uploads`, { size });

const put = async (url: string, body: Buffer): Promise<number> =>
  (await fetch(url, { method: "PUT", body: new Uint8Array(body) })).status;

it("a picture of more than 20 MB goes straight to the bucket by its signed address, and shoppers see it", async () => {
  const staff = await store.staff();
  const good = await newGood(staff);
  const file = await largePicture(2800, 2600);
  expect(file.length).toBeGreaterThan(20 * 1024 * 1024);
  const { picture, upload } = await offer(good.id, file.length);
  expect(await put(upload.url, file)).toBe(200);
  await staff.post(`/products/${good.id}/images/${picture.id}/arrived`);
  const shown = await eventually(async () => {
    const { data } = await staff.get<{ data: Picture[] }>(`/products/${good.id}/images`);
    expect(data).toMatchObject([{ status: "ready" }]);
    return data[0];
  }, 40_000);
  expect(shown).toMatchObject({ id: picture.id, width: 2800, height: 2600 });
  const answer = await fetch(new URL(`/media/${picture.id}/320`, store.url), { headers: { accept: "image/webp" } });
  expect(answer.headers.get("content-type")).toBe("image/webp");
  expect(await sharp(await answer.arrayBuffer()).metadata()).toMatchObject({ width: 320, height: 297 });
});

it("a signed address lets in one file of its length, and nothing else", async () => {
  const good = await newGood(await store.staff());
  const { picture, upload } = await offer(good.id, 5);
  expect(await put(upload.url, Buffer.from("longer"))).toBe(403);
  expect(await put(upload.url.replace(picture.id, `img_${"0".repeat(26)}`), Buffer.from("small"))).toBe(403);
  expect(await put(upload.url.replace("X-Amz-Expires=3600", "X-Amz-Expires=7200"), Buffer.from("small"))).toBe(403);
  expect((await fetch(upload.url)).status).toBe(403);
  expect(await put(upload.url, Buffer.from("small"))).toBe(200);
});
