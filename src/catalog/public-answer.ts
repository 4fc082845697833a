import { createHash } from "node:crypto";
import type { Context } from "hono";
import type { AppEnv } from "../platform/http/router.ts";

/** Kept by browsers and shared caches, but asked about before each use: a changed price shows at once. */
const cacheControl = "public, max-age=0, must-revalidate";

/**
 * Sets the headers of an answer that everybody may see: a weak `ETag` of what is in it.
 * @returns whether the caller has exactly that already, so that 304 without a body answers it
 */
export function isKnown(c: Context<AppEnv>, body: unknown): boolean {
  const etag = `W/"${createHash("sha256").update(JSON.stringify(body)).digest("base64url").slice(0, 22)}"`;
  c.header("ETag", etag);
  c.header("Cache-Control", cacheControl);
  c.header("Vary", "Authorization, Cookie");
  const known = c.req.header("if-none-match")?.split(",");
  return known?.some((one) => one.trim() === etag || one.trim() === "*") ?? false;
}
