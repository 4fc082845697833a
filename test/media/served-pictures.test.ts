import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { addImage } from "../../src/media/add-image.ts";
import { imageUrl, pictureWidths } from "../../src/media/address.ts";
import { chooseFormat } from "../../src/media/negotiate.ts";
import { listPictures } from "../../src/media/pictures.ts";
import { findRendition } from "../../src/media/renditions.ts";
import { makeId } from "../../src/platform/ids.ts";
import { apart, blue, drawPng, fourCorners, green, red, storedAs, withOrientation, yellow } from "./drawing.ts";
import {
  clearStudio,
  door,
  jpegOf,
  looks,
  open,
  prepareAll,
  settled,
  shopper,
  shownPicture,
  sizeOf,
  stockProduct,
  upload,
  whole,
} from "./studio.ts";

let productId = "";

const shown = (pixels = fourCorners(400, 300)) => shownPicture(productId, pixels);

beforeEach(async () => {
  await clearStudio();
  productId = await stockProduct();
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
