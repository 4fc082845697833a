/**
 * A stand-in for Paystack's API, written from its public reference: transactions (initialize, verify), refunds (create, list),
 * and webhooks signed by HMAC-SHA512. A reference that was used is refused.
 * @see https://paystack.com/docs/api/transaction/
 * @see https://paystack.com/docs/api/refund/
 */
export interface FakePaystack {
  fetch: typeof fetch;
  /** The buyer pays on the hosted page, or the bank refuses. */
  decide(reference: string, status: "success" | "failed" | "abandoned", signature?: string): void;
  transactions: Map<string, Transaction>;
  refunds: Refund[];
  /** Every call so far, as `POST /transaction/initialize`. */
  calls: string[];
  /** What the next calls do instead of answering. */
  misbehave(...ways: PaystackMisbehaviour[]): void;
  /** The webhook that tells of a transaction. */
  webhook(reference: string, secret: string): Promise<{ body: string; headers: Headers }>;
}

/** `pass` lets one call through untouched. */
export type PaystackMisbehaviour = "refuse-connection" | "lose-answer" | "internal-error" | "html-page" | "pass";

interface Transaction {
  id: number;
  reference: string;
  status: "pending" | "success" | "failed" | "abandoned";
  amount: number;
  currency: string;
  gateway_response: string;
  authorization: { signature?: string };
  metadata: unknown;
}

interface Refund {
  id: number;
  transaction: number;
  amount: number;
  currency: string;
  merchant_note: string;
  status: "pending" | "processed" | "failed";
}

export function fakePaystack(): FakePaystack {
  const transactions = new Map<string, Transaction>();
  const refunds: Refund[] = [];
  const calls: string[] = [];
  const ways: PaystackMisbehaviour[] = [];
  let count = 4_000_000_000;

  const said = (status: number, message: string, data?: unknown) => ({
    status,
    body: { status: status < 400, message, ...(data !== undefined && { data }) },
  });

  function initialize(body: Record<string, unknown>) {
    const { email, amount, currency, reference } = body;
    if (typeof email !== "string" || !email.includes("@")) return said(400, "Invalid Email Address Passed");
    if (!Number.isInteger(amount) || Number(amount) <= 0) return said(400, "Invalid amount passed");
    if (typeof reference !== "string" || !/^[A-Za-z0-9.=-]+$/.test(reference)) return said(400, "Invalid reference");
    if (!["NGN", "GHS", "ZAR", "KES", "USD"].includes(String(currency))) return said(403, "Currency not supported");
    if (transactions.has(reference)) return said(400, "Duplicate Transaction Reference");
    transactions.set(reference, {
      id: ++count,
      reference,
      status: "pending",
      amount: Number(amount),
      currency: String(currency),
      gateway_response: "",
      authorization: {},
      metadata: body.metadata,
    });
    const access_code = crypto.randomUUID().slice(0, 12);
    return said(200, "Authorization URL created", {
      authorization_url: `https://checkout.paystack.com/${access_code}`,
      access_code,
      reference,
    });
  }

  function giveBack(body: Record<string, unknown>) {
    const paid = [...transactions.values()].find(({ id }) => id === body.transaction);
    if (paid?.status !== "success") return said(400, "Transaction has not been paid");
    const gone = refunds.reduce((sum, one) => (one.transaction === paid.id ? sum + one.amount : sum), 0);
    const amount = Number(body.amount);
    if (gone + amount > paid.amount) return said(400, "Refund amount is more than the transaction amount");
    const made: Refund = {
      id: ++count,
      transaction: paid.id,
      amount,
      currency: String(body.currency),
      merchant_note: String(body.merchant_note ?? ""),
      status: "pending",
    };
    refunds.push(made);
    return said(200, "Refund has been queued for processing", made);
  }

  function list(asked: URLSearchParams) {
    const all = [...transactions.values()].filter(({ status }) => status === asked.get("status"));
    const [page, perPage] = [Number(asked.get("page")), Number(asked.get("perPage"))];
    const data = all.slice((page - 1) * perPage, page * perPage);
    const meta = { total: all.length, page, perPage, pageCount: Math.ceil(all.length / perPage) };
    return { status: 200, body: { status: true, message: "Transactions retrieved", data, meta } };
  }

  function answer(method: string, url: URL, body: Record<string, unknown>) {
    const [, reference] = /^\/transaction\/verify\/(.+)$/.exec(url.pathname) ?? [];
    if (method === "POST" && url.pathname === "/transaction/initialize") return initialize(body);
    if (method === "POST" && url.pathname === "/refund") return giveBack(body);
    if (method === "GET" && url.pathname === "/transaction") return list(url.searchParams);
    if (method === "GET" && url.pathname === "/refund") {
      const of = Number(url.searchParams.get("transaction"));
      return said(
        200,
        "Refunds retrieved",
        refunds.filter(({ transaction }) => transaction === of),
      );
    }
    const found = reference && transactions.get(decodeURIComponent(reference));
    return found ? said(200, "Verification successful", found) : said(400, "Transaction reference not found.");
  }

  return {
    transactions,
    refunds,
    calls,
    misbehave: (...more) => void ways.push(...more),
    decide(reference, status, signature) {
      const found = transactions.get(reference);
      if (!found) throw new Error(`There is no transaction ${reference}.`);
      const authorization = signature ? { signature, channel: "card", reusable: true } : {};
      Object.assign(found, {
        status,
        authorization,
        gateway_response: status === "failed" ? "Declined" : "Successful",
      });
    },
    async webhook(reference, secret) {
      const data = transactions.get(reference);
      const body = JSON.stringify({ event: "charge.success", data });
      const bytes = new TextEncoder();
      const algorithm = { name: "HMAC", hash: "SHA-512" };
      const key = await crypto.subtle.importKey("raw", bytes.encode(secret), algorithm, false, ["sign"]);
      const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes.encode(body)));
      const hex = Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("");
      return { body, headers: new Headers({ "x-paystack-signature": hex }) };
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const url = new URL(request.url);
      calls.push(`${request.method} ${url.pathname}`);
      const way = ways.shift();
      if (way === "refuse-connection") throw new TypeError("fetch failed");
      if (way === "internal-error") return Response.json({ status: false, message: "Oops" }, { status: 500 });
      if (way === "html-page") return new Response("<html>Bad gateway</html>", { status: 502 });
      if (request.headers.get("authorization") !== "Bearer sk_test_fake") {
        return Response.json({ status: false, message: "Invalid key" }, { status: 401 });
      }
      const text = await request.text();
      const { status, body } = answer(request.method, url, text ? JSON.parse(text) : {});
      if (way === "lose-answer") throw new TypeError("network connection lost");
      return Response.json(body, { status });
    },
  };
}
