import { z } from "@hono/zod-openapi";
import { wholeNumber } from "../platform/http/pages.ts";
import { id, optionalText, somethingChanges, time } from "../platform/schemas.ts";

const percent = z.int().min(0).max(100);

export const focalPoint = z
  .strictObject({ x: percent, y: percent })
  .openapi("FocalPoint", { description: "Percent from the left and from the top; 50, 50 is the middle" });

/** A picture as staff see it. */
export const picture = z
  .object({
    id: id("img"),
    product_id: z.string(),
    variant_ids: z.array(z.string()).openapi({ description: "The variants that it shows; none: it shows the product" }),
    url: z.string().openapi({ example: "/media/img_01jd2v4q8r3x5y7z9b1d3f5h7k/960" }),
    alt: z.string().openapi({ description: "What is to be seen, for those who cannot see it" }),
    position: z.int().openapi({ description: "0 comes first" }),
    focal_point: focalPoint,
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

const variantIds = z
  .array(id("var"))
  .max(2000)
  .refine((given) => new Set(given).size === given.length, "Each variant once.")
  .openapi({ description: "Variants of this product that the picture shows" });

/** A field of a form that may be there several times. */
const several = <Schema extends z.ZodType>(one: Schema) =>
  z.preprocess((given) => (given === undefined || Array.isArray(given) ? given : [given]), z.array(one));

/** A file from a form. */
const file = z
  .custom<File>((value) => value instanceof File, "Send the picture as a file.")
  .openapi({ type: "string", format: "binary", description: "JPEG, PNG, WebP, AVIF or GIF, up to 20 MB" });

export const pictureForm = z.strictObject({
  file,
  alt: alt.default(""),
  position: wholeNumber(0, 9999).optional().openapi({ description: "Last when left out" }),
  variant_ids: several(id("var")).pipe(variantIds).default([]),
});

/** The most pictures that one form can bring. */
const mostInForm = 50;

export const picturesForm = z
  .strictObject({
    file: several(file)
      .pipe(z.array(file).min(1).max(mostInForm, `At most ${mostInForm} pictures.`))
      .openapi({ type: "array", items: { type: "string", format: "binary" } }),
    alt: several(alt)
      .default([])
      .openapi({ description: "As many as files, in the same order; those left out are empty" }),
    variant_ids: several(id("var")).pipe(variantIds).default([]).openapi({ description: "Shown by every one of them" }),
  })
  .refine((given) => given.alt.length <= given.file.length, {
    message: "There are more descriptions than files.",
    path: ["alt"],
  });

/** What became of one file of several. */
export const pictureOutcome = z
  .object({
    file_name: z.string(),
    picture: picture.nullable().openapi({ description: "null for one that was refused" }),
    reason: z.string().nullable().openapi({ description: "Why it was refused, for people" }),
  })
  .openapi("PictureOutcome");

export type PictureOutcome = z.infer<typeof pictureOutcome>;

export const pictureEdit = z
  .strictObject({
    alt: alt.optional(),
    position: z.int().min(0).max(9999).optional(),
    focal_point: focalPoint.optional(),
    variant_ids: variantIds.optional(),
  })
  .refine(...somethingChanges)
  .openapi("PictureEdit");

export type PictureEdit = z.infer<typeof pictureEdit>;

/** The largest picture that goes straight to the bucket, in bytes: what the Images service takes. */
const largestDirectPicture = 100_000_000;

/** A picture that is to be sent straight to the bucket. */
export const directUpload = z
  .strictObject({
    size: z.int().min(1).max(largestDirectPicture, "At most 100 MB.").openapi({ description: "Bytes of the file" }),
    alt: alt.default(""),
    position: z.int().min(0).max(9999).optional(),
    variant_ids: variantIds.default([]),
  })
  .openapi("DirectUpload");

export const directUploadAddress = z
  .object({
    picture,
    upload: z.object({
      method: z.literal("PUT"),
      url: z.string().openapi({ format: "uri", description: "Signed; whoever has it can send this one file" }),
      expires_at: time,
    }),
  })
  .openapi("DirectUploadAddress");

/** What a comparison of the bucket with the tables found. */
export const pictureSweep = z
  .object({
    id: z.string(),
    started_at: time,
    finished_at: time.nullable().openapi({ description: "null while it goes on" }),
    objects: z.int().openapi({ description: "Objects looked at" }),
    removed: z.int().openapi({ description: "Objects that belonged to no picture, and were removed" }),
    remade: z.int().openapi({ description: "Pictures whose prepared form was missing and is made again" }),
    lost: z.array(z.string()).openapi({ description: "Pictures whose original is missing: upload them again" }),
  })
  .openapi("PictureSweep");

export type PictureSweep = z.infer<typeof pictureSweep>;

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
