import type { Store } from "../platform/store.ts";
import { nearestWidth, pictureWidths } from "./address.ts";
import type { PictureFormat } from "./negotiate.ts";

/**
 * What is made of a picture. The master is the widest there is of it: upright, without metadata, first frame, sRGB, at most
 * 1600 pixels wide. Every narrower width and every other format is made from the master and kept in R2 beside it.
 */
export interface Rendition {
  body: ReadableStream | ArrayBuffer;
  contentType: string;
  etag: string;
  /** False when something better will soon be at the same address; then it must not be kept for long. */
  lasting: boolean;
}

const widestRendition = Math.max(...pictureWidths);
const masterQuality = 90;

/**
 * AVIF takes ten times the work of the other formats. An isolate makes this many at a time; whoever else asks meanwhile
 * gets WebP, which is there at once, and AVIF the next time.
 */
const avifAtOnce = 2;
let avifInHand = 0;

export const folderOf = (imageId: string): string => `pictures/${imageId}/`;
export const masterKey = (imageId: string): string => `${folderOf(imageId)}master`;
const renditionKey = (imageId: string, width: number, format: PictureFormat): string =>
  `${folderOf(imageId)}${width}.${format}`;

/** Makes the master's bytes of an original. @throws what the Images service throws when it cannot read the picture. */
export async function makeMaster(store: Store, original: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const result = await store.env.IMAGES.input(streamOf(original))
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
  imageId: string,
  master: Uint8Array<ArrayBuffer>,
  contentType: string,
  width: number,
): Promise<void> {
  await store.env.MEDIA.put(masterKey(imageId), master, {
    httpMetadata: { contentType },
    customMetadata: { widest: String(nearestWidth(width)) },
  });
}

/** Makes every WebP width below the master's, so that shoppers find them made. Nothing when the picture is gone. */
export async function makeWidths(store: Store, imageId: string): Promise<void> {
  const object = store.env.IMAGES && (await store.env.MEDIA.get(masterKey(imageId)));
  if (!object) return;
  const widest = Number(object.customMetadata?.widest ?? widestRendition);
  const master = new Uint8Array(await object.arrayBuffer());
  const narrower = pictureWidths.filter((width) => width < widest);
  await Promise.all(narrower.map((width) => makeRendition(store, imageId, streamOf(master), width, "webp")));
}

/**
 * The picture in a width and a format, made now if nobody asked for it before. Never wider than the picture is.
 * @returns null when there is no such picture, or none that is ready.
 */
export async function findRendition(
  store: Store,
  imageId: string,
  width: number,
  format: PictureFormat,
): Promise<Rendition | null> {
  const { MEDIA, IMAGES } = store.env;
  const kept = await MEDIA.get(renditionKey(imageId, width, format));
  if (kept) return renditionOf(kept);
  const master = await MEDIA.get(masterKey(imageId));
  if (!master) return null;
  const widest = Number(master.customMetadata?.widest ?? widestRendition);
  if (!IMAGES || (format === "webp" && width >= widest)) return renditionOf(master);
  if (width > widest) {
    await master.body.cancel();
    return findRendition(store, imageId, widest, format);
  }
  if (format !== "avif") return makeRendition(store, imageId, master.body, width, format);
  if (avifInHand >= avifAtOnce) {
    await master.body.cancel();
    const meanwhile = await findRendition(store, imageId, width, "webp");
    return meanwhile && { ...meanwhile, lasting: false };
  }
  avifInHand += 1;
  try {
    return await makeRendition(store, imageId, master.body, width, format);
  } finally {
    avifInHand -= 1;
  }
}

async function makeRendition(
  store: Store,
  imageId: string,
  master: ReadableStream<Uint8Array>,
  width: number,
  format: PictureFormat,
): Promise<Rendition> {
  const result = await store.env.IMAGES.input(master)
    .transform({ width, fit: "scale-down" })
    .output({ format: `image/${format}`, anim: false, ...(format === "jpeg" && { background: "#ffffff" }) });
  const body = await new Response(result.image()).arrayBuffer();
  const contentType = result.contentType();
  const kept = await store.env.MEDIA.put(renditionKey(imageId, width, format), body, { httpMetadata: { contentType } });
  return { body, contentType, etag: kept.httpEtag, lasting: true };
}

function renditionOf(object: R2ObjectBody): Rendition {
  return {
    body: object.body,
    contentType: object.httpMetadata?.contentType ?? "application/octet-stream",
    etag: object.httpEtag,
    lasting: true,
  };
}

function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream();
}
