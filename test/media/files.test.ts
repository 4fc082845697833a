import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { productJson, readProduct } from "../../src/catalog/product-sql.ts";
import { healthRoutes } from "../../src/health/routes.ts";
import { addImage } from "../../src/media/add-image.ts";
import { framedUrl, imageUrl, squareUrl } from "../../src/media/address.ts";
import { resumeUploads } from "../../src/media/arrive.ts";
import { offerUpload } from "../../src/media/direct-upload.ts";
import { clearLeftovers } from "../../src/media/leftovers.ts";
import { listPictures, removePicture } from "../../src/media/pictures.ts";
import { followNotification } from "../../src/media/prepare-picture.ts";
import { listSweeps, startSweep, sweepStep } from "../../src/media/sweep.ts";
import { makeId } from "../../src/platform/ids.ts";
import { apart, blue, drawPng, fourCorners, green, type Pixels, red, yellow } from "./drawing.ts";
import {
  bucketKeys,
  clearStudio,
  desk,
  door,
  looks,
  open,
  prepareAll,
  settled,
  shopper,
  sizeOf,
  staff,
  stockProduct,
  sweepAll,
  upload,
} from "./studio.ts";

let productId = "";

beforeEach(async () => {
  await clearStudio();
  productId = await stockProduct();
});

async function stockVariant(product = productId): Promise<string> {
  const id = makeId("var", Date.now());
  await env.CATALOG.prepare(
    `insert into variants (id, product_id, position, sku, options) values (?1, ?2, 0, ?1, json_object('No', ?1))`,
  )
    .bind(id, product)
    .run();
  return id;
}

const post = (body: unknown, method = "POST", version?: number) => ({
  method,
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json", ...(version && { "If-Match": `"${version}"` }) },
});

const files = async () =>
  (await env.CATALOG.prepare("select count(*) as n from picture_files").first<{ n: number }>())?.n;

describe("the same bytes twice", () => {
  it("are stored once, and the second picture is shown at once, under an address of its own", async () => {
    const store = open();
    const bytes = await drawPng(fourCorners(60, 40));
    const first = await addImage(store, productId, upload(bytes, "The pan"));
    await prepareAll(store);
    const before = await bucketKeys();
    const other = await stockProduct();
    const second = await addImage(store, other, upload(bytes, "The same pan"));
    expect(second).toMatchObject({ status: "ready", width: 60, height: 40, alt: "The same pan", product_id: other });
    expect(desk.told).toEqual([]);
    expect(await bucketKeys()).toEqual(before);
    expect(await files()).toBe(1);
    for (const { id } of [first, second]) {
      const answer = await door(shopper)(imageUrl(id, 320));
      expect([answer.status, await sizeOf(await answer.arrayBuffer())]).toEqual([200, [60, 40]]);
    }
    await settled();
    const events = await env.CATALOG.prepare("select type from outbox where subject = ? order by type")
      .bind(other)
      .all();
    expect(events.results.map(({ type }) => type)).toEqual(["image.uploaded", "product.changed"]);
  });

  it("are stored once when they come at the same moment, and both pictures are shown when they are prepared", async () => {
    const store = open();
    const bytes = await drawPng(fourCorners(60, 40));
    const [first, second] = await Promise.all([
      addImage(store, productId, upload(bytes)),
      addImage(store, productId, upload(bytes)),
    ]);
    expect(await bucketKeys("originals/")).toHaveLength(1);
    await prepareAll(store);
    const pictures = await listPictures(store, productId);
    expect(pictures.map(({ status }) => status)).toEqual(["ready", "ready"]);
    expect(pictures.map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
    expect((await bucketKeys("pictures/")).filter((key) => key.endsWith("/master"))).toHaveLength(1);
  });

  it("stay until the last picture that shows them goes", async () => {
    const store = open();
    const bytes = await drawPng(fourCorners(60, 40));
    const first = await addImage(store, productId, upload(bytes));
    await prepareAll(store);
    const second = await addImage(store, productId, upload(bytes));
    await removePicture(store, productId, first.id);
    await settled();
    expect((await door(shopper)(imageUrl(first.id, 160))).status).toBe(404);
    const answer = await door(shopper)(imageUrl(second.id, 160));
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
    await removePicture(store, productId, second.id);
    await settled();
    expect(await bucketKeys()).toEqual([]);
    expect(await files()).toBe(0);
  });

  it("are tried anew when they were refused, for it may not have been their fault", async () => {
    const down = { input: () => ({ transform: () => ({ output: () => Promise.reject(new Error("9523")) }) }) };
    const bytes = await drawPng(fourCorners(60, 40));
    await addImage(open({ IMAGES: down }), productId, upload(bytes));
    await expect(followNotification(open({ IMAGES: down }), desk.told.shift(), true)).rejects.toThrow("9523");
    const again = await addImage(open(), productId, upload(bytes));
    await prepareAll(open());
    expect(await listPictures(open(), productId)).toMatchObject([
      { status: "refused", reason: expect.stringContaining("could not be read") },
      { id: again.id, status: "ready" },
    ]);
  });
});

describe("several pictures in one form", () => {
  const send = (files: readonly File[], fields: readonly (readonly [string, string])[] = []) => {
    const body = new FormData();
    for (const file of files) body.append("file", file);
    for (const [name, value] of fields) body.append(name, value);
    return door(staff)(`/api/v1/products/${productId}/images/bulk`, { method: "POST", body });
  };
  const png = async (name: string, width: number) =>
    new File([await drawPng(fourCorners(width, 8))], name, { type: "image/png" });

  it("are taken in one by one, in their order; one that is no picture is told with the reason and keeps nobody out", async () => {
    const variantId = await stockVariant();
    const answer = await send(
      [await png("front.png", 8), new File(["%PDF-1.7"], "manual.pdf"), await png("back.png", 9)],
      [
        ["alt", "The front"],
        ["alt", ""],
        ["alt", "The back"],
        ["variant_ids", variantId],
      ],
    );
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({
      data: [
        { file_name: "front.png", reason: null, picture: { alt: "The front", position: 0, variant_ids: [variantId] } },
        { file_name: "manual.pdf", picture: null, reason: expect.stringContaining("PDF") },
        { file_name: "back.png", reason: null, picture: { alt: "The back", position: 1 } },
      ],
    });
    await prepareAll(open());
    expect((await listPictures(open(), productId)).map(({ status }) => status)).toEqual(["ready", "ready"]);
  });

  it("are refused as a whole when the request itself is wrong", async () => {
    const front = await png("front.png", 8);
    const odd = [
      send([]),
      send(
        [front],
        [
          ["alt", "One"],
          ["alt", "Two"],
        ],
      ),
      send([front], [["variant_ids", await stockVariant(await stockProduct())]]),
      send([front], [["price", "1"]]),
      send(Array.from({ length: 51 }, () => front)),
    ];
    for (const answer of await Promise.all(odd)) expect(answer.status).toBe(400);
    expect(await listPictures(open(), productId)).toEqual([]);
    expect(await files()).toBe(0);
  });
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

describe("the focal point", () => {
  /** Ten stripes, each a shade of its own, so that a cut shows where it was made. */
  const stripes = (width: number, height: number): Pixels => ({
    width,
    height,
    at: (x, y) => {
      const shade = 20 + 22 * Math.floor((10 * (width > height ? x : y)) / Math.max(width, height));
      return [shade, shade, shade];
    },
  });

  async function square(picture: Pixels, x: number, y: number, width: number) {
    const store = open();
    const { id } = await addImage(store, productId, upload(await drawPng(picture)));
    await prepareAll(store);
    const edited = await door(staff)(
      `/api/v1/products/${productId}/images/${id}`,
      post({ focal_point: { x, y } }, "PATCH", 1),
    );
    expect(await edited.json()).toMatchObject({ focal_point: { x, y }, version: 2 });
    const answer = await door(shopper)(squareUrl({ id, focal_point: { x, y } }, width), {
      headers: { Accept: "image/webp" },
    });
    expect(answer.headers.get("Cache-Control")).toContain("immutable");
    const body = await answer.arrayBuffer();
    await settled();
    return { size: await sizeOf(body), seen: await looks(body, 10, 10) };
  }

  it.each([
    [0, 0],
    [30, 1],
    [50, 3],
    [100, 7],
  ])(
    "stays in sight in a square cut from a wide picture: at %i percent the cut begins in stripe %i",
    async (x, stripe) => {
      const { size, seen } = await square(stripes(600, 180), x, 50, 160);
      expect(size).toEqual([160, 160]);
      // Of ten stripes the square shows three; the first of them tells where it was cut.
      expect(Math.abs(seen.at(0, 5)[0] - (20 + 22 * stripe))).toBeLessThan(14);
    },
  );

  it("stays in sight in a square cut from a tall picture", async () => {
    const { size, seen } = await square(stripes(180, 600), 50, 100, 160);
    expect(size).toEqual([160, 160]);
    expect(seen.at(5, 0)[0]).toBeGreaterThan(150);
    expect(seen.at(5, 9)[0]).toBeGreaterThan(200);
  });

  it("is the middle until staff say otherwise, and a square is never larger than the picture", async () => {
    const { size, seen } = await square(fourCorners(300, 200), 50, 50, 640);
    expect(size).toEqual([200, 200]);
    for (const [x, y, colour] of [
      [1, 1, red],
      [8, 1, green],
      [1, 8, blue],
      [8, 8, yellow],
    ] as const) {
      expect(apart(seen.at(x, y), colour)).toBeLessThan(40);
    }
    const image = { id: "img_1", focal_point: { x: 50, y: 50 } };
    expect(framedUrl(image, 320)).toBe("/media/img_1/320");
    expect(framedUrl({ ...image, focal_point: { x: 10, y: 50 } }, 320)).toBe("/media/img_1/320?fit=cover&focus=10-50");
  });

  it("is part of the address: one that names another is answered with today's, and not for long", async () => {
    const store = open();
    const { id } = await addImage(store, productId, upload(await drawPng(stripes(600, 180))));
    await prepareAll(store);
    for (const query of ["fit=cover", "fit=cover&focus=10-10"]) {
      const answer = await door(shopper)(`/media/${id}/160?${query}`);
      expect([answer.status, answer.headers.get("Cache-Control")]).toEqual([200, "public, max-age=60"]);
      await answer.arrayBuffer();
    }
    for (const query of ["fit=cover&focus=101-1", "fit=contain", "fit=cover&focus=1"]) {
      expect((await door(shopper)(`/media/${id}/160?${query}`)).status).toBe(400);
    }
    for (const focal_point of [{ x: -1, y: 0 }, { x: 0.5, y: 0 }, { x: 1 }]) {
      const answer = await door(staff)(`/api/v1/products/${productId}/images/${id}`, post({ focal_point }, "PATCH", 1));
      expect(answer.status).toBe(400);
    }
  });
});

describe("a picture that is asked for", () => {
  it("costs one row of the catalogue the first time, and nothing once the edge has it", async () => {
    const store = open();
    const { id } = await addImage(store, productId, upload(await drawPng(fourCorners(60, 40))));
    await prepareAll(store);
    const asked: D1PreparedStatement[] = [];
    const counted = {
      prepare: (query: string) => {
        const statement = env.CATALOG.prepare(query).bind(id);
        asked.push(statement);
        return { bind: () => statement };
      },
    };
    const first = await door(shopper, open({ CATALOG: counted }))(imageUrl(id, 160));
    const bytes = await first.arrayBuffer();
    await settled();
    expect(asked).toHaveLength(1);
    expect((await asked[0]?.run())?.meta.rows_read).toBe(1);
    const gone = (): never => {
      throw new Error("The edge has it");
    };
    const again = await door(shopper, open({ CATALOG: { prepare: gone }, MEDIA: { get: gone } }))(imageUrl(id, 160));
    expect(await again.arrayBuffer()).toEqual(bytes);
  });
});

describe("the variants that a picture shows", () => {
  it("are several, and shoppers learn from each variant which pictures are its own", async () => {
    const store = open();
    const [small, large, other] = [await stockVariant(), await stockVariant(), await stockVariant()];
    const front = await addImage(store, productId, upload(await drawPng(fourCorners(60, 40))));
    const blueOne = await addImage(store, productId, {
      ...upload(await drawPng(fourCorners(61, 40))),
      variantIds: [small, large],
    });
    const detail = await addImage(store, productId, {
      ...upload(await drawPng(fourCorners(62, 40))),
      variantIds: [large],
    });
    await prepareAll(store);
    const read = async () => {
      const [row] = await store.catalog.all<{ json: string }>(
        sql`select ${productJson("EUR", "[]")} as json from products p where p.id = ${productId}`,
      );
      return readProduct(row?.json ?? "", "EUR");
    };
    const ofVariants = async () =>
      Object.fromEntries((await read()).variants.map(({ id, image_id, image_ids }) => [id, { image_id, image_ids }]));
    expect(await ofVariants()).toEqual({
      [small]: { image_id: blueOne.id, image_ids: [blueOne.id] },
      [large]: { image_id: blueOne.id, image_ids: [blueOne.id, detail.id] },
      [other]: { image_id: front.id, image_ids: [] },
    });
    expect((await read()).images[0]).toEqual({
      id: front.id,
      url: imageUrl(front.id, 960),
      alt: "",
      width: 60,
      height: 40,
      placeholder: expect.stringMatching(/^data:/),
      focal_point: { x: 50, y: 50 },
    });
    const path = `/api/v1/products/${productId}/images/${detail.id}`;
    const edited = await door(staff)(path, post({ variant_ids: [other] }, "PATCH", 1));
    expect(await edited.json()).toMatchObject({ variant_ids: [other], version: 2 });
    expect((await door(staff)(path, post({ variant_ids: [small] }, "PATCH", 1))).status).toBe(412);
    expect((await ofVariants())[other]).toEqual({ image_id: detail.id, image_ids: [detail.id] });
    const strange = await stockVariant(await stockProduct());
    const refused = await door(staff)(path, post({ variant_ids: [strange] }, "PATCH", 2));
    expect([refused.status, await refused.json()]).toMatchObject([400, { errors: [{ pointer: "/variant_ids" }] }]);
    await env.CATALOG.prepare("delete from variants where id = ?").bind(other).run();
    expect((await listPictures(store, productId)).map(({ variant_ids }) => variant_ids.length)).toEqual([0, 2, 0]);
  });
});

describe("the nightly sweep", () => {
  const sweep = async (store = open()) => {
    await startSweep(store);
    await sweepAll(store);
    const [latest] = await listSweeps(store);
    return latest;
  };

  it("finds nothing where all is well, and says how much it looked at", async () => {
    const store = open();
    await addImage(store, productId, upload(await drawPng(fourCorners(700, 40))));
    await prepareAll(store);
    const before = await bucketKeys();
    expect(await sweep()).toMatchObject({
      objects: before.length,
      removed: 0,
      remade: 0,
      lost: [],
      finished_at: expect.any(String),
    });
    expect(await bucketKeys()).toEqual(before);
  });

  it("removes what no picture knows: originals, uploads, widths, squares around a point that was moved", async () => {
    const store = open();
    const { id } = await addImage(store, productId, upload(await drawPng(fourCorners(700, 40))));
    await prepareAll(store);
    const mine = await bucketKeys();
    const stray = makeId("img", Date.now());
    for (const key of [
      `originals/${stray}`,
      `uploads/${stray}`,
      `uploads/${id}`,
      `pictures/${stray}/master`,
      `pictures/${stray}/320.webp`,
      `pictures/${id}/160-square-10-10.webp`,
    ]) {
      await env.MEDIA.put(key, "left behind");
    }
    await env.MEDIA.put(`pictures/${id}/160-square-50-50.webp`, "cut around today's point");
    await env.MEDIA.put("elsewhere/readme.txt", "not ours");
    expect(await sweep()).toMatchObject({ removed: 6, lost: [] });
    expect((await bucketKeys()).sort()).toEqual(
      [...mine, `pictures/${id}/160-square-50-50.webp`, "elsewhere/readme.txt"].sort(),
    );
    expect(await sweep()).toMatchObject({ removed: 0 });
  });

  it("has missing masters made again, and names the pictures whose original is lost", async () => {
    const store = open();
    const whole = await addImage(store, productId, upload(await drawPng(fourCorners(60, 40))));
    const lost = await addImage(store, productId, upload(await drawPng(fourCorners(61, 40))));
    await prepareAll(store);
    await env.MEDIA.delete([`pictures/${whole.id}/master`, `originals/${lost.id}`]);
    expect(await sweep()).toMatchObject({ remade: 1, lost: [lost.id], removed: 0 });
    expect(await env.MEDIA.head(`pictures/${whole.id}/master`)).not.toBeNull();
  });

  it("goes on where it stopped, page by page, and a step that is told twice is counted once", async () => {
    const store = open();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      ids.push((await addImage(store, productId, upload(await drawPng(fourCorners(60 + i, 40))))).id);
    }
    await prepareAll(store);
    for (let i = 0; i < 4; i++) await env.MEDIA.put(`originals/${makeId("img", Date.now() + i * 1000)}`, "left behind");
    const listed = await bucketKeys();
    const inTwos = {
      list: (options: R2ListOptions) => env.MEDIA.list({ ...options, limit: 2 }),
      delete: (keys: string[]) => env.MEDIA.delete(keys),
      head: (key: string) => env.MEDIA.head(key),
      get: (key: string) => env.MEDIA.get(key),
    };
    const narrow = open({ MEDIA: inTwos });
    await startSweep(narrow);
    let steps = 0;
    for (let message = desk.sweeps.shift(); message; message = desk.sweeps.shift()) {
      steps += 1;
      await Promise.all([sweepStep(narrow, message.sweep_id), sweepStep(narrow, message.sweep_id)]);
    }
    expect(steps).toBeGreaterThan(5);
    expect((await listSweeps(store))[0]).toMatchObject({ objects: listed.length, removed: 4, remade: 0, lost: [] });
    expect(await bucketKeys("originals/")).toEqual(ids.map((id) => `originals/${id}`));
  });

  it("reads bytes that were stored before they were compared, and joins those that are the same", async () => {
    const store = open();
    const bytes = await drawPng(fourCorners(60, 40));
    const first = await addImage(store, productId, upload(bytes));
    await prepareAll(store);
    await env.CATALOG.prepare("update picture_files set sha256 = null").run();
    const second = await addImage(store, productId, upload(bytes));
    await prepareAll(store);
    expect(await files()).toBe(2);
    await sweep();
    expect(await files()).toBe(1);
    expect(await bucketKeys("originals/")).toHaveLength(1);
    for (const { id } of [first, second]) {
      const answer = await door(shopper)(imageUrl(id, 160));
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
    }
    await settled();
  });

  it("goes through the real queue by itself", async () => {
    await env.MEDIA.put(`originals/${makeId("img", Date.now())}`, "left behind");
    const store = open({ MEDIA_QUEUE: env.MEDIA_QUEUE });
    await startSweep(store);
    await vi.waitFor(
      async () => expect((await listSweeps(store))[0]).toMatchObject({ removed: 1, finished_at: expect.any(String) }),
      { timeout: 20_000, interval: 100 },
    );
    expect(await bucketKeys()).toEqual([]);
  }, 30_000);

  it("is shown to staff, who may also ask for it", async () => {
    expect((await door(shopper)("/api/v1/pictures/sweeps")).status).toBe(401);
    const started = await door(staff)("/api/v1/pictures/sweeps", { method: "POST" });
    expect([started.status, await started.json()]).toMatchObject([202, { finished_at: null, objects: 0 }]);
    await sweepAll(open());
    const listed = await door(staff)("/api/v1/pictures/sweeps");
    expect(await listed.json()).toMatchObject({ data: [{ finished_at: expect.any(String), lost: [] }] });
  });

  it("needs nothing of pictures that go with their product: the clock has removed them by then", async () => {
    const store = open();
    await addImage(store, productId, upload(await drawPng(fourCorners(60, 40))));
    await prepareAll(store);
    await env.CATALOG.prepare("delete from products where id = ?").bind(productId).run();
    expect(await clearLeftovers(store)).toBe(1);
    expect(await bucketKeys()).toEqual([]);
    expect(await sweep()).toMatchObject({ objects: 0, removed: 0 });
  });
});

describe("a store without the Images service", () => {
  it("keeps the upload once, shows it as it is, and says so; with the service it is prepared by the next sweep", async () => {
    const without = open({ IMAGES: undefined });
    const bytes = await drawPng(fourCorners(700, 40));
    const { id } = await addImage(without, productId, upload(bytes));
    await prepareAll(without);
    expect(await bucketKeys()).toEqual([`originals/${id}`]);
    const asItIs = await door(shopper, without)(imageUrl(id, 320));
    expect(asItIs.headers.get("Content-Type")).toBe("image/png");
    expect(new Uint8Array(await asItIs.arrayBuffer())).toEqual(bytes);
    await settled();
    const { IMAGES: _, ...bindings } = env;
    const health = await healthRoutes.request("https://souk.test/readyz", undefined, bindings);
    expect([health.status, await health.json()]).toMatchObject([200, { parts: { images: "absent" } }]);
    const meanwhile = await door(shopper)(imageUrl(id, 480));
    expect([meanwhile.headers.get("Content-Type"), meanwhile.headers.get("Cache-Control")]).toEqual([
      "image/png",
      "public, max-age=60",
    ]);
    await meanwhile.arrayBuffer();
    await startSweep(open());
    await sweepAll(open());
    const prepared = await door(shopper)(imageUrl(id, 480), { headers: { Accept: "image/webp" } });
    expect(prepared.headers.get("Content-Type")).toBe("image/webp");
    expect(await sizeOf(await prepared.arrayBuffer())).toEqual([480, 27]);
    await settled();
  });
});
