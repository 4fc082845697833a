import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { showingIn } from "../../src/catalog/prices/shown.ts";
import { pricesAsked, productJson, readProduct } from "../../src/catalog/products/product-sql.ts";
import { healthRoutes } from "../../src/health/routes.ts";
import { addImage } from "../../src/media/add-image.ts";
import { framedUrl, imageUrl, squareUrl } from "../../src/media/address.ts";
import { listPictures, removePicture } from "../../src/media/pictures.ts";
import { followNotification } from "../../src/media/prepare-picture.ts";
import { startSweep } from "../../src/media/sweep.ts";
import { makeId } from "../../src/platform/ids.ts";
import { apart, blue, drawPng, fourCorners, green, type Pixels, red, yellow } from "./drawing.ts";
import {
  bucketKeys,
  clearStudio,
  desk,
  door,
  files,
  looks,
  open,
  post,
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
      const showing = await showingIn(store);
      const [row] = await store.catalog.all<{ json: string }>(
        sql`select ${productJson(pricesAsked(showing), "[]")} as json from products p where p.id = ${productId}`,
      );
      return readProduct(row?.json ?? "", showing);
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
