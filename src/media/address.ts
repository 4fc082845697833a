/** The widths that pictures are served in, in pixels; pages name them in `srcset`. */
export const pictureWidths = [160, 320, 480, 640, 960, 1280, 1600] as const;

/**
 * Where a picture is served. An image's bytes never change (another upload is another image), so the address may be kept
 * for ever.
 * @param width pixels; answered with the nearest of {@link pictureWidths} that is not smaller, at most 1600
 */
export function imageUrl(imageId: string, width: number): string {
  return `/media/${imageId}/${nearestWidth(width)}`;
}

/** The smallest of {@link pictureWidths} that is at least this wide; the widest where none is. */
export function nearestWidth(width: number): number {
  return pictureWidths.find((known) => known >= width) ?? pictureWidths[pictureWidths.length - 1] ?? width;
}
