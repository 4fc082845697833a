/**
 * A stand-in for Resend's API, written from its public reference: `POST /emails`, with keys that make a request count once in
 * a day, and its errors.
 * @see https://resend.com/docs/api-reference/emails/send-email
 * @see https://resend.com/docs/dashboard/emails/idempotency-keys
 * @see https://resend.com/docs/api-reference/errors
 */
export interface FakeResend {
  fetch: typeof fetch;
  /** What people got, in order. */
  sent: { from: string; to: string[]; subject: string; html: string; text: string }[];
  /** How many calls came, whatever became of them. */
  calls: number;
  /** What the next calls do instead of answering. */
  misbehave(...ways: Misbehaviour[]): void;
}

/** `lose-answer` does the work first; the others do none. */
export type Misbehaviour = "refuse-connection" | "lose-answer" | "internal-error" | "too-fast" | "well";

export const resendKey = "re_test_key";

export function fakeResend(): FakeResend {
  const sent: FakeResend["sent"] = [];
  const answered = new Map<string, { payload: string; id: string }>();
  const ways: Misbehaviour[] = [];

  const error = (status: number, name: string, message: string): Response =>
    Response.json({ statusCode: status, name, message }, { status });

  function accept(request: Request, payload: string): Response {
    if (request.headers.get("authorization") !== `Bearer ${resendKey}`) {
      return error(403, "invalid_api_key", "API key is invalid");
    }
    const mail = JSON.parse(payload) as FakeResend["sent"][number];
    if (!mail.from || !mail.subject || !(mail.html || mail.text)) {
      return error(422, "missing_required_field", "Missing a required field.");
    }
    if (!mail.to.every((address) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address))) {
      return error(422, "validation_error", "Invalid `to` field.");
    }
    const key = request.headers.get("idempotency-key");
    if (key !== null && (key.length < 1 || key.length > 256)) {
      return error(400, "invalid_idempotency_key", "The key must be between 1-256 chars.");
    }
    const before = key ? answered.get(key) : undefined;
    if (before && before.payload !== payload) {
      return error(409, "invalid_idempotent_request", "Same idempotency key used with a different request payload.");
    }
    const id = before?.id ?? crypto.randomUUID();
    if (!before) sent.push(mail);
    if (key) answered.set(key, { payload, id });
    return Response.json({ id });
  }

  const fake: FakeResend = {
    sent,
    calls: 0,
    misbehave: (...more) => void ways.push(...more),
    async fetch(input, init) {
      const request = new Request(input, init);
      if (request.url !== "https://api.resend.com/emails" || request.method !== "POST") {
        return error(405, "method_not_allowed", "Method is not allowed for the requested path");
      }
      // Resend's edge refuses programs that do not say who they are.
      if (!request.headers.get("user-agent")) return new Response("error code: 1010", { status: 403 });
      fake.calls++;
      const payload = await request.text();
      const way = ways.shift() ?? "well";
      if (way === "refuse-connection") throw new TypeError("fetch failed");
      if (way === "internal-error") return error(500, "application_error", "An unexpected error occurred.");
      if (way === "too-fast") return error(429, "rate_limit_exceeded", "Too many requests.");
      const answer = accept(request, payload);
      if (way === "lose-answer") throw new TypeError("network connection lost");
      return answer;
    },
  };
  return fake;
}
