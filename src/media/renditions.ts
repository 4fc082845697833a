import type { Store } from "../platform/store.ts";
import { type FocalPoint, nearestWidth, pictureWidths } from "./address.ts";
import { folderOf, masterKey, originals } from "./files.ts";
import type { PictureFormat } from "./negotiate.ts";
import { cutSquare, type Square, squareOf } from "./square.ts";

/**
 * What is made of a file. The master is the widest there is of it: upright, without metadata, first frame, sRGB, at most
 * 1600 pixels wide. Every narrower width and every other format is made from the master and kept in R2 beside it.
 */
export interface Rendition {
  body: ReadableStream | ArrayBuffer;
  contentType: string;
  etag: string;
  /** False when something better will soon be at the same address; then it must not be kept for long. */
  lasting: boolean;
}

/** What is asked of a file. */
export interface Wish {
  /** One of {@link pictureWidths}. */
  width: number;
  format: PictureFormat;
  /** Cut to a square around this point; null shows all of it. */
  square: { focus: FocalPoint; width: number; height: number } | null;
}

const widestRendition = Math.max(...pictureWidths);
const masterQuality = 90;

/**
 * AVIF takes ten times the work of the other formats. An isolate makes this many at a time; whoever else asks meanwhile
 * gets WebP, which is there at once, and AVIF the next time.
 */
const avifAtOnce = 2;
let avifInHand = 0;

/** The types that an original may be served as where nothing can be made of it. */
const shownAsTheyAre = /^image\/(?:jpeg|png|gif|webp|avif)$/;

/** Makes the master's bytes of an original. @throws what the Images service throws when it cannot read the picture. */
export async function makeMaster(store: Store, original: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const result = await store.env.IMAGES.input(original)
    .transform({ width: widestRendition, fit: "scale-down" })
    .output({ format: "image/webp", quality: masterQuality, anim: false });
  if (result.contentType() !== "image/webp") throw new Error(`The master came out as ${result.contentType()}`);
  return new Uint8Array(await new Response(result.image()).arrayBuffer());
}

/** A few blurred pixels of a picture as a `data:` URI of some 200 bytes. */
export async function makePlaceholder(store: Store, master: Uint8Array<ArrayBuffer>): Promise<string> {
  const result = await store.env.IMAGES.input(streamOf(master))
    .transform({ width: 24, height: 24, fit: "scale-down" })
    .output({ format: "image/webp", quality: 40 });
  const bytes = new Uint8Array(await new Response(result.image()).arrayBuffer());
  return `data:image/webp;base64,${btoa(String.fromCharCode(...bytes))}`;
}

/** Keeps the master. @param width the master's own, in pixels */
export async function keepMaster(
  store: Store,
  fileId: string,
  master: Uint8Array<ArrayBuffer>,
  width: number,
): Promise<void> {
  await store.env.MEDIA.put(masterKey(fileId), master, {
    httpMetadata: { contentType: "image/webp" },
    customMetadata: { widest: String(nearestWidth(width)) },
  });
}

/** Makes every WebP width below the master's, so that shoppers find them made. Nothing when the picture is gone. */
export async function makeWidths(store: Store, fileId: string): Promise<void> {
  const object = store.env.IMAGES && (await store.env.MEDIA.get(masterKey(fileId)));
  if (!object) return;
  const widest = widestOf(object);
  const master = new Uint8Array(await object.arrayBuffer());
  const narrower = pictureWidths.filter((width) => width < widest);
  await Promise.all(
    narrower.map((width) => makeRendition(store, fileId, streamOf(master), { width, format: "webp", square: null })),
  );
}

/**
 * The picture in a width and a format, made now if nobody asked for it before. Never wider than the picture is. Where the
 * Images service is absent it is the upload as it came.
 * @returns null when there is no such file, or none that a browser shows.
 */
export async function findRendition(store: Store, fileId: string, wish: Wish): Promise<Rendition | null> {
  const { MEDIA, IMAGES } = store.env;
  const square = wish.square && squareOf(wish.square, Math.min(wish.width, widestRendition), widestRendition);
  const kept = await MEDIA.get(renditionKey(fileId, wish, square));
  if (kept) return renditionOf(kept, true);
  const master = await MEDIA.get(masterKey(fileId));
  if (!master) return asItCame(store, fileId);
  if (!IMAGES) return renditionOf(master, true);
  if (!square) {
    const widest = widestOf(master);
    if (wish.format === "webp" && wish.width >= widest) return renditionOf(master, true);
    if (wish.width > widest) {
      await master.body.cancel();
      return findRendition(store, fileId, { ...wish, width: widest });
    }
  }
  if (wish.format !== "avif") return makeRendition(store, fileId, master.body, wish, square);
  if (avifInHand >= avifAtOnce) {
    await master.body.cancel();
    const meanwhile = await findRendition(store, fileId, { ...wish, format: "webp" });
    return meanwhile && { ...meanwhile, lasting: false };
  }
  avifInHand += 1;
  try {
    return await makeRendition(store, fileId, master.body, wish, square);
  } finally {
    avifInHand -= 1;
  }
}

async function makeRendition(
  store: Store,
  fileId: string,
  master: ReadableStream<Uint8Array>,
  wish: Wish,
  square: Square | null = null,
): Promise<Rendition> {
  const { IMAGES, MEDIA } = store.env;
  const { width, format } = wish;
  const shaped = square
    ? await cutSquare(IMAGES, master, square)
    : IMAGES.input(master).transform({ width, fit: "scale-down" });
  const result = await shaped.output({
    format: `image/${format}`,
    anim: false,
    ...(format === "jpeg" && { background: "#ffffff" }),
  });
  const body = await new Response(result.image()).arrayBuffer();
  const contentType = result.contentType();
  const kept = await MEDIA.put(renditionKey(fileId, wish, square), body, { httpMetadata: { contentType } });
  return { body, contentType, etag: kept.httpEtag, lasting: true };
}

/** The original, where there is nothing better: for as long as the store has no Images service, or until the master is made again. */
async function asItCame(store: Store, fileId: string): Promise<Rendition | null> {
  const original = await store.env.MEDIA.get(originals + fileId);
  if (!original || !shownAsTheyAre.test(original.httpMetadata?.contentType ?? "")) return null;
  return renditionOf(original, !store.env.IMAGES);
}

function renditionKey(fileId: string, { width, format }: Wish, square: Square | null): string {
  return `${folderOf(fileId)}${square ? square.name : width}.${format}`;
}

function renditionOf(object: R2ObjectBody, lasting: boolean): Rendition {
  return {
    body: object.body,
    contentType: object.httpMetadata?.contentType ?? "application/octet-stream",
    etag: object.httpEtag,
    lasting,
  };
}

function widestOf(master: R2Object): number {
  return Number(master.customMetadata?.widest ?? widestRendition);
}

function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream();
}
