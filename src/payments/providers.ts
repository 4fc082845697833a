import { DomainError } from "../platform/errors.ts";
import type { Currency } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import type { PaymentProvider, ProviderName } from "./provider.ts";

/** Currencies that a provider takes, where those are few. Only such whose minor unit is the provider's too are named. */
const takes: Partial<Record<ProviderName, ReadonlySet<Currency>>> = {
  // https://paystack.com/docs/api/#supported-currency
  paystack: new Set(["EGP", "GHS", "KES", "NGN", "USD", "ZAR"]),
  // https://developer.paypal.com/api/rest/reference/currency-codes/
  paypal: new Set("AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB USD".split(" ")),
};

/**
 * The providers that take new payments in a currency, the preferred first: each with its keys, else the test gateway in a local
 * store.
 */
export function openProviders(store: Store, currency: Currency): ProviderName[] {
  return providersWithKeys(store).filter((name) => takes[name]?.has(currency) ?? true);
}

/** The providers that the store has an account with, whatever they take. */
export function providersWithKeys(store: Store): ProviderName[] {
  const { STRIPE_SECRET_KEY, PAYSTACK_SECRET_KEY, PAYPAL_CLIENT_ID, PAYPAL_CLIENT_SECRET, STORE_MODE } = store.env;
  const keyed: ProviderName[] = [];
  if (STRIPE_SECRET_KEY) keyed.push("stripe");
  if (PAYSTACK_SECRET_KEY) keyed.push("paystack");
  if (PAYPAL_CLIENT_ID && PAYPAL_CLIENT_SECRET) keyed.push("paypal");
  if (keyed.length === 0 && STORE_MODE === "local") keyed.push("test");
  return keyed;
}

/** The adapter of a provider that takes new payments. @throws provider-unknown */
export function openProvider(store: Store, name: string, currency: Currency): Promise<PaymentProvider> {
  const open = openProviders(store, currency);
  const found = open.find((provider) => provider === name);
  if (found) return adapterOf(found);
  const names = open.length > 0 ? `It takes: ${open.join(", ")}.` : "It takes none at the moment.";
  throw new DomainError("provider-unknown", `This store does not take payments by ${name.slice(0, 40)}. ${names}`, {
    providers: open,
  });
}

/**
 * The adapter that reads a provider's webhooks: also of one that takes no new payments, for there may be old ones. The test
 * gateway has no voice in a live store.
 * @throws provider-unknown
 */
export async function heardProvider(store: Store, name: Exclude<ProviderName, "manual">): Promise<PaymentProvider> {
  if (name === "test" && store.env.STORE_MODE !== "local") {
    throw new DomainError("provider-unknown", "The test gateway is shut in a live store.");
  }
  return adapterOf(name);
}

/** The adapter for payments that were made by a provider, whether or not it still takes new ones. */
export async function adapterOf(name: ProviderName): Promise<PaymentProvider> {
  switch (name) {
    case "stripe":
      return (await import("./stripe.ts")).stripeProvider;
    case "paystack":
      return (await import("./paystack.ts")).paystackProvider;
    case "paypal":
      return (await import("./paypal.ts")).paypalProvider;
    case "test":
      return (await import("./test-gateway.ts")).testGateway;
    case "manual":
      return (await import("./manual.ts")).manualPayments;
  }
}
