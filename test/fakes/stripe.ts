/**
 * A stand-in for Stripe's API, written from its public reference: Checkout Sessions (create, retrieve, expire), refunds, and
 * idempotency keys (the same key and parameters answer the same object; other parameters are refused).
 * @see https://docs.stripe.com/api/checkout/sessions
 * @see https://docs.stripe.com/api/idempotent_requests
 */
export interface FakeStripe {
  fetch: typeof fetch;
  /** The shopper pays on the hosted page. */
  pay(sessionId: string): void;
  sessions: Map<string, Session>;
  refunds: { id: string; amount: number; payment_intent: string }[];
  /** Every call so far, as `POST /v1/checkout/sessions`. */
  calls: string[];
  /** What the next calls do instead of answering: break before or after the work is done, or fail inside Stripe. */
  misbehave(...ways: Misbehaviour[]): void;
}

export type Misbehaviour = "refuse-connection" | "lose-answer" | "internal-error";

interface Session {
  id: string;
  url: string;
  amount_total: number;
  currency: string;
  status: "open" | "complete" | "expired";
  payment_status: "unpaid" | "paid" | "no_payment_required";
  payment_intent: string | null;
  metadata: Record<string, string>;
  expires_at: number;
}

export function fakeStripe(): FakeStripe {
  const sessions = new Map<string, Session>();
  const refunds: FakeStripe["refunds"] = [];
  const answered = new Map<string, { params: string; body: unknown }>();
  const calls: string[] = [];
  const ways: Misbehaviour[] = [];
  let count = 0;

  const error = (status: number, type: string, message: string) => ({ status, body: { error: { type, message } } });

  function createSession(params: URLSearchParams) {
    let amount_total = 0;
    for (let i = 0; params.has(`line_items[${i}][quantity]`); i++) {
      const price = Number(params.get(`line_items[${i}][price_data][unit_amount]`));
      amount_total += price * Number(params.get(`line_items[${i}][quantity]`));
    }
    if (params.has("line_items[100][quantity]")) {
      return error(400, "invalid_request_error", "A session in payment mode takes at most 100 line items.");
    }
    const expires_at = Number(params.get("expires_at"));
    if (expires_at < Date.now() / 1000 + 30 * 60) {
      return error(
        400,
        "invalid_request_error",
        "The `expires_at` timestamp must be at least 30 minutes from creation.",
      );
    }
    const id = `cs_test_${crypto.randomUUID()}`;
    const session: Session = {
      id,
      url: `https://checkout.stripe.com/c/pay/${id}`,
      amount_total,
      currency: params.get("line_items[0][price_data][currency]") ?? "",
      status: "open",
      payment_status: "unpaid",
      payment_intent: null,
      metadata: { payment_id: params.get("metadata[payment_id]") ?? "" },
      expires_at,
    };
    sessions.set(id, session);
    return { status: 200, body: { object: "checkout.session", ...session } };
  }

  function expire(session: Session) {
    if (session.status !== "open") return error(400, "invalid_request_error", "Only open sessions can be expired.");
    session.status = "expired";
    return { status: 200, body: { object: "checkout.session", ...session } };
  }

  function refund(params: URLSearchParams) {
    const intent = params.get("payment_intent") ?? "";
    const session = [...sessions.values()].find(({ payment_intent }) => payment_intent === intent);
    if (!session) return error(404, "invalid_request_error", `No such payment_intent: '${intent}'`);
    const amount = Number(params.get("amount"));
    const given = refunds
      .filter((other) => other.payment_intent === intent)
      .reduce((sum, other) => sum + other.amount, 0);
    if (given + amount > session.amount_total)
      return error(400, "invalid_request_error", "Refund amount is greater than charge amount.");
    const made = { id: `re_test_${++count}`, amount, payment_intent: intent };
    refunds.push(made);
    return { status: 200, body: { object: "refund", status: "succeeded", ...made } };
  }

  function listCharges() {
    const data = [...sessions.values()].flatMap(({ payment_intent, amount_total, currency, metadata }) => {
      if (!payment_intent) return [];
      const gone = refunds.filter((one) => one.payment_intent === payment_intent);
      const amount_refunded = gone.reduce((sum, { amount }) => sum + amount, 0);
      const id = payment_intent.replace("pi_", "ch_");
      return [{ object: "charge", id, currency, metadata, amount_captured: amount_total, amount_refunded }];
    });
    return { status: 200, body: { object: "list", url: "/v1/charges", has_more: false, data } };
  }

  function answer(method: string, path: string, params: URLSearchParams) {
    if (method === "GET" && path === "/v1/charges") return listCharges();
    const [, id = "", verb] = /^\/v1\/checkout\/sessions\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
    const session = sessions.get(id);
    if (method === "POST" && path === "/v1/checkout/sessions") return createSession(params);
    if (method === "POST" && path === "/v1/refunds") return refund(params);
    if (!session) return error(404, "invalid_request_error", `No such checkout.session: ${id}`);
    if (method === "POST" && verb === "expire") return expire(session);
    return { status: 200, body: { object: "checkout.session", ...session } };
  }

  return {
    sessions,
    refunds,
    calls,
    misbehave: (...more) => void ways.push(...more),
    pay(sessionId) {
      const session = sessions.get(sessionId);
      if (session?.status !== "open") throw new Error(`The session ${sessionId} cannot be paid.`);
      Object.assign(session, { status: "complete", payment_status: "paid", payment_intent: `pi_test_${++count}` });
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      const text = await request.text();
      calls.push(`${request.method} ${pathname}`);
      const way = ways.shift();
      if (way === "refuse-connection") throw new TypeError("fetch failed");
      if (way === "internal-error")
        return Response.json({ error: { type: "api_error", message: "Oops" } }, { status: 500 });
      const key = request.headers.get("idempotency-key");
      const before = key ? answered.get(key) : undefined;
      if (before && before.params !== text) {
        return Response.json(
          {
            error: {
              type: "idempotency_error",
              message: "Keys for idempotent requests can only be used with the same parameters.",
            },
          },
          { status: 400 },
        );
      }
      const { status, body } = before
        ? { status: 200, body: before.body }
        : answer(request.method, pathname, new URLSearchParams(text));
      if (key && status === 200) answered.set(key, { params: text, body });
      if (way === "lose-answer") throw new TypeError("network connection lost");
      return Response.json(body, { status });
    },
  };
}
