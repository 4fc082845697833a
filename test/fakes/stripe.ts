/**
 * A stand-in for Stripe's API, written from its public reference: Checkout Sessions (create, retrieve, expire), refunds, and
 * idempotency keys (the same key and parameters answer the same object; other parameters are refused).
 * @see https://docs.stripe.com/api/checkout/sessions
 * @see https://docs.stripe.com/api/idempotent_requests
 */
export interface FakeStripe {
  fetch: typeof fetch;
  /** The shopper pays on the hosted page. */
  pay(sessionId: string, card?: Card): void;
  /** The bank lets go of what it held. */
  lapse(sessionId: string): void;
  sessions: Map<string, Session>;
  intents: Map<string, Intent>;
  /** Which customer has which cards: `pm_ok...` pays, `pm_declined...` is refused, `pm_bank...` wants its owner. */
  cards: Map<string, string>;
  /** The bank has seen the card's owner. */
  agree(intentId: string): void;
  refunds: { id: string; amount: number; payment_intent: string }[];
  /** Every call so far, as `POST /v1/checkout/sessions`. */
  calls: string[];
  /** What the next calls do instead of answering: break before or after the work is done, or fail inside Stripe. */
  misbehave(...ways: Misbehaviour[]): void;
}

/** What Stripe tells of a card; a score is told only to stores with Radar for Fraud Teams. */
interface Card {
  fingerprint?: string;
  risk_level?: "normal" | "elevated" | "highest" | "not_assessed";
  risk_score?: number;
}

/** `pass`: lets one call through untouched. */
export type Misbehaviour = "refuse-connection" | "lose-answer" | "internal-error" | "pass";

/** A PaymentIntent. @see https://docs.stripe.com/api/payment_intents/object */
export interface Intent {
  id: string;
  object: "payment_intent";
  amount: number;
  amount_received: number;
  currency: string;
  status: "requires_payment_method" | "requires_action" | "requires_capture" | "succeeded" | "canceled";
  capture_method: "automatic" | "manual";
  created: number;
  metadata: Record<string, string>;
  latest_charge: unknown;
  last_payment_error: { code: string; message: string } | null;
  next_action: { type: string; redirect_to_url: { url: string; return_url: string } } | null;
  customer: string | null;
}

interface Session {
  capture_method: "automatic" | "manual";
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
  const intents = new Map<string, Intent>();
  const cards = new Map<string, string>();
  const refunds: FakeStripe["refunds"] = [];
  const answered = new Map<string, { params: string; body: unknown; status: number }>();
  const calls: string[] = [];
  const ways: Misbehaviour[] = [];
  let count = 0;

  const error = (status: number, type: string, message: string) => ({ status, body: { error: { type, message } } });

  const shownCard = (id: string) => ({
    ...{ id, object: "payment_method", type: "card", customer: cards.get(id) },
    card: { brand: "visa", last4: "4242", exp_month: 12, exp_year: 2031 },
  });

  function ofCustomer(customer: string, method: string | undefined) {
    if (method === undefined) {
      const data = [...cards].filter(([, owner]) => owner === customer).map(([id]) => shownCard(id));
      return { status: 200, body: { object: "list", has_more: false, data } };
    }
    if (cards.get(method) !== customer)
      return error(404, "invalid_request_error", `No such PaymentMethod: '${method}'`);
    return { status: 200, body: shownCard(method) };
  }

  function createIntent(params: URLSearchParams) {
    const method = params.get("payment_method") ?? "";
    const customer = params.get("customer") ?? "";
    if (cards.get(method) !== customer) return error(400, "invalid_request_error", "It belongs to another customer.");
    const id = `pi_test_${crypto.randomUUID()}`;
    const amount = Number(params.get("amount"));
    const manual = params.get("capture_method") === "manual";
    const intent: Intent = {
      ...{ id, object: "payment_intent", amount, amount_received: 0, currency: params.get("currency") ?? "", customer },
      ...{ capture_method: manual ? "manual" : "automatic", created: Math.floor(Date.now() / 1000) },
      ...{ status: "requires_payment_method", latest_charge: null, last_payment_error: null, next_action: null },
      metadata: { payment_id: params.get("metadata[payment_id]") ?? "", without_page: "saved" },
    };
    intents.set(id, intent);
    if (method.startsWith("pm_declined")) {
      intent.last_payment_error = { code: "card_declined", message: "Your card was declined." };
      const told = {
        type: "card_error",
        code: "card_declined",
        message: "Your card was declined.",
        payment_intent: intent,
      };
      return { status: 402, body: { error: told } };
    }
    if (method.startsWith("pm_bank")) {
      const url = `https://hooks.stripe.com/3d_secure_2/${id}`;
      intent.status = "requires_action";
      intent.next_action = {
        type: "redirect_to_url",
        redirect_to_url: { url, return_url: params.get("return_url") ?? "" },
      };
      return { status: 200, body: intent };
    }
    succeed(intent);
    return { status: 200, body: intent };
  }

  function succeed(intent: Intent) {
    const held = intent.capture_method === "manual";
    Object.assign(intent, { status: held ? "requires_capture" : "succeeded", next_action: null });
    if (!held) intent.amount_received = intent.amount;
  }

  function createSession(params: URLSearchParams) {
    if (params.get("mode") === "setup") {
      const id = `cs_setup_${crypto.randomUUID()}`;
      return { status: 200, body: { object: "checkout.session", id, url: `https://checkout.stripe.com/c/pay/${id}` } };
    }
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
      capture_method: params.get("payment_intent_data[capture_method]") === "manual" ? "manual" : "automatic",
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
    const paid = intents.get(intent);
    if (!paid) return error(404, "invalid_request_error", `No such payment_intent: '${intent}'`);
    const amount = Number(params.get("amount"));
    const given = refunds
      .filter((other) => other.payment_intent === intent)
      .reduce((sum, other) => sum + other.amount, 0);
    if (given + amount > paid.amount_received)
      return error(400, "invalid_request_error", "Refund amount is greater than charge amount.");
    const made = { id: `re_test_${++count}`, amount, payment_intent: intent };
    refunds.push(made);
    return { status: 200, body: { object: "refund", status: "succeeded", ...made } };
  }

  function listCharges() {
    const data = [...intents.values()].flatMap(({ id: payment_intent, amount_received, currency, metadata }) => {
      const gone = refunds.filter((one) => one.payment_intent === payment_intent);
      const amount_refunded = gone.reduce((sum, { amount }) => sum + amount, 0);
      const id = payment_intent.replace("pi_", "ch_");
      return [{ object: "charge", id, currency, metadata, amount_captured: amount_received, amount_refunded }];
    });
    return { status: 200, body: { object: "list", url: "/v1/charges", has_more: false, data } };
  }

  function ofIntent(intent: Intent, verb: string | undefined, params: URLSearchParams) {
    const unexpected = {
      error: { type: "invalid_request_error", code: "payment_intent_unexpected_state", message: "" },
    };
    if (verb === "capture") {
      if (intent.status !== "requires_capture") return { status: 400, body: unexpected };
      const amount = Number(params.get("amount_to_capture") ?? intent.amount);
      if (amount > intent.amount) return error(400, "invalid_request_error", "amount_to_capture is too large.");
      Object.assign(intent, { status: "succeeded", amount_received: amount });
    }
    if (verb === "cancel") {
      if (intent.status === "succeeded" || intent.status === "canceled") return { status: 400, body: unexpected };
      intent.status = "canceled";
    }
    return { status: 200, body: intent };
  }

  const shown = (session: Session, params: URLSearchParams) => ({
    ...{ object: "checkout.session", ...session },
    ...(session.payment_intent &&
      [...params.keys()].some((key) => key.startsWith("expand")) && {
        payment_intent: intents.get(session.payment_intent),
      }),
  });

  function answer(method: string, path: string, params: URLSearchParams) {
    if (method === "GET" && path === "/v1/charges") return listCharges();
    if (method === "POST" && path === "/v1/customers")
      return { status: 200, body: { id: `cus_${crypto.randomUUID()}` } };
    if (method === "POST" && path === "/v1/payment_intents") return createIntent(params);
    const [, customer, card] = /^\/v1\/customers\/([^/]+)\/payment_methods(?:\/([^/]+))?$/.exec(path) ?? [];
    if (customer) return ofCustomer(customer, card);
    const [, detached] = /^\/v1\/payment_methods\/([^/]+)\/detach$/.exec(path) ?? [];
    if (detached) {
      cards.delete(detached);
      return { status: 200, body: { id: detached, customer: null } };
    }
    const [, intentId = "", step] = /^\/v1\/payment_intents\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
    const intent = intents.get(intentId);
    if (intent) return ofIntent(intent, step, params);
    const [, id = "", verb] = /^\/v1\/checkout\/sessions\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
    const session = sessions.get(id);
    if (method === "POST" && path === "/v1/checkout/sessions") return createSession(params);
    if (method === "POST" && path === "/v1/refunds") return refund(params);
    if (!session) return error(404, "invalid_request_error", `No such checkout.session: ${id}`);
    if (method === "POST" && verb === "expire") return expire(session);
    return { status: 200, body: shown(session, params) };
  }

  return {
    sessions,
    intents,
    cards,
    agree(intentId) {
      const intent = intents.get(intentId);
      if (intent?.status !== "requires_action") throw new Error(`The bank does not wait for ${intentId}.`);
      succeed(intent);
    },
    lapse(sessionId) {
      const intent = intents.get(sessions.get(sessionId)?.payment_intent ?? "");
      if (intent?.status !== "requires_capture") throw new Error(`Nothing is held of ${sessionId}.`);
      intent.status = "canceled";
    },
    refunds,
    calls,
    misbehave: (...more) => void ways.push(...more),
    pay(sessionId, card = {}) {
      const session = sessions.get(sessionId);
      if (session?.status !== "open") throw new Error(`The session ${sessionId} cannot be paid.`);
      const held = session.capture_method === "manual";
      const id = `pi_test_${crypto.randomUUID()}`;
      const created = Math.floor(Date.now() / 1000);
      intents.set(id, {
        ...{ id, object: "payment_intent", amount: session.amount_total, currency: session.currency, created },
        ...{ amount_received: held ? 0 : session.amount_total, status: held ? "requires_capture" : "succeeded" },
        ...{ capture_method: session.capture_method, metadata: session.metadata, customer: null },
        ...{ last_payment_error: null, next_action: null },
        latest_charge: {
          id: id.replace("pi_", "ch_"),
          payment_method_details: { card: { capture_before: created + 7 * 24 * 3600, fingerprint: card.fingerprint } },
          outcome: { type: "authorized", risk_level: card.risk_level, risk_score: card.risk_score },
        },
      });
      Object.assign(session, { status: "complete", payment_status: held ? "unpaid" : "paid", payment_intent: id });
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const text = request.method === "GET" ? search.slice(1) : await request.text();
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
        ? { status: before.status, body: before.body }
        : answer(request.method, pathname, new URLSearchParams(text));
      if (key && (status === 200 || status === 402)) answered.set(key, { params: text, body, status });
      if (way === "lose-answer") throw new TypeError("network connection lost");
      return Response.json(body, { status });
    },
  };
}
