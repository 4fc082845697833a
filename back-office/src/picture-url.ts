/** The address of a picture (`/media/{id}/{width}`) in another width: pixels, one of those that the store serves. */
export function inWidth(url: string, width: 160 | 320 | 640): string {
  return url.replace(/\/\d+$/, `/${width}`);
}
