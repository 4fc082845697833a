import { z } from "@hono/zod-openapi";
import type { Store } from "../../platform/store.ts";
import { type AssessedTax, type Assessment, faultOf, type TaxInquiry, untaxed } from "../assessment.ts";
import type { TaxReason } from "../rules.ts";
import { type TaxProvider, TaxRefusal } from "./provider.ts";

/** How long a shopper waits for Stripe at most, whatever is asked. Milliseconds. */
const deadline = 1500;

/** How long the clock waits; nobody stands at the till. Milliseconds. */
const patience = 10_000;

/** The version whose words are read here. */
const apiVersion = "2026-10-28.endive";

/** @see https://docs.stripe.com/tax/tax-codes */
const codes = { tangible: "txcd_99999999", nontaxable: "txcd_00000000", shipping: "txcd_92010001" };

/** Stripe counts these in hundredths although they have none, for old programs' sake. @see https://docs.stripe.com/currencies */
const countedOtherwise = new Set(["ISK", "UGX"]);

const breakdown = z
  .array(
    z.object({
      amount: z.int(),
      jurisdiction: z.object({ display_name: z.string() }),
      tax_rate_details: z.object({ display_name: z.string(), percentage_decimal: z.string() }).nullable(),
      taxability_reason: z.string(),
    }),
  )
  .nullish();

const lineList = z.object({
  data: z.array(
    z.object({ id: z.string(), reference: z.string(), amount: z.int(), amount_tax: z.int(), tax_breakdown: breakdown }),
  ),
  has_more: z.boolean().default(false),
});

const calculation = z.object({
  id: z.string(),
  tax_amount_exclusive: z.int(),
  tax_amount_inclusive: z.int(),
  line_items: lineList,
  shipping_cost: z.object({ amount: z.int(), amount_tax: z.int(), tax_breakdown: breakdown }).nullable(),
});

type Breakdown = z.infer<typeof breakdown>;

/** Stripe Tax. @see https://docs.stripe.com/tax/custom */
export const stripeTax: TaxProvider = {
  name: "stripe",

  async assess(store, inquiry) {
    if (countedOtherwise.has(inquiry.currency))
      throw new Error(`Stripe counts ${inquiry.currency} in units of its own.`);
    const signal = AbortSignal.timeout(deadline);
    const answer = calculation.parse(await send(store, signal, "tax/calculations", paramsOf(inquiry)));
    const lines = [...answer.line_items.data];
    for (let more = answer.line_items.has_more; more; ) {
      const after = lines.at(-1)?.id ?? "";
      const query = new URLSearchParams({ limit: "100", starting_after: after, "expand[0]": "data.tax_breakdown" });
      const page = lineList.parse(await send(store, signal, `tax/calculations/${answer.id}/line_items?${query}`, null));
      lines.push(...page.data);
      more = page.has_more && page.data.length > 0;
    }
    const assessment: Assessment = {
      calculation: answer.id,
      lines: Object.fromEntries(lines.map((line) => [line.reference, bornBy(line)])),
      shipping: answer.shipping_cost ? bornBy(answer.shipping_cost) : untaxed,
    };
    const asked = new Map(inquiry.lines.map(({ key, amount }) => [key, amount]));
    const echoed =
      lines.length === asked.size && lines.every(({ reference, amount }) => asked.get(reference) === amount);
    const fault = echoed
      ? faultOf(inquiry, assessment, answer.tax_amount_exclusive + answer.tax_amount_inclusive)
      : "it answers other amounts than it was asked of";
    if (fault) throw new Error(`Stripe's calculation ${answer.id} cannot be charged: ${fault}.`);
    return assessment;
  },

  async fileSale(store, { order_id, calculation }) {
    const params = new URLSearchParams({ calculation, reference: order_id });
    return filed(store, "tax/transactions/create_from_calculation", params, `tax-${order_id}`);
  },

  async fileRefund(store, { refund_id, sale, amount, whole }) {
    const params = new URLSearchParams({ original_transaction: sale, reference: refund_id });
    params.set("mode", whole ? "full" : "partial");
    if (!whole) params.set("flat_amount", String(-amount));
    return filed(store, "tax/transactions/create_reversal", params, `tax-${refund_id}`);
  },
};

async function filed(store: Store, path: string, params: URLSearchParams, key: string): Promise<{ reference: string }> {
  const { id } = z
    .object({ id: z.string() })
    .parse(await send(store, AbortSignal.timeout(patience), path, params, key));
  return { reference: id };
}

/** One call; a body is a `POST`. @throws TaxRefusal for what Stripe will refuse again */
async function send(
  store: Store,
  signal: AbortSignal,
  path: string,
  params: URLSearchParams | null,
  idempotencyKey?: string,
): Promise<unknown> {
  const answer = await store.fetch(`${store.env.STRIPE_API_URL ?? "https://api.stripe.com"}/v1/${path}`, {
    method: params ? "POST" : "GET",
    signal,
    headers: {
      Authorization: `Bearer ${store.env.STRIPE_SECRET_KEY ?? ""}`,
      "Stripe-Version": apiVersion,
      ...(idempotencyKey && { "Idempotency-Key": idempotencyKey }),
    },
    ...(params && { body: params }),
  });
  if (answer.ok) return answer.json();
  const told = `Stripe answered ${answer.status} to ${path.split("?")[0]}`;
  const text = await answer.text();
  if (![400, 402, 404].includes(answer.status)) throw new Error(told);
  throw new TaxRefusal(`${told}: ${/"message":\s*"([^"]{0,200})/.exec(text)?.[1] ?? "no reason given"}`);
}

function paramsOf(inquiry: TaxInquiry): URLSearchParams {
  const { currency, lines, shipping, tax_included, place, relief, vat_id, codes: told } = inquiry;
  const behavior = tax_included ? "inclusive" : "exclusive";
  const params = new URLSearchParams({ currency: currency.toLowerCase() });
  const set = (name: string, value: string | undefined): void => {
    if (value) params.set(name, value);
  };
  for (const [part, value] of Object.entries({
    line1: place.line1,
    city: place.city,
    state: place.region,
    postal_code: place.postal_code,
    country: place.country,
  })) {
    set(`customer_details[address][${part}]`, value);
  }
  set("customer_details[address_source]", "shipping");
  set("ship_from_details[address][country]", inquiry.home_country);
  set("customer_details[taxability_override]", relief === "exempt" ? "customer_exempt" : (relief ?? undefined));
  if (vat_id) {
    set("customer_details[tax_ids][0][type]", "eu_vat");
    set("customer_details[tax_ids][0][value]", vat_id);
  }
  for (const [index, { key, amount, quantity, tax_class }] of lines.entries()) {
    const untaxed = tax_class === "zero" || tax_class === "exempt";
    set(`line_items[${index}][amount]`, String(amount));
    set(`line_items[${index}][quantity]`, String(quantity));
    set(`line_items[${index}][reference]`, key);
    set(`line_items[${index}][tax_behavior]`, behavior);
    set(`line_items[${index}][tax_code]`, told[tax_class] ?? (untaxed ? codes.nontaxable : codes.tangible));
  }
  if (shipping > 0) {
    set("shipping_cost[amount]", String(shipping));
    set("shipping_cost[tax_behavior]", behavior);
    set("shipping_cost[tax_code]", codes.shipping);
  }
  const expanded = [
    "line_items",
    "line_items.data.tax_breakdown",
    ...(shipping > 0 ? ["shipping_cost.tax_breakdown"] : []),
  ];
  for (const [index, path] of expanded.entries()) set(`expand[${index}]`, path);
  return params;
}

function bornBy({ amount_tax, tax_breakdown }: { amount_tax: number; tax_breakdown?: Breakdown }): AssessedTax {
  const charged = (tax_breakdown ?? []).filter(({ amount }) => amount > 0);
  const telling = charged[0] ?? tax_breakdown?.[0];
  return {
    tax_total: amount_tax,
    tax_rate: sumOfPercents(charged.map(({ tax_rate_details }) => tax_rate_details?.percentage_decimal ?? "0")),
    tax_reason: reasonOf(telling?.taxability_reason ?? "not_collecting"),
    taxes: charged.map(({ amount, jurisdiction, tax_rate_details }) => ({
      name: `${jurisdiction.display_name} ${tax_rate_details?.display_name ?? ""}`.trim(),
      percent: sumOfPercents([tax_rate_details?.percentage_decimal ?? "0"]),
      amount,
    })),
  };
}

/** Stripe's reasons in the store's words. @see https://docs.stripe.com/tax/zero-tax */
function reasonOf(told: string): TaxReason {
  if (told === "reverse_charge") return "reverse_charge";
  if (told === "customer_exempt" || told === "portion_product_exempt" || told.startsWith("product_exempt"))
    return "exempt";
  if (/reduced|proportionally/.test(told)) return "reduced";
  return told === "standard_rated" || told === "portion_standard_rated" ? "standard" : "zero";
}

/** Decimal percentages added exactly: `6.25` and `1.375` are `7.625`. */
function sumOfPercents(percents: readonly string[]): string {
  const places = 8;
  const sum = percents.reduce((total, percent) => {
    const match = /^(\d{1,3})(?:\.(\d{1,8}))?$/.exec(percent);
    if (!match) throw new Error("Stripe told a rate that is no plain decimal number.");
    return total + Number((match[1] ?? "") + (match[2] ?? "").padEnd(places, "0"));
  }, 0);
  const digits = String(sum).padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return digits.slice(0, -places) + (fraction && `.${fraction}`);
}
