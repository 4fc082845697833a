import { imageUrl, pictureWidths } from "../../media/address.ts";

interface PictureOf {
  id: string;
  alt: string;
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

/** A product's picture in its square frame, in as many widths as the media context makes; the star where there is none. */
export function Picture({ image, sizes, most = 1600, shape, first = false, decorative = false }: PictureProps) {
  const frame = shape ? `frame ${shape}` : "frame";
  if (!image) return <div class={`${frame} bare`} />;
  const widths = pictureWidths.filter((width) => width <= most);
  return (
    <div class={frame}>
      <img
        src={imageUrl(image.id, Math.min(640, most))}
        srcset={widths.map((width) => `${imageUrl(image.id, width)} ${width}w`).join(", ")}
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
