/** What pictures are served as, best first: the same picture is smallest in AVIF, and JPEG is read everywhere. */
const pictureFormats = ["avif", "webp", "jpeg"] as const;

export type PictureFormat = (typeof pictureFormats)[number];

/**
 * The format to answer with, by quality values (RFC 9110, 12.5.1). AVIF and WebP must be named: a client that writes only
 * `image/*` may know neither. Who accepts none of the three gets JPEG all the same, which serves better than a refusal.
 */
export function chooseFormat(accept: string | undefined): PictureFormat {
  const named = new Map((accept ?? "").split(",").map(readRange));
  const quality = (format: PictureFormat): number => {
    const own = named.get(`image/${format}`);
    if (own !== undefined || format !== "jpeg") return own ?? 0;
    return named.get("image/*") ?? named.get("*/*") ?? 0;
  };
  let best: PictureFormat = "jpeg";
  let highest = 0;
  for (const format of pictureFormats) {
    if (quality(format) > highest) {
      best = format;
      highest = quality(format);
    }
  }
  return best;
}

function readRange(range: string): [type: string, quality: number] {
  const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  const quality = weight === undefined ? 1 : Number(weight);
  return [type, quality >= 0 && quality <= 1 ? quality : 0];
}
