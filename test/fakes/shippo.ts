/**
 * A stand-in for Shippo's API, written from its public reference: `POST /shipments/` with `async: false`, whose answer holds what
 * each carrier takes for all parcels together.
 * @see https://docs.goshippo.com/shipments/shipments
 * @see https://docs.goshippo.com/api-reference/rates/retrieve-a-rate
 */
export interface FakeShippo {
  fetch: typeof fetch;
  /** What was asked, in order. */
  asked: Shipment[];
  /** What each service takes: an amount as text, and its currency. */
  rates: Record<string, { amount: string; currency: string; estimated_days?: number | null }>;
  /** What the next calls do instead of answering. */
  misbehave(...ways: Misbehaviour[]): void;
}

interface Shipment {
  address_from: Record<string, string>;
  address_to: Record<string, string>;
  parcels: Record<string, string>[];
  async: boolean;
}

/** `slow` answers when nobody waits any longer; `broken-rate` answers well but for one rate. */
export type Misbehaviour =
  | "slow"
  | "refuse-connection"
  | "internal-error"
  | "too-fast"
  | "not-json"
  | "malformed"
  | "broken-rate"
  | "empty"
  | "well";

export const shippoKey = "shippo_test_key";

export function fakeShippo(): FakeShippo {
  const ways: Misbehaviour[] = [];

  function answerTo(shipment: Shipment): Response {
    const { address_from: from, address_to: to, parcels } = shipment;
    if (shipment.async !== false) return Response.json({ status: "QUEUED", rates: [] }, { status: 201 });
    if (!from.country || !from.zip || !to.country || !to.zip) {
      return Response.json({ address_to: ["This field is required."] }, { status: 400 });
    }
    const numbers = parcels.flatMap(({ length, width, height, weight }) => [length, width, height, weight]);
    const units = parcels.every(({ distance_unit, mass_unit }) => distance_unit === "mm" && mass_unit === "g");
    if (parcels.length === 0 || !units || !numbers.every((each) => /^[1-9]\d{0,5}$/.test(each ?? ""))) {
      return Response.json({ parcels: [{ weight: ["A valid number is required."] }] }, { status: 400 });
    }
    const rates = Object.entries(fake.rates).map(([token, { amount, currency, estimated_days = 2 }]) => ({
      object_id: crypto.randomUUID(),
      ...{ amount, currency, amount_local: amount, currency_local: currency, estimated_days },
      ...{ provider: token.split("_")[0], servicelevel: { name: token, token, terms: "" }, messages: [] },
    }));
    return Response.json({ object_id: crypto.randomUUID(), status: "SUCCESS", rates, messages: [] }, { status: 201 });
  }

  const fake: FakeShippo = {
    asked: [],
    rates: { dhl_paket: { amount: "7.12", currency: "EUR", estimated_days: 2 } },
    misbehave: (...more) => void ways.push(...more),
    async fetch(input, init) {
      const request = new Request(input, init);
      if (request.url !== "https://api.goshippo.com/shipments/" || request.method !== "POST") {
        return Response.json({ detail: "Not found." }, { status: 404 });
      }
      if (request.headers.get("authorization") !== `ShippoToken ${shippoKey}`) {
        return Response.json({ detail: "Invalid token" }, { status: 401 });
      }
      const shipment = await request.json<Shipment>();
      fake.asked.push(shipment);
      const way = ways.shift() ?? "well";
      if (way === "refuse-connection") throw new TypeError("fetch failed");
      if (way === "slow") return forEver(init?.signal);
      if (way === "internal-error") return new Response("Bad gateway", { status: 502 });
      if (way === "too-fast") return Response.json({ detail: "Request was throttled." }, { status: 429 });
      if (way === "not-json") return new Response("<html>maintenance</html>");
      if (way === "malformed") return Response.json({ rates: "none" }, { status: 201 });
      if (way === "empty") return Response.json({ status: "SUCCESS", rates: [], messages: [] }, { status: 201 });
      const answer = answerTo(shipment);
      if (way === "well" || !answer.ok) return answer;
      const body = await answer.json<{ rates: object[] }>();
      const broken = [{ amount: "NaN" }, { amount: "-3.00", currency: "EUR", servicelevel: { token: "dhl_paket" } }];
      return Response.json({ ...body, rates: [...broken, ...body.rates] }, { status: 201 });
    },
  };
  return fake;
}

/** Answers only by giving up, as a connection does whose caller has hung up. */
function forEver(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}
