import { call, sendFile, upload } from "../http.ts";
import type { ProductImage } from "../wire.ts";

/** A picture as staff see it; `width` and `height` are null until it is ready, `reason` says why it was refused. */
export interface Picture extends ProductImage {
  product_id: string;
  /** The variants that it shows; none: it shows the product. */
  variant_ids: string[];
  position: number;
  /** What stays in sight where it is cut: percent from the left and from the top. */
  focal_point: FocalPoint;
  width: number | null;
  height: number | null;
  status: "processing" | "ready" | "refused";
  reason: string | null;
  version: number;
}

export interface FocalPoint {
  x: number;
  y: number;
}

/** What is left out stays. `position` is the place among the product's pictures, from 0. */
export type PictureChange = Partial<Pick<Picture, "alt" | "position" | "focal_point" | "variant_ids">>;

/** Bytes of the largest picture that goes through the store, and of the largest that goes straight to where pictures lie. */
export const largestInForm = 20_000_000;
export const largestPicture = 100_000_000;

/** A product's pictures in order, those that are still being prepared or were refused among them. */
export const pictures = async (productId: string) =>
  (await call<{ data: Picture[] }>(`/products/${productId}/images`)).body.data;

/** Sends a picture, a large one straight to where pictures lie. @param onProgress told the share that has been sent, 0 to 1 */
export async function sendPicture(
  productId: string,
  file: File,
  alt: string,
  onProgress: (share: number) => void,
): Promise<Picture> {
  const path = `/products/${productId}/images`;
  if (file.size <= largestInForm) {
    const form = new FormData();
    form.set("alt", alt);
    form.set("file", file);
    return upload<Picture>(path, form, onProgress);
  }
  const { picture, upload: there } = (
    await call<{ picture: Picture; upload: { url: string } }>(`${path}/uploads`, {
      method: "POST",
      body: { size: file.size, alt },
      once: true,
    })
  ).body;
  try {
    await sendFile(there.url, file, onProgress);
    return (await call<Picture>(`${path}/${picture.id}/arrived`, { method: "POST" })).body;
  } catch (failure) {
    // A place that was kept for a file which never came would look like a picture on its way.
    await removePicture(picture);
    throw failure;
  }
}

export const changePicture = ({ product_id, id, version }: Picture, body: PictureChange) =>
  call<Picture>(`/products/${product_id}/images/${id}`, { method: "PATCH", body, ifMatch: `"${version}"` });

export const removePicture = ({ product_id, id, version }: Picture) =>
  call<void>(`/products/${product_id}/images/${id}`, { method: "DELETE", ifMatch: `"${version}"` });
