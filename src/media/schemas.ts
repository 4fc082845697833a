import { z } from "@hono/zod-openapi";
import { wholeNumber } from "../platform/http/pages.ts";
import { id, optionalText, time } from "../platform/schemas.ts";

/** A picture as staff see it. */
export const picture = z
  .object({
    id: id("img"),
    product_id: z.string(),
    variant_id: z.string().nullable().openapi({ description: "The variant that it shows; null shows the product" }),
    url: z.string().openapi({ example: "/media/img_01jd2v4q8r3x5y7z9b1d3f5h7k/960" }),
    alt: z.string().openapi({ description: "What is to be seen, for those who cannot see it" }),
    position: z.int().openapi({ description: "0 comes first" }),
    width: z.int().nullable().openapi({ description: "Pixels, upright; null until it is ready" }),
    height: z.int().nullable(),
    placeholder: z.string().nullable().openapi({ description: "A few blurred pixels, as a data: URI" }),
    status: z.enum(["processing", "ready", "refused"]).openapi({ description: "Shoppers see those that are ready" }),
    reason: z.string().nullable().openapi({ description: "Why it was refused, for people" }),
    version: z.int().openapi({ description: "For If-Match" }),
    created_at: time,
  })
  .openapi("Picture");

export type Picture = z.infer<typeof picture>;

const alt = optionalText(500);

/** A file from a form. */
const file = z
  .custom<File>((value) => value instanceof File, "Send the picture as a file.")
  .openapi({ type: "string", format: "binary", description: "JPEG, PNG, WebP, AVIF or GIF, up to 20 MB" });

export const pictureForm = z.strictObject({
  file,
  alt: alt.default(""),
  position: wholeNumber(0, 9999).optional().openapi({ description: "Last when left out" }),
  variant_id: id("var").optional().openapi({ description: "A variant of this product that the picture shows" }),
});

export const pictureEdit = z
  .strictObject({ alt: alt.optional(), position: z.int().min(0).max(9999).optional() })
  .refine((edit) => edit.alt !== undefined || edit.position !== undefined, "Send alt, position or both.")
  .openapi("PictureEdit");

export type PictureEdit = z.infer<typeof pictureEdit>;

/**
 * A message on the media queue: R2's event notification. More members may come with it.
 * https://developers.cloudflare.com/r2/buckets/event-notifications/#message-format
 */
export const objectNotification = z.object({
  account: z.string(),
  action: z.enum(["PutObject", "CopyObject", "CompleteMultipartUpload", "DeleteObject", "LifecycleDeletion"]),
  bucket: z.string(),
  object: z.object({ key: z.string(), size: z.int().optional(), eTag: z.string().optional() }),
  eventTime: z.string(),
});

export type ObjectNotification = z.infer<typeof objectNotification>;
