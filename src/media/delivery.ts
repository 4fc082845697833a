import { eq } from "drizzle-orm";
import type { Store } from "../platform/store.ts";
import type { FocalPoint } from "./address.ts";
import type { PictureFormat } from "./negotiate.ts";
import { findRendition, type Rendition } from "./renditions.ts";
import { images } from "./tables.ts";

/** What a shopper asks of a picture. */
export interface Asked {
  imageId: string;
  /** One of the served widths, pixels. */
  width: number;
  format: PictureFormat;
  /** Cut to a square; with the focal point that the address names, null where it names none. */
  square: { focus: FocalPoint | null } | null;
}

/**
 * The picture as it is asked for: one look at its row, and what R2 holds of its file. A square is cut around the focal point that
 * the picture has now; an address that names another, or none, is not to be kept for long.
 * @returns null when there is no such picture, or none that is ready.
 */
export async function deliver(store: Store, { imageId, width, format, square }: Asked): Promise<Rendition | null> {
  const [image] = await store.catalog
    .select({
      file_id: images.file_id,
      status: images.status,
      width: images.width,
      height: images.height,
      x: images.focal_x,
      y: images.focal_y,
    })
    .from(images)
    .where(eq(images.id, imageId));
  if (image?.status !== "ready" || image.width === null || image.height === null) return null;
  const focus = { x: image.x, y: image.y };
  const rendition = await findRendition(store, image.file_id, {
    width,
    format,
    square: square && { focus, width: image.width, height: image.height },
  });
  const current = !square || (square.focus?.x === focus.x && square.focus.y === focus.y);
  return rendition && { ...rendition, lasting: rendition.lasting && current };
}
