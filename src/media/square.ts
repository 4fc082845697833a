import type { FocalPoint } from "./address.ts";

/** A square to be cut out of a picture, in pixels of the picture made so small that its shorter side is the square's. */
export interface Square {
  /** The square's own side. */
  side: number;
  /** Where it begins on the picture's longer side, of what it may at most: 0 is the left or top end. */
  offset: number;
  spare: number;
  /** The longer side of the picture. */
  along: "width" | "height";
  /** What tells it from every other square of the picture. */
  name: string;
}

/** What a square around a focal point is called beside the picture's other forms; `focalPointIn` reads it. */
const nameOf = (side: number, { x, y }: FocalPoint): string => `${side}-square-${x}-${y}`;
const squareName = /\/\d+-square-(\d+)-(\d+)\.[a-z]+$/;

/** The focal point that a kept square was cut around, by its key in the bucket; null for what is no square. */
export function focalPointIn(key: string): FocalPoint | null {
  const [, x, y] = squareName.exec(key) ?? [];
  return x === undefined ? null : { x: Number(x), y: Number(y) };
}

/**
 * The square that has a picture's focal point as near to its middle as the edges allow.
 * @param picture its size upright, in pixels, and the point
 * @param wanted the square's side; it is never larger than the shorter side of the picture
 * @param widest what the picture's width is at most, however large the upload was
 */
export function squareOf(
  { width, height, focus }: { width: number; height: number; focus: FocalPoint },
  wanted: number,
  widest: number,
): Square {
  const shrunk = Math.min(1, widest / width);
  const side = Math.max(1, Math.min(wanted, Math.floor(Math.min(width, height) * shrunk)));
  const along = width >= height ? "width" : "height";
  const long = Math.max(side, Math.round((side * Math.max(width, height)) / Math.min(width, height)));
  const spare = long - side;
  const share = (along === "width" ? focus.x : focus.y) / 100;
  const offset = Math.min(spare, Math.max(0, Math.round(long * share - side / 2)));
  return { side, offset, spare, along, name: nameOf(side, focus) };
}

/**
 * Cuts a square. The Images service takes a focal point as coordinates, its local stand-in only sides; so the far end is cut off
 * first, then the near one, and both give the same square. One cut is enough where the square lies at an end or in the middle.
 */
export async function cutSquare(
  images: ImagesBinding,
  picture: ReadableStream<Uint8Array>,
  { side, offset, spare, along }: Square,
): Promise<ImageTransformer> {
  const [near, far] = along === "width" ? (["left", "right"] as const) : (["top", "bottom"] as const);
  const square = { width: side, height: side, fit: "cover" } as const;
  if (offset === 0) return images.input(picture).transform({ ...square, gravity: near });
  if (offset === spare) return images.input(picture).transform({ ...square, gravity: far });
  if (Math.abs(offset - spare / 2) < 1) return images.input(picture).transform({ ...square, gravity: "center" });
  const withoutFarEnd = await images
    .input(picture)
    .transform({ ...square, [along]: offset + side, gravity: near })
    .output({ format: "image/png" });
  return images.input(withoutFarEnd.image()).transform({ ...square, gravity: far });
}
