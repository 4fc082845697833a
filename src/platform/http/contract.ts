import { z } from "@hono/zod-openapi";
import { problem } from "../schemas.ts";
import { staffFirst } from "./guards.ts";

/** A JSON answer, for `createRoute({ responses })`. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** A JSON body that must be there, for `createRoute({ request })`. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } };
}

/** The header that says which version an edit changes, for `createRoute({ request: { headers } })`. */
export const ifMatch = z.object({
  "if-match": z.string().optional().openapi({ description: "The ETag that you have read" }),
});

/** The answer to a caller who has it already. */
export const notModified = { description: "You have it already: `If-None-Match` named its ETag" };

/** The answer at an address that a thing had once. */
export const moved = { description: "It has another address now: `Location`" };

const meanings: Record<number, string> = {
  400: "Malformed: `errors` points at each field",
  401: "Who are you? Sign in, or send a valid token",
  403: "You may not do that",
  404: "Not here, or not for you",
  409: "In conflict with the present state; `code` tells which",
  412: "Somebody else changed it first",
  413: "Too large",
  415: "Wrong content type",
  422: "Well formed, but refused by a rule",
  428: "A header is missing: `If-Match` or `Idempotency-Key`",
  426: "Another protocol is spoken here",
  429: "Too fast; see `Retry-After`",
  503: "A service that this needs does not answer; see `Retry-After`",
};

/** The problem answers of a route, for `createRoute({ responses: { 200: ..., ...problems(400, 404) } })`. */
export function problems<Status extends number>(...statuses: Status[]) {
  const answer = (status: number) => ({
    description: meanings[status] ?? "Failed",
    content: { "application/problem+json": { schema: problem } },
  });
  return Object.fromEntries(statuses.map((status) => [status, answer(status)])) as Record<
    Status,
    ReturnType<typeof answer>
  >;
}

/**
 * Makes a route one for staff, for `createRoute({ ...staffOnly })`: the contract says so, and nobody else gets to have what
 * they sent looked at. A route with middleware of its own puts {@link staffFirst} before it.
 */
export const staffOnly = { security: [{ bearer: ["admins"] }], middleware: staffFirst };
