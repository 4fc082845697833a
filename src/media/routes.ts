import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { notFound } from "../platform/errors.ts";
import { json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { staffFirst } from "../platform/http/guards.ts";
import { wholeNumber } from "../platform/http/pages.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import { limitBody } from "../platform/http/safety.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import { id } from "../platform/schemas.ts";
import { addImage } from "./add-image.ts";
import { nearestWidth } from "./address.ts";
import { chooseFormat, type PictureFormat } from "./negotiate.ts";
import { editPicture, listPictures, removePicture } from "./pictures.ts";
import { findRendition, type Rendition } from "./renditions.ts";
import { picture, pictureEdit, pictureForm } from "./schemas.ts";

/** A picture of 20 MiB, its other fields and the boundaries between them. */
const largestForm = 20_999_999;

/** Browsers may keep a picture for ever: another upload is another picture, at another address. Seconds. */
const browserLife = 31_536_000;
/** The edge forgets after a day, so that a picture that staff removed goes. Seconds. */
const edgeLife = 86_400;
/** What something better will soon replace. Seconds. */
const shortLife = 60;

const product = z.object({ id: id("prod") });
const productPicture = z.object({ id: id("prod"), image_id: id("img") });
const ifMatch = z.object({ "if-match": z.string().optional().openapi({ description: "The picture's version" }) });

const upload = createRoute({
  method: "post",
  path: "/api/v1/products/{id}/images",
  tags: ["Pictures"],
  operationId: "addPicture",
  summary: "Upload a picture; it is prepared after the answer and then shown to shoppers",
  ...staffOnly,
  middleware: [staffFirst, limitBody(largestForm)] as const,
  request: { params: product, body: { required: true, content: { "multipart/form-data": { schema: pictureForm } } } },
  responses: { 202: json(picture, "Taken in"), ...problems(400, 401, 403, 404, 413, 415, 422) },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/products/{id}/images",
  tags: ["Pictures"],
  operationId: "listPictures",
  summary: "Every picture of a product, those refused with the reason",
  ...staffOnly,
  request: { params: product },
  responses: {
    200: json(z.object({ data: z.array(picture), next_cursor: z.null() }), "All of them, in order"),
    ...problems(400, 401, 403, 404),
  },
});

const edit = createRoute({
  method: "patch",
  path: "/api/v1/products/{id}/images/{image_id}",
  tags: ["Pictures"],
  operationId: "editPicture",
  summary: "Say what a picture shows, or move it among the others",
  ...staffOnly,
  request: { params: productPicture, headers: ifMatch, body: jsonBody(pictureEdit) },
  responses: { 200: json(picture, "The picture after it"), ...problems(400, 401, 403, 404, 412, 428) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/products/{id}/images/{image_id}",
  tags: ["Pictures"],
  operationId: "removePicture",
  summary: "Take a picture away, with all that was made of it",
  ...staffOnly,
  request: { params: productPicture },
  responses: { 204: { description: "Gone" }, ...problems(400, 401, 403, 404) },
});

const bytes = z.string().openapi({ format: "binary" });

const serve = createRoute({
  method: "get",
  path: "/media/{image_id}/{width}",
  tags: ["Pictures"],
  operationId: "getPicture",
  summary: "A picture in a width, as AVIF, WebP or JPEG by `Accept`",
  security: [],
  request: {
    params: z.object({
      image_id: id("img"),
      width: wholeNumber(1, 4000).openapi({
        description:
          "Pixels; answered with the next of 160, 320, 480, 640, 960, 1280, 1600, never wider than the picture",
      }),
    }),
  },
  responses: {
    200: {
      description: "The picture",
      content: { "image/avif": { schema: bytes }, "image/webp": { schema: bytes }, "image/jpeg": { schema: bytes } },
    },
    304: { description: "The picture that you have" },
    ...problems(400, 404),
  },
});

export const mediaRoutes = newRouter()
  .openapi(upload, async (c) => {
    const { file, alt, position, variant_id } = c.req.valid("form");
    const added = await addImage(c.var.store, c.req.valid("param").id, {
      bytes: new Uint8Array(await file.arrayBuffer()),
      contentType: file.type,
      alt,
      position,
      variantId: variant_id,
    });
    c.header("ETag", etagOf(added.version));
    return c.json(added, 202);
  })
  .openapi(list, async (c) =>
    c.json({ data: await listPictures(c.var.store, c.req.valid("param").id), next_cursor: null }, 200),
  )
  .openapi(edit, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const { id: productId, image_id } = c.req.valid("param");
    const edited = await editPicture(c.var.store, productId, image_id, version, c.req.valid("json"));
    c.header("ETag", etagOf(edited.version));
    return c.json(edited, 200);
  })
  .openapi(remove, async (c) => {
    const { id: productId, image_id } = c.req.valid("param");
    await removePicture(c.var.store, productId, image_id);
    return c.body(null, 204);
  })
  .openapi(serve, async (c) => {
    const { image_id, width } = c.req.valid("param");
    const format = chooseFormat(c.req.header("accept"));
    const rendition = await cached(c, image_id, nearestWidth(width), format);
    return answerWith(c, rendition);
  });

/** The rendition from the edge's cache, or from where it is kept. @throws not-found */
async function cached(c: Context<AppEnv>, imageId: string, width: number, format: PictureFormat): Promise<Rendition> {
  const { store } = c.var;
  const cache = caches.default;
  const key = new URL(`/media/${imageId}/${width}.${format}`, c.req.url).href;
  const hit = await cache.match(key);
  if (hit?.body) {
    const { headers, body } = hit;
    return { body, contentType: headers.get("Content-Type") ?? "", etag: headers.get("ETag") ?? "", lasting: true };
  }
  const found = await findRendition(store, imageId, width, format);
  if (!found) throw notFound("picture");
  if (!found.lasting) return found;
  const copy = await new Response(found.body).arrayBuffer();
  const headers = { "Content-Type": found.contentType, ETag: found.etag, "Cache-Control": `max-age=${edgeLife}` };
  store.after(cache.put(key, new Response(copy, { headers })));
  return { ...found, body: copy };
}

/** The rendition as an answer; the bytes stay here when the caller has them. */
function answerWith(c: Context<AppEnv>, { body, contentType, etag, lasting }: Rendition): Response {
  const headers = {
    "Cache-Control": lasting ? `public, max-age=${browserLife}, immutable` : `public, max-age=${shortLife}`,
    ETag: etag,
    Vary: "Accept",
    // The back office and e-mails show pictures on pages that are not the store's own.
    "Cross-Origin-Resource-Policy": "cross-origin",
  };
  const known = c.req
    .header("if-none-match")
    ?.split(",")
    .map((tag) => tag.trim().replace(/^W\//, ""));
  if (known?.some((tag) => tag === etag || tag === "*")) return c.body(null, 304, headers);
  return c.body(body, 200, { ...headers, "Content-Type": contentType });
}
