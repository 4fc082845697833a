import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { notFound } from "../platform/errors.ts";
import { problems } from "../platform/http/contract.ts";
import { wholeNumber } from "../platform/http/pages.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import { id } from "../platform/schemas.ts";
import { nearestWidth } from "./address.ts";
import { type Asked, deliver } from "./delivery.ts";
import { chooseFormat } from "./negotiate.ts";
import type { Rendition } from "./renditions.ts";

/** Browsers may keep a picture for ever: another upload is another picture, at another address. Seconds. */
const browserLife = 31_536_000;
/** The edge forgets after a day, so that a picture that staff removed goes. Seconds. */
const edgeLife = 86_400;
/** What something better will soon replace. Seconds. */
const shortLife = 60;

const bytes = z.string().openapi({ format: "binary" });

/** A focal point in an address: `30-70`. */
const focus = z
  .string()
  .regex(/^(?:\d{1,2}|100)-(?:\d{1,2}|100)$/, "Two percentages, as 30-70.")
  .transform((given) => {
    const [x = 0, y = 0] = given.split("-").map(Number);
    return { x, y };
  })
  .openapi({ type: "string", example: "30-70" });

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
    query: z.object({
      fit: z
        .literal("cover")
        .optional()
        .openapi({ description: "Cut to a square around the picture's focal point; all of it where left out" }),
      focus: focus.optional().openapi({
        description: "The focal point, percent from the left and from the top; with it the answer may be kept for ever",
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

export const deliveryRoutes = newRouter().openapi(serve, async (c) => {
  const { image_id, width } = c.req.valid("param");
  const { fit, focus: named } = c.req.valid("query");
  const rendition = await cached(c, {
    imageId: image_id,
    width: nearestWidth(width),
    format: chooseFormat(c.req.header("accept")),
    square: fit ? { focus: named ?? null } : null,
  });
  return answerWith(c, rendition);
});

/** The rendition from the edge's cache, or from where it is kept. @throws not-found */
async function cached(c: Context<AppEnv>, asked: Asked): Promise<Rendition> {
  const { store } = c.var;
  const cache = caches.default;
  const key = new URL(cachePath(asked), c.req.url).href;
  const hit = await cache.match(key);
  if (hit?.body) {
    const { headers, body } = hit;
    return { body, contentType: headers.get("Content-Type") ?? "", etag: headers.get("ETag") ?? "", lasting: true };
  }
  const found = await deliver(store, asked);
  if (!found) throw notFound("picture");
  if (!found.lasting) return found;
  const copy = await new Response(found.body).arrayBuffer();
  const headers = { "Content-Type": found.contentType, ETag: found.etag, "Cache-Control": `max-age=${edgeLife}` };
  store.after(cache.put(key, new Response(copy, { headers })));
  return { ...found, body: copy };
}

function cachePath({ imageId, width, format, square }: Asked): string {
  const focal = square?.focus;
  const shape = square ? `-square${focal ? `-${focal.x}-${focal.y}` : ""}` : "";
  return `/media/${imageId}/${width}${shape}.${format}`;
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
