import type { Context, ErrorHandler, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { DomainError, notFound, toProblem } from "../errors.ts";
import type { AppEnv } from "./router.ts";

/** Turns whatever was thrown into a problem answer; what nobody expected is logged whole and told only by its request id. */
export const onError: ErrorHandler<AppEnv> = (thrown, c) => problemAnswer(c, noteFailure(c, thrown));

/** What was thrown as a failure of ours, where it is one; what nobody expected is logged whole. */
export function noteFailure(c: Context<AppEnv>, thrown: unknown): unknown {
  const failure = thrown instanceof HTTPException ? fromHono(thrown) : thrown;
  if (!(failure instanceof DomainError)) {
    c.var.store?.log.error("request.failed", failure, { method: c.req.method, path: c.req.path });
  }
  return failure;
}

export const onNotFound: NotFoundHandler<AppEnv> = (c) => problemAnswer(c, notFound("page or endpoint"));

/** A thrown value as `application/problem+json`. */
function problemAnswer(c: Context<AppEnv>, thrown: unknown): Response {
  const problem = toProblem(thrown, c.var.requestId ?? "");
  if (problem.status === 429 || problem.status === 503 || problem.code === "idempotency-key-in-flight") {
    c.header("Retry-After", String(problem.retry_after ?? 5));
  }
  if (problem.status === 401) c.header("WWW-Authenticate", "Bearer");
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
  });
}

function fromHono(exception: HTTPException): unknown {
  if (exception.message.startsWith("Malformed FormData")) {
    return new DomainError(
      "invalid-input",
      "The form could not be read: it is not what multipart/form-data looks like.",
    );
  }
  if (exception.status === 400) return new DomainError("malformed-json", "The body could not be read as JSON.");
  if (exception.status === 413) return new DomainError("too-large", "The body is too large.");
  if (exception.status === 415)
    return new DomainError("wrong-content-type", "Send the content type that is documented.");
  return exception;
}
