import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pictureWidths } from "../../src/media/address.ts";
import { deliver } from "../../src/media/delivery.ts";
import { fingerprint } from "../../src/media/files.ts";
import { readHeader } from "../../src/media/header.ts";
import type { PictureFormat } from "../../src/media/negotiate.ts";
import { listPictures } from "../../src/media/pictures.ts";
import { followNotification } from "../../src/media/prepare-picture.ts";
import { makeId } from "../../src/platform/ids.ts";
import { openStore } from "../../src/platform/store.ts";
import { apart, type Pixels, readPng } from "./drawing.ts";

declare global {
  namespace Cloudflare {
    interface Env {
      /** Real files for reading; see vitest.config.ts. */
      TEST_FILES: Fetcher;
      EVERY_PICTURE: string;
    }
  }
}

/** Photographs of real shops, and pictures that broke other software; not part of this repository. */
const folder = "http://files/images";

const answer = await env.TEST_FILES.fetch(folder);
const names = answer.ok ? await answer.json<string[]>() : [];
if (names.length === 0) console.warn("SKIPPED: ../shared/data/images is not there, so no real pictures are tried.");

const photographs = names.filter((name) => /^(?:saleor|solidus|spree|magento2)\/.*\.(?:jpe?g|png|webp)$/.test(name));

/** `EVERY_PICTURE=1` takes all of them all the way, which keeps two cores busy for some minutes. */
const everyOne = env.EVERY_PICTURE === "1";

const readFile = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await env.TEST_FILES.fetch(`${folder}/${name}`)).arrayBuffer());

const quiet = { info() {}, warn() {}, error() {} };
/** The narrower widths that the consumer asks of itself next are made when they are asked for. */
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

/** What shoppers are served of a picture. */
async function served(
  imageId: string,
  width: number,
  format: PictureFormat = "webp",
): Promise<Uint8Array<ArrayBuffer>> {
  const rendition = await deliver(store, { imageId, width, format, square: null });
  if (rendition?.contentType !== `image/${format}`)
    throw new Error(`${imageId} is served as ${rendition?.contentType}`);
  return new Uint8Array(await new Response(rendition.body).arrayBuffer());
}

/** What a picture looks like, made small; by way of a JPEG, so that what lies behind transparent pixels does not count. */
async function look(bytes: Uint8Array<ArrayBuffer>, width: number, height: number): Promise<Pixels> {
  const flat = await env.IMAGES.input(new Blob([bytes]).stream())
    .transform({ width: 4 * width, height: 4 * height, fit: "squeeze" })
    .output({ format: "image/jpeg" });
  const made = await env.IMAGES.input(flat.image()).transform({ width, height }).output({ format: "image/png" });
  return readPng(new Uint8Array(await new Response(made.image()).arrayBuffer()));
}

const see = async (id: string, width: number, height: number): Promise<Pixels> =>
  look(await served(id, 320), width, height);

/** Whether a picture is served in every width, no wider than it is, and in its own proportions. */
async function expectEveryWidth({ name, id, width, height }: Outcome): Promise<void> {
  if (width === null || height === null) throw new Error(`${name} has no size`);
  for (const wanted of pictureWidths) {
    const expected = Math.min(wanted, width);
    const header = readHeader(await served(id, wanted));
    expect(header.width, `${name} at ${wanted}`).toBe(expected);
    expect(Math.abs(header.height - (expected * height) / width), `${name} at ${wanted}`).toBeLessThanOrEqual(1);
  }
}

/** The mean distance of two pictures of the same subject. */
function difference(one: Pixels, other: Pixels): number {
  let sum = 0;
  for (let y = 0; y < one.height; y++) for (let x = 0; x < one.width; x++) sum += apart(one.at(x, y), other.at(x, y));
  return sum / (one.width * one.height);
}

/** Prepares a photograph, and compares what is served of it with what it was. */
async function expectItself(name: string): Promise<void> {
  const bytes = await readFile(name);
  const { width, height } = readHeader(bytes);
  const outcome = await tryOut(name);
  expect(outcome, name).toMatchObject({ status: "ready", reason: null, width, height });
  await expectEveryWidth(outcome);
  const [before, after] = [await look(bytes, 16, 16), await look(await served(outcome.id, 160), 16, 16)];
  expect(difference(before, after), name).toBeLessThan(8);
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

  it(`go all the way, upright and themselves in every width: ${everyOne ? "all" : "every eighth"} of them`, async () => {
    const chosen = photographs.filter((_name, index) => everyOne || index % 8 === 0);
    const rest = [...chosen];
    const tryOneAfterTheOther = async (): Promise<void> => {
      for (let name = rest.shift(); name; name = rest.shift()) await expectItself(name);
    };
    await Promise.all([tryOneAfterTheOther(), tryOneAfterTheOther(), tryOneAfterTheOther(), tryOneAfterTheOther()]);
    const kept = await env.CATALOG.prepare("select count(*) as n from picture_files").first<{ n: number }>();
    const different = new Set<string>();
    for (const name of chosen) different.add(await fingerprint(await readFile(name)));
    expect(kept?.n).toBe(different.size);
  }, 900_000);

  it.each([
    ["edge_exif/Portrait_", [0, 1, 2, 3, 4, 5, 6, 7, 8]],
    ["edge_sharp/Portrait_", [1, 2, 3, 4, 5, 6, 7, 8]],
    ["edge_sharp/Landscape_", [1, 2, 3, 4, 5, 6, 7, 8]],
  ] as const)(
    "come out upright, however the camera was held: %s",
    async (series, turns) => {
      const seen: Pixels[] = [];
      const sizes = new Set<string>();
      for (const turn of turns) {
        const outcome = await tryOut(`${series}${turn}.jpg`);
        sizes.add(`${outcome.width} x ${outcome.height}`);
        await expectEveryWidth(outcome);
        seen.push(await see(outcome.id, 16, 16));
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
    const edge = names.filter((name) => /^edge_/.test(name) && !/_[0-8]\.jpg$/.test(name));
    const outcomes: Outcome[] = [];
    for (const name of edge) outcomes.push(await tryOut(name));
    const refusals = outcomes.filter(({ status }) => status === "refused");
    console.log(refusals.map(({ name, reason }) => `${name.padEnd(36)} ${reason}`).join("\n"));
    expect(outcomes.filter(({ status }) => status === "processing")).toEqual([]);
    expect(refusals.map(({ name }) => name.split("/")[1]).sort()).toEqual([
      "8bit_depth.tiff",
      "G31D.TIF",
      "G31D_MULTI.TIF",
      "LICENSE",
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
    for (const outcome of outcomes.filter(({ status }) => status === "ready")) await expectEveryWidth(outcome);
  }, 120_000);

  it("are still pictures in the colours of a screen, whatever they were: CMYK from a press, a moving GIF", async () => {
    const cmyk = await tryOut("edge_sharp/Channel_digital_image_CMYK_color_no_profile.jpg");
    const [lawnRed, lawnGreen, lawnBlue] = (await see(cmyk.id, 4, 4)).at(0, 2);
    expect(lawnGreen).toBeGreaterThan(lawnRed + 10);
    expect(lawnGreen).toBeGreaterThan(lawnBlue + 30);
    expect(cmyk).toMatchObject({ status: "ready", width: 500, height: 333 });
    for (const name of ["edge_sharp/animated-loop-3.gif", "edge_sharp/rotating-squares.webp"]) {
      const { id } = await tryOut(name);
      const text = new TextDecoder("latin1").decode(await served(id, 1600));
      expect(text.slice(8, 12)).toBe("WEBP");
      expect(text).not.toContain("ANMF");
    }
    expect((await listPictures(store, productId)).every(({ status }) => status !== "processing")).toBe(true);
  });
});
