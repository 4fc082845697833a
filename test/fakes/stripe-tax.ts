import { untilGivenUp } from "./vies.ts";

/**
 * A stand-in for Stripe Tax, from its public reference: calculations (create, line items by page), transactions from a calculation,
 * and reversals. It taxes by the state that the goods go to, line by line, half up.
 * @see https://docs.stripe.com/api/tax/calculations/create
 * @see https://docs.stripe.com/api/tax/transactions/create_reversal
 */
export interface FakeStripeTax {
  fetch: typeof fetch;
  calculations: Map<string, Calculation>;
  transactions: { id: string; reference: string; calculation: string }[];
  reversals: { id: string; reference: string; original: string; mode: string; flat_amount: number | null }[];
  /** Every call so far, as `POST /v1/tax/calculations`. */
  calls: string[];
  /** The fields of the last calculation that was asked for. */
  asked(): Record<string, string>;
  misbehave(...ways: Misbehaviour[]): void;
}

/** `slow` never answers. The last six answer, and cannot be charged. */
export type Misbehaviour =
  | "slow"
  | "refuse-connection"
  | "internal-error"
  | "lose-answer"
  | "malformed"
  | "wrong-sum"
  | "wrong-parts"
  | "missing-line"
  | "other-amount"
  | "negative-tax";

interface TaxedAmount {
  amount: number;
  amount_tax: number;
  tax_breakdown: object[];
}

interface Calculation {
  id: string;
  lines: (TaxedAmount & { id: string; reference: string })[];
  shipping: TaxedAmount | null;
  inclusive: boolean;
}

/** State, county and city: percent by name. New York City's are those of its Publication 718; Oregon has no sales tax. */
const rates: Record<string, [string, string][]> = {
  NY: [
    ["New York", "4"],
    ["New York City", "4.5"],
    ["Metropolitan Commuter Transportation District", "0.375"],
  ],
  OR: [],
};

const pageSize = 10;

/** @param others answers what is not Stripe Tax's */
export function fakeStripeTax(others?: typeof fetch): FakeStripeTax {
  const calculations: FakeStripeTax["calculations"] = new Map();
  const transactions: FakeStripeTax["transactions"] = [];
  const reversals: FakeStripeTax["reversals"] = [];
  const answered = new Map<string, unknown>();
  const calls: string[] = [];
  const ways: Misbehaviour[] = [];
  let last: Record<string, string> = {};
  let count = 0;

  const error = (status: number, message: string) =>
    Response.json({ error: { type: "invalid_request_error", message } }, { status });

  function tax(amount: number, params: URLSearchParams, code: string, inclusive: boolean): TaxedAmount {
    const override = params.get("customer_details[taxability_override]");
    const state = params.get("customer_details[address][state]") ?? "";
    const free = override ?? (code === "txcd_00000000" ? "product_exempt" : null);
    const taxing = free ? [] : (rates[state] ?? []);
    const whole = taxing.reduce((sum, [, percent]) => sum + Number(percent) * 1000, 0);
    const total = Math.round(inclusive ? (amount * whole) / (100_000 + whole) : (amount * whole) / 100_000);
    let left = total;
    const parts = taxing.map(([name, percent], index) => {
      const part = index === taxing.length - 1 ? left : Math.floor((total * Number(percent) * 1000) / whole);
      left -= part;
      return breakdown(part, name, percent, "standard_rated");
    });
    const none = breakdown(0, state, null, free ?? "not_collecting");
    return { amount, amount_tax: total, tax_breakdown: parts.length > 0 ? parts : [none] };
  }

  const breakdown = (amount: number, display_name: string, percentage_decimal: string | null, reason: string) => ({
    amount,
    jurisdiction: { country: "US", display_name, level: "state", state: display_name },
    sourcing: "destination",
    tax_rate_details:
      percentage_decimal === null ? null : { display_name: "Sales Tax", percentage_decimal, tax_type: "sales_tax" },
    taxability_reason: reason,
    taxable_amount: 0,
  });

  function calculate(params: URLSearchParams, way: Misbehaviour | undefined): Response {
    last = Object.fromEntries(params);
    if (!params.get("customer_details[address][postal_code]"))
      return error(400, "The customer's location is not valid.");
    const inclusive = params.get("line_items[0][tax_behavior]") === "inclusive";
    const lines: Calculation["lines"] = [];
    for (let i = 0; params.has(`line_items[${i}][amount]`); i++) {
      const amount = Number(params.get(`line_items[${i}][amount]`));
      if (!Number.isInteger(amount) || amount < 1) return error(400, "Invalid positive integer");
      const reference = params.get(`line_items[${i}][reference]`) ?? "";
      const taxed = tax(amount, params, params.get(`line_items[${i}][tax_code]`) ?? "", inclusive);
      lines.push({ id: `tax_li_${++count}`, reference, ...taxed });
    }
    const cost = params.get("shipping_cost[amount]");
    const shipping = cost === null ? null : tax(Number(cost), params, "txcd_92010001", inclusive);
    const id = `taxcalc_${++count}`;
    calculations.set(id, { id, lines, shipping, inclusive });
    const [first] = lines;
    if (first && way === "wrong-parts") first.tax_breakdown = first.tax_breakdown.slice(1);
    if (first && way === "other-amount") first.amount += 1;
    if (first && way === "negative-tax") first.amount_tax = -first.amount_tax;
    const sum = [...lines, ...(shipping ? [shipping] : [])].reduce((total, { amount_tax }) => total + amount_tax, 0);
    const told = way === "wrong-sum" ? sum + 1 : sum;
    return Response.json({
      id,
      object: "tax.calculation",
      tax_amount_exclusive: inclusive ? 0 : told,
      tax_amount_inclusive: inclusive ? told : 0,
      line_items: pageOf(way === "missing-line" ? lines.slice(1) : lines, null),
      shipping_cost: shipping,
    });
  }

  const pageOf = (lines: Calculation["lines"], after: string | null) => {
    const from = lines.findIndex(({ id }) => id === after) + 1;
    return { object: "list", data: lines.slice(from, from + pageSize), has_more: lines.length > from + pageSize };
  };

  function transact(params: URLSearchParams): Response {
    const calculation = params.get("calculation") ?? "";
    if (!calculations.has(calculation)) return error(400, `No such tax calculation: '${calculation}'`);
    const made = { id: `tax_${++count}`, reference: params.get("reference") ?? "", calculation };
    transactions.push(made);
    return Response.json({ object: "tax.transaction", type: "transaction", ...made });
  }

  function reverse(params: URLSearchParams): Response {
    const original = params.get("original_transaction") ?? "";
    if (!transactions.some(({ id }) => id === original)) return error(404, `No such tax transaction: '${original}'`);
    const flat = params.get("flat_amount");
    if (flat !== null && Number(flat) >= 0) return error(400, "flat_amount must be negative");
    const made = {
      ...{ id: `tax_${++count}`, reference: params.get("reference") ?? "", original },
      ...{ mode: params.get("mode") ?? "", flat_amount: flat === null ? null : Number(flat) },
    };
    reversals.push(made);
    return Response.json({ object: "tax.transaction", type: "reversal", ...made });
  }

  function answer(request: Request, params: URLSearchParams, way: Misbehaviour | undefined): Response {
    const { pathname, searchParams } = new URL(request.url);
    const [, of] = /^\/v1\/tax\/calculations\/(\w+)\/line_items$/.exec(pathname) ?? [];
    const known = of === undefined ? undefined : calculations.get(of);
    if (known) return Response.json(pageOf(known.lines, searchParams.get("starting_after")));
    if (pathname === "/v1/tax/calculations") return calculate(params, way);
    if (pathname === "/v1/tax/transactions/create_from_calculation") return transact(params);
    if (pathname === "/v1/tax/transactions/create_reversal") return reverse(params);
    return error(404, `Unrecognized request URL (${pathname})`);
  }

  return {
    calculations,
    transactions,
    reversals,
    calls,
    asked: () => last,
    misbehave: (...more) => void ways.push(...more),
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith("/v1/tax/") && others) return others(input, init);
      calls.push(`${request.method} ${pathname}`);
      const way = ways.shift();
      if (way === "slow") return untilGivenUp(init?.signal ?? request.signal);
      if (way === "refuse-connection") throw new TypeError("fetch failed");
      if (way === "internal-error") return Response.json({ error: { type: "api_error" } }, { status: 500 });
      if (way === "malformed") return new Response("<html>502 Bad Gateway</html>");
      const key = request.headers.get("idempotency-key");
      const before = key === null ? undefined : answered.get(key);
      if (before) return Response.json(before);
      const made = answer(request, new URLSearchParams(await request.text()), way);
      if (key !== null && made.ok) answered.set(key, await made.clone().json());
      if (way === "lose-answer") throw new TypeError("network connection lost");
      return made;
    },
  };
}
