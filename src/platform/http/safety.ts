import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { DomainError } from "../errors.ts";
import { answerHeaders } from "./answer.ts";
import type { AppEnv } from "./router.ts";

/** Methods that change something; what only they need is not asked of every reader. */
export const unsafeMethods = ["POST", "PUT", "PATCH", "DELETE"];

/** The largest JSON body, in bytes: 1 MB. */
const largestBody = 1_000_000;

/** Refuses bodies over {@link largestBody}; routes that take files set a limit of their own. */
export const limitBody = (bytes = largestBody): MiddlewareHandler<AppEnv> =>
  bodyLimit({
    maxSize: bytes,
    onError: (c: Context<AppEnv>) => {
      // Nothing of ours sends so much: somebody may be trying what the store bears.
      c.var.store.log.warn("request.too-large", { path: c.req.path });
      throw new DomainError("too-large", `At most ${Math.floor(bytes / 1_000_000)} MB here.`);
    },
  });

/**
 * An unsafe request from a browser must come from our own pages, or from a program that holds a token (OWASP, Cross-Site
 * Request Forgery Prevention: verify the origin by standard headers). One without cookies is no exception: it would sign
 * somebody in to another's account, or put another cart in the place of theirs. Programs send neither header.
 */
export const sameOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!c.req.header("authorization")) {
    const site = c.req.header("sec-fetch-site");
    const origin = c.req.header("origin");
    const ours = site ? site === "same-origin" || site === "none" : !origin || origin === new URL(c.req.url).origin;
    if (!ours) throw new DomainError("cross-origin", "Use the forms of this store.");
  }
  await next();
};

const withinLimit = limitBody();

/**
 * JSON endpoints take JSON of at most {@link largestBody}: anything else is refused before it is read. Files come as
 * multipart, to the routes that take them, which set limits of their own.
 */
export const apiBodies: MiddlewareHandler<AppEnv> = async (c, next) => {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "multipart/form-data") return next();
  const empty = type === undefined && !c.req.header("content-length") && !c.req.header("transfer-encoding");
  const json = type === "application/json" || type?.endsWith("+json");
  if (!json && !empty && c.req.header("content-length") !== "0") {
    throw new DomainError("wrong-content-type", "Send application/json.");
  }
  return withinLimit(c, next);
};

/** What a page of ours may load and lead to. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "manifest-src 'self'; form-action 'self' https://checkout.stripe.com; frame-ancestors 'none'; base-uri 'none'";

/** Data loads nothing. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/** Headers for every answer (OWASP Secure Headers), those that only mean something on a page, and who may keep data. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (c.res.webSocket) return;
  const headers = answerHeaders(c);
  const isData = headers.get("Content-Type")?.startsWith("application/") ?? false;
  if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", isData ? dataPolicy : pagePolicy);
  // Data is for this caller now; routes whose answers may be kept say so themselves.
  if (isData && !headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  if (isData) return;
  headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(self)");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
};
