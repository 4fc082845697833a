import type { Problem } from "./wire.ts";

type Told = Partial<Problem> & Pick<Problem, "status" | "code" | "detail">;

/**
 * A call that failed, told for people: `detail` says what happened and what to do; `code` and `requestId` are what to quote
 * to whoever looks into it. `status` is 0 where no answer came at all.
 */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly errors: { pointer: string; detail: string }[];
  /** Where react-admin looks for the messages of a form's fields. */
  readonly body: { errors?: FieldMessages };

  /** @param fields messages by form field, in the form's own shape */
  constructor(problem: Told, fields?: FieldMessages) {
    super(sentence(problem));
    this.status = problem.status;
    this.body = fields ? { errors: fields } : {};
    this.detail = problem.detail;
    this.code = problem.code;
    this.requestId = problem.request_id;
    this.errors = problem.errors ?? [];
  }

  /** The same failure with its messages at a form's fields. */
  atFields(fields: FieldMessages): ApiFailure {
    const { status, code, detail, errors } = this;
    return new ApiFailure(
      { status, code, detail, errors, ...(this.requestId ? { request_id: this.requestId } : {}) },
      fields,
    );
  }
}

export interface FieldMessages {
  [field: string]: string | FieldMessages;
}

/** Reads a problem answer; what is none (a proxy's page, say) is told by its status. */
export async function failureFrom(answer: Response): Promise<ApiFailure> {
  return failureOf(answer.status, answer.headers.get("content-type"), await answer.text());
}

/** {@link failureFrom} for an answer that was read already. */
export function failureOf(status: number, contentType: string | null, text: string): ApiFailure {
  const { detail, code, ...rest } = contentType?.includes("json") ? readProblem(text) : {};
  if (detail && code) return new ApiFailure({ ...rest, status, detail, code });
  return new ApiFailure({
    status,
    code: `http-${status}`,
    detail: "The store answered in a way that the back office does not understand. Try again in a moment.",
  });
}

/** What an answer says of a failure; nothing where it was cut off or is something else. */
function readProblem(text: string): Partial<Problem> {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? read : {};
  } catch {
    return {};
  }
}

/** No answer came at all. */
export function noConnection(): ApiFailure {
  return new ApiFailure({
    status: 0,
    code: "no-connection",
    detail: "The store cannot be reached. Look at your connection, then try again.",
  });
}

/** One line for a notification. Field errors are left out: they stand at their fields. */
function sentence({ detail, code, request_id }: Told): string {
  return request_id ? `${detail} (${code}, ${request_id})` : detail;
}

/** A failed change in one line. A lost race has words of its own: it is no mistake of the reader's. */
export function saying(failure: unknown, what: string): string {
  if (failure instanceof ApiFailure && failure.status === 412) {
    return `Somebody else changed this ${what} first, so nothing was saved. Load it again, then make your change.`;
  }
  return failure instanceof Error ? failure.message : String(failure);
}
