import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { addImage } from "../../src/media/add-image.ts";
import { imageUrl } from "../../src/media/address.ts";
import { clearLeftovers } from "../../src/media/leftovers.ts";
import { listSweeps, startSweep, sweepStep } from "../../src/media/sweep.ts";
import { makeId } from "../../src/platform/ids.ts";
import { drawPng, fourCorners } from "./drawing.ts";
import {
  bucketKeys,
  clearStudio,
  desk,
  door,
  files,
  open,
  prepareAll,
  settled,
  shopper,
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
