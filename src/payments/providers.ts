import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import type { PaymentProvider, ProviderName } from "./provider.ts";

/** The providers that this store takes, the preferred first: Stripe with its key, the test gateway in a local store. */
export function openProviders(store: Store): ProviderName[] {
  const names: ProviderName[] = [];
  if (store.env.STRIPE_SECRET_KEY) names.push("stripe");
  if (store.env.STORE_MODE === "local") names.push("test");
  return names;
}

/** The adapter of a provider that takes new payments. @throws provider-unknown */
export function openProvider(store: Store, name: string): Promise<PaymentProvider> {
  const open = openProviders(store);
  const found = open.find((provider) => provider === name);
  if (found) return adapterOf(found);
  const names = open.length > 0 ? `It takes: ${open.join(", ")}.` : "It takes none at the moment.";
  throw new DomainError("provider-unknown", `This store does not take payments by ${name.slice(0, 40)}. ${names}`, {
    providers: open,
  });
}

/** The adapter for payments that were made by a provider, whether or not it still takes new ones. */
export async function adapterOf(name: ProviderName): Promise<PaymentProvider> {
  switch (name) {
    case "stripe":
      return (await import("./stripe.ts")).stripeProvider;
    case "test":
      return (await import("./test-gateway.ts")).testGateway;
    case "manual":
      return (await import("./manual.ts")).manualPayments;
  }
}
