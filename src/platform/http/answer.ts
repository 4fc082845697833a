import type { Context } from "hono";

/**
 * The headers of an answer that a handler has finished, to be added to. Hono's `c.header` wraps a finished answer anew each
 * time it is called; this does so once at most, for answers whose headers the platform has locked (from R2, the cache or
 * another fetch).
 */
export function answerHeaders(c: Context): Headers {
  const probe = "x-open";
  try {
    c.res.headers.delete(probe);
  } catch {
    c.res = new Response(c.res.body, c.res);
  }
  return c.res.headers;
}
