import { type FocalPoint, framedUrl, imageUrl, pictureWidths } from "../../media/address.ts";

interface PictureOf {
  id: string;
  alt: string;
  focal_point: FocalPoint;
}

interface PictureProps {
  image: PictureOf | null | undefined;
  /** The `sizes` of the picture: how wide it is shown at which width of the page. */
  sizes: string;
  /** The widest that is ever of use there, in pixels; the shop's pictures go up to 1600. */
  most?: number;
  shape?: "arch" | undefined;
  /** True for what is seen first: loaded at once, before other pictures. */
  first?: boolean;
  /** True where a text beside it already says what it shows. */
  decorative?: boolean;
}

/**
 * A product's picture in its square frame, cut around its focal point, in as many widths as the media context makes; the star where
 * there is none. An arch is higher than wide, and is cut from the whole picture.
 */
export function Picture({ image, sizes, most = 1600, shape, first = false, decorative = false }: PictureProps) {
  const frame = shape ? `frame ${shape}` : "frame";
  if (!image) return <div class={`${frame} bare`} />;
  const urlOf = (width: number): string => (shape ? imageUrl(image.id, width) : framedUrl(image, width));
  const widths = pictureWidths.filter((width) => width <= most);
  return (
    <div class={frame}>
      <img
        src={urlOf(Math.min(640, most))}
        srcset={widths.map((width) => `${urlOf(width)} ${width}w`).join(", ")}
        sizes={sizes}
        width={most}
        height={most}
        alt={decorative ? "" : image.alt}
        loading={first ? "eager" : "lazy"}
        decoding="async"
        fetchpriority={first ? "high" : undefined}
      />
    </div>
  );
}
