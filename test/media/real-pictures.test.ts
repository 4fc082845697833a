import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readHeader } from "../../src/media/header.ts";
import { listPictures } from "../../src/media/pictures.ts";
import { followNotification } from "../../src/media/prepare-picture.ts";
import { findRendition } from "../../src/media/renditions.ts";
import { makeId } from "../../src/platform/ids.ts";
import { openStore } from "../../src/platform/store.ts";
import { apart, type Pixels, readPng } from "./drawing.ts";

declare global {
  namespace Cloudflare {
    interface Env {
      /** Real files for reading; see vitest.config.ts. */
      TEST_FILES: Fetcher;
    }
  }
}

/** Photographs of real shops, and pictures that broke other software; not part of this repository. */
const folder = "http://files/images";

const answer = await env.TEST_FILES.fetch(folder);
const names = answer.ok ? await answer.json<string[]>() : [];
if (names.length === 0) console.warn("SKIPPED: ../shared/data/images is not there, so no real pictures are tried.");

const photographs = names.filter((name) => /^(?:saleor|solidus|spree|magento2)\/.*\.(?:jpe?g|png|webp)$/.test(name));

const readFile = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await env.TEST_FILES.fetch(`${folder}/${name}`)).arrayBuffer());

const quiet = { info() {}, warn() {}, error() {} };
/** The narrower widths that the consumer asks of itself next are left to the tests of its own. */
const still: { MEDIA_QUEUE: unknown } = { MEDIA_QUEUE: { send: async () => undefined } };
const store = openStore({ ...env, ...still } as Env, { log: quiet });
const productId = makeId("prod", Date.now());
const summary: Record<string, { pictures: number; shown: number; refused: number; seconds: number }> = {};

interface Outcome {
  name: string;
  id: string;
  status: string;
  reason: string | null;
  width: number | null;
  height: number | null;
}

/** Lays a file where uploads lie, past the checks of the door, and has it prepared. */
async function tryOut(name: string): Promise<Outcome> {
  const began = performance.now();
  const bytes = await readFile(name);
  const id = makeId("img", Date.now());
  const key = `originals/${id}`;
  await env.MEDIA.put(key, bytes);
  await env.CATALOG.batch([
    env.CATALOG.prepare("insert into picture_files (id, key, size, created_at) values (?, ?, ?, '')").bind(
      id,
      key,
      bytes.length,
    ),
    env.CATALOG.prepare(
      "insert into images (id, product_id, file_id, position, created_at, updated_at) values (?, ?, ?, 0, '', '')",
    ).bind(id, productId, id),
  ]);
  await followNotification(store, notification(id), false);
  const row = await env.CATALOG.prepare("select status, reason, width, height from images where id = ?")
    .bind(id)
    .first<Omit<Outcome, "name" | "id">>();
  if (!row) throw new Error(`The row of ${name} is gone`);
  const shelf = name.split("/")[0] ?? "";
  const line = summary[shelf] ?? { pictures: 0, shown: 0, refused: 0, seconds: 0 };
  summary[shelf] = line;
  line.pictures += 1;
  line[row.status === "ready" ? "shown" : "refused"] += 1;
  line.seconds = Math.round((line.seconds + (performance.now() - began) / 1000) * 10) / 10;
  return { name, id, ...row };
}

const notification = (id: string) => ({
  account: "souk",
  action: "PutObject",
  bucket: "souk-media",
  object: { key: `originals/${id}`, size: 1, eTag: "1" },
  eventTime: new Date().toISOString(),
});

async function see(id: string, width: number, height: number): Promise<Pixels> {
  const rendition = await findRendition(store, id, { width: 320, format: "webp", square: null });
  if (!rendition) throw new Error("Not served");
  const body = await new Response(rendition.body).arrayBuffer();
  const made = await env.IMAGES.input(new Blob([body]).stream())
    .transform({ width, height, fit: "squeeze" })
    .output({ format: "image/png" });
  return readPng(new Uint8Array(await new Response(made.image()).arrayBuffer()));
}

/** The mean distance of two pictures of the same subject. */
function difference(one: Pixels, other: Pixels): number {
  let sum = 0;
  for (let y = 0; y < one.height; y++) for (let x = 0; x < one.width; x++) sum += apart(one.at(x, y), other.at(x, y));
  return sum / (one.width * one.height);
}

describe.skipIf(names.length === 0)("pictures of the world", () => {
  beforeAll(async () => {
    await env.CATALOG.prepare(
      "insert into products (id, slug, title, status, created_at, updated_at) values (?, 'world', 'World', 'active', '', '')",
    )
      .bind(productId)
      .run();
  });

  afterAll(() => {
    const lines = Object.entries(summary).map(
      ([shelf, { pictures, shown, refused, seconds }]) =>
        `${shelf.padEnd(12)} ${pictures} tried, ${shown} shown, ${refused} refused, ${seconds} s`,
    );
    console.log(lines.join("\n"));
  });

  it("are taken in at the door: every photograph of four shops", async () => {
    expect(photographs.length).toBeGreaterThan(0);
    for (const name of photographs) {
      const { width, height } = readHeader(await readFile(name));
      expect(Math.min(width, height), name).toBeGreaterThan(0);
    }
  }, 60_000);

  it("go all the way: every twelfth of them", async () => {
    const outcomes: Outcome[] = [];
    for (const name of photographs.filter((_name, index) => index % 12 === 0)) outcomes.push(await tryOut(name));
    expect(outcomes.filter(({ status }) => status !== "ready")).toEqual([]);
  }, 120_000);

  it.each([
    ["edge_exif/Portrait_", [1, 2, 3, 4, 5, 6, 7, 8]],
    ["edge_sharp/Portrait_", [1, 2, 3, 4, 5, 6, 7, 8]],
    ["edge_sharp/Landscape_", [1, 2, 3, 4, 5, 6, 7, 8]],
  ] as const)(
    "come out upright, however the camera was held: %s",
    async (series, turns) => {
      const seen: Pixels[] = [];
      const sizes = new Set<string>();
      for (const turn of turns) {
        const { id, width, height } = await tryOut(`${series}${turn}.jpg`);
        sizes.add(`${width} x ${height}`);
        seen.push(await see(id, 16, 16));
      }
      expect(sizes.size).toBe(1);
      const [first, ...others] = seen;
      if (!first) throw new Error("Nothing to compare with");
      expect(others.map((other) => difference(first, other)).filter((distance) => distance > 12)).toEqual([]);
      const upsideDown: Pixels = { ...first, at: (x, y) => first.at(x, first.height - 1 - y) };
      expect(difference(first, upsideDown)).toBeGreaterThan(12);
    },
    60_000,
  );

  it("are made safe or refused with a reason, and none stops the next", async () => {
    const edge = names.filter((name) => name.startsWith("edge_sharp/") && !/_[1-8]\.jpg$/.test(name));
    const outcomes: Outcome[] = [];
    for (const name of edge) outcomes.push(await tryOut(name));
    const refusals = outcomes.filter(({ status }) => status === "refused");
    console.log(refusals.map(({ name, reason }) => `${name.slice(11).padEnd(24)} ${reason}`).join("\n"));
    expect(outcomes.filter(({ status }) => status === "processing")).toEqual([]);
    expect(refusals.map(({ name }) => name.slice(11)).sort()).toEqual([
      "8bit_depth.tiff",
      "G31D.TIF",
      "G31D_MULTI.TIF",
      "LICENSE",
      "bonne.geo.tif",
      "check.svg",
      "circle.svg",
      "corrupt-header.jpg",
      "index.js",
      "invalid-illuminant.icc",
      "relax.jp2",
      "relax_tileparts.jp2",
      "struct-image-04-t.svg",
      "truncated.jpg",
      "truncated.png",
      "uncompressed_tiff.tiff",
      "vfile.v",
    ]);
    for (const { reason } of refusals) expect(reason?.length).toBeGreaterThan(20);
    for (const { name, id, width, height } of outcomes.filter(({ status }) => status === "ready")) {
      const rendition = await findRendition(store, id, { width: 320, format: "webp", square: null });
      expect(rendition?.contentType, name).toBe("image/webp");
      const served = await env.IMAGES.info(new Response(rendition?.body ?? null).body ?? new Blob().stream());
      if (!("width" in served)) throw new Error(`${name} has no size`);
      const expected = Math.min(320, width ?? 0);
      expect(served.width, name).toBe(expected);
      expect(Math.abs(served.height - (expected * (height ?? 0)) / (width ?? 1)), name).toBeLessThanOrEqual(1);
    }
  }, 120_000);

  it("are still pictures in the colours of a screen, whatever they were: CMYK from a press, a moving GIF", async () => {
    const cmyk = await tryOut("edge_sharp/Channel_digital_image_CMYK_color_no_profile.jpg");
    const [lawnRed, lawnGreen, lawnBlue] = (await see(cmyk.id, 4, 4)).at(0, 2);
    expect(lawnGreen).toBeGreaterThan(lawnRed + 10);
    expect(lawnGreen).toBeGreaterThan(lawnBlue + 30);
    expect(cmyk).toMatchObject({ status: "ready", width: 500, height: 333 });
    for (const name of ["edge_sharp/animated-loop-3.gif", "edge_sharp/rotating-squares.webp"]) {
      const { id } = await tryOut(name);
      const rendition = await findRendition(store, id, { width: 1600, format: "webp", square: null });
      const text = new TextDecoder("latin1").decode(await new Response(rendition?.body ?? null).arrayBuffer());
      expect(text.slice(8, 12)).toBe("WEBP");
      expect(text).not.toContain("ANMF");
    }
    expect((await listPictures(store, productId)).every(({ status }) => status !== "processing")).toBe(true);
  });
});
