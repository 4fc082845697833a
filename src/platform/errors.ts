import { type ErrorCode, errorCodes } from "./error-codes.ts";

/** One field of a request that was refused: where (a JSON pointer) and why, in a sentence for people. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/**
 * An expected failure. `detail` tells a person what happened and what to do; `code` is for programs; `extra` holds further
 * members of the problem answer (the short lines of an order, the legal moves of a status).
 */
export class DomainError extends Error {
  override readonly name: string = "DomainError";

  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(`${code}: ${detail}`);
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}

/** Where a field is (a JSON pointer, RFC 6901), from the names and places on the way to it. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Throws what is wrong with fields as one failure that tells the first and points at all; nothing where nothing is. */
export function refuse(code: ErrorCode, errors: readonly FieldError[]): void {
  const [first] = errors;
  if (first) throw new DomainError(code, first.detail, { errors });
}

/** Not here, or not for this caller: the two are told apart nowhere, so that nobody learns what exists. */
export function notFound(what: string): DomainError {
  return new DomainError("not-found", `There is no such ${what}.`);
}

/** A request whose fields are wrong; `errors` points at each. */
export function invalidInput(errors: FieldError[]): DomainError {
  const first = errors[0];
  const detail = first ? `${first.pointer || "The request"}: ${first.detail}` : "The request could not be understood.";
  return new DomainError("invalid-input", detail, { errors });
}

/** An RFC 9457 problem document. */
export interface Problem extends Record<string, unknown> {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  request_id: string;
}

/** Maps any thrown value to what the caller may see: an expected failure whole, anything else only by its request id. */
export function toProblem(thrown: unknown, requestId: string): Problem {
  const failure =
    thrown instanceof DomainError
      ? thrown
      : new DomainError("internal", `Try again; if it goes on, tell us this request id: ${requestId}.`);
  const { status, title } = errorCodes[failure.code];
  return {
    type: `https://souk.dev/errors/${failure.code}`,
    title,
    status,
    detail: failure.detail,
    code: failure.code,
    request_id: requestId,
    ...failure.extra,
  };
}
