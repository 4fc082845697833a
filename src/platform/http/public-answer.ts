import type { Context } from "hono";
import { keepable } from "./kept.ts";
import type { AppEnv } from "./router.ts";

/** Kept by browsers and shared caches, but asked about before each use: a changed price shows at once. */
const cacheControl = "public, max-age=0, must-revalidate";

/**
 * An answer that everybody may see, with a weak `ETag` of what is in it.
 * @param atEdge whether it may be kept at the edge, so that the store does not hear of the next who asks
 */
export function publicAnswer(body: unknown, { atEdge } = { atEdge: true }): Response {
  const text = JSON.stringify(body);
  return new Response(text, {
    headers: {
      "Content-Type": "application/json",
      ETag: `W/"${fingerprint(text)}"`,
      "Cache-Control": cacheControl,
      Vary: "Authorization, Cookie, Accept-Language",
      ...(atEdge && keepable()),
    },
  });
}

/** A path of ours with the query that came, for what has another address now; its old one may be another's some day. */
export function elsewhere(c: Context<AppEnv>, path: string) {
  c.header("Cache-Control", "public, max-age=300");
  return c.redirect(path + new URL(c.req.url).search, 301);
}

/**
 * 53 bits that tell one version of an answer from the next. Nothing is protected by it, and a cryptographic hash would cost
 * more than the rest of the answer.
 * @see https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js (public domain)
 */
function fingerprint(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
