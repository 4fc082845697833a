/** The widths that pictures are served in, in pixels; pages name them in `srcset`. */
export const pictureWidths = [160, 320, 480, 640, 960, 1280, 1600] as const;

/** The point of a picture that stays in sight where it is cut: percent from the left and from the top, 0 to 100. */
export interface FocalPoint {
  x: number;
  y: number;
}

/** Where the point lies of which nobody has said otherwise. */
export const middle: FocalPoint = { x: 50, y: 50 };

/**
 * Where a picture is served. An image's bytes never change (another upload is another image), so the address may be kept
 * for ever.
 * @param width pixels; answered with the nearest of {@link pictureWidths} that is not smaller, at most 1600
 */
export function imageUrl(imageId: string, width: number): string {
  return `/media/${imageId}/${nearestWidth(width)}`;
}

/**
 * Where a picture is served as a square that is cut around its focal point. The point is part of the address, so that this one,
 * too, may be kept for ever.
 * @param width pixels, as with {@link imageUrl}; the square is never larger than the picture's shorter side
 */
export function squareUrl(image: { id: string; focal_point: FocalPoint }, width: number): string {
  const { x, y } = image.focal_point;
  return `${imageUrl(image.id, width)}?fit=cover&focus=${x}-${y}`;
}

/**
 * Where a square frame finds its picture. Around the middle a browser cuts by itself (`object-fit: cover`), from the picture that
 * other places show too; only a picture whose focal point lies elsewhere is asked for as a square.
 */
export function framedUrl(image: { id: string; focal_point: FocalPoint }, width: number): string {
  const { x, y } = image.focal_point;
  return x === 50 && y === 50 ? imageUrl(image.id, width) : squareUrl(image, width);
}

/** The smallest of {@link pictureWidths} that is at least this wide; the widest where none is. */
export function nearestWidth(width: number): number {
  return pictureWidths.find((known) => known >= width) ?? pictureWidths[pictureWidths.length - 1] ?? width;
}
