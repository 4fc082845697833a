/**
 * A stand-in for VIES, from its public contract: `POST /taxation_customs/vies/rest-api/check-vat-number` answers whether a number is
 * somebody's; its errors come with status 200 or 500, as `{ actionSucceed: false, errorWrappers: [{ error }] }`.
 * @see https://ec.europa.eu/taxation_customs/vies/#/technical-information
 */
export interface FakeVies {
  fetch: typeof fetch;
  /** Numbers that are somebody's, and whose. */
  register: Map<string, string>;
  /** The body of every call so far. */
  calls: Record<string, string>[];
  /** What the next calls do instead of answering. */
  misbehave(...ways: Misbehaviour[]): void;
}

/** `slow` never answers; whoever asked gives up. */
export type Misbehaviour =
  | "slow"
  | "internal-error"
  | "malformed"
  | "half-an-answer"
  | "MS_UNAVAILABLE"
  | "MS_MAX_CONCURRENT_REQ"
  | "INVALID_REQUESTER_INFO"
  | "refuse-connection";

export function fakeVies(numbers: Record<string, string> = {}): FakeVies {
  const register = new Map(Object.entries(numbers));
  const calls: FakeVies["calls"] = [];
  const ways: Misbehaviour[] = [];
  return {
    register,
    calls,
    misbehave: (...more) => void ways.push(...more),
    async fetch(input, init) {
      const request = new Request(input, init);
      if (new URL(request.url).pathname !== "/taxation_customs/vies/rest-api/check-vat-number") {
        throw new Error(`VIES has no ${request.url}`);
      }
      const body = await request.json<Record<string, string>>();
      calls.push(body);
      const way = ways.shift();
      if (way === "slow") return untilGivenUp(init?.signal ?? request.signal);
      if (way === "refuse-connection") throw new TypeError("fetch failed");
      if (way === "internal-error") return new Response("<html>Service Unavailable</html>", { status: 503 });
      if (way === "malformed")
        return new Response('{"valid": tru', { headers: { "Content-Type": "application/json" } });
      if (way === "half-an-answer") return Response.json({ countryCode: body.countryCode, name: "---" });
      if (way) return Response.json({ actionSucceed: false, errorWrappers: [{ error: way }] });
      const name = register.get(`${body.countryCode}${body.vatNumber}`);
      return Response.json({
        countryCode: body.countryCode,
        vatNumber: body.vatNumber,
        requestDate: "2026-11-21T12:00:00.000Z",
        valid: name !== undefined,
        requestIdentifier: body.requesterNumber ? "WAPIAAAAZNgfuVoL" : "",
        name: name ?? "---",
        address: "---",
      });
    },
  };
}

/** An answer that never comes. */
export function untilGivenUp(signal: AbortSignal): Promise<Response> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}
