import type { PaymentRow } from "../orders/load-order.ts";
import { DomainError } from "../platform/errors.ts";
import type { Currency } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import type { HeardProvider, PaymentProvider, ProviderName } from "./provider.ts";
import { knownPaymentSettings } from "./settings/settings.ts";

/** Currencies that a provider takes, where those are few. Only such whose minor unit is the provider's too are named. */
const takes: Partial<Record<ProviderName, ReadonlySet<Currency>>> = {
  // https://paystack.com/docs/api/#supported-currency
  paystack: new Set(["EGP", "GHS", "KES", "NGN", "USD", "ZAR"]),
  // https://developer.paypal.com/api/rest/reference/currency-codes/
  paypal: new Set("AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB USD".split(" ")),
};

/** What decides which ways to pay are offered. */
export interface Payable {
  currency: Currency;
  /** Where the goods go, ISO 3166-1 alpha-2; null while that is not known. */
  country: string | null;
}

/**
 * The providers that take new payments, the preferred first: services with their keys, else the test gateway in a local store; then
 * those by hand that staff have opened for the country.
 */
export async function openProviders(store: Store, { currency, country }: Payable): Promise<ProviderName[]> {
  const open = providersWithKeys(store).filter((name) => takes[name]?.has(currency) ?? true);
  const { bank_transfer, cash_on_delivery } = await knownPaymentSettings(store);
  const reaches = ({ active, countries }: { active: boolean; countries: readonly string[] }): boolean =>
    active && (countries.length === 0 || (country !== null && countries.includes(country)));
  if (reaches(bank_transfer) && bank_transfer.currencies.includes(currency)) open.push("bank_transfer");
  if (reaches(cash_on_delivery)) open.push("cash_on_delivery");
  return open;
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
export async function openProvider(store: Store, name: string, payable: Payable): Promise<PaymentProvider> {
  const open = await openProviders(store, payable);
  const found = open.find((provider) => provider === name);
  if (found) return adapterOf(found);
  const names = open.length > 0 ? `It takes: ${open.join(", ")}.` : "It takes none at the moment.";
  throw new DomainError("provider-unknown", `This store does not take payments by ${name.slice(0, 40)}. ${names}`, {
    providers: open,
  });
}

/** When the money of an attempt that begins now is to be taken: services that cannot hold it take it at once. */
export async function captureTime(store: Store, { capture }: PaymentProvider): Promise<PaymentRow["capture"]> {
  return capture ? (await knownPaymentSettings(store)).capture : "now";
}

/**
 * The adapter that reads a provider's webhooks: also of one that takes no new payments, for there may be old ones. The test
 * gateway has no voice in a live store.
 * @throws provider-unknown
 */
export async function heardProvider(store: Store, name: HeardProvider): Promise<PaymentProvider> {
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
      return (await import("./by-hand/manual.ts")).manualPayments;
    case "bank_transfer":
      return (await import("./by-hand/bank-transfer.ts")).bankTransfers;
    case "cash_on_delivery":
      return (await import("./by-hand/cash-on-delivery.ts")).cashOnDelivery;
  }
}
