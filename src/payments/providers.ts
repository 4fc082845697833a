import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import type { PaymentProvider, ProviderName } from "./provider.ts";

/** The providers that take new payments, the preferred first: Stripe with its key, else the test gateway in a local store. */
export function openProviders(store: Store): ProviderName[] {
  if (store.env.STRIPE_SECRET_KEY) return ["stripe"];
  return store.env.STORE_MODE === "local" ? ["test"] : [];
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

/**
 * The adapter that reads a provider's webhooks: also of one that takes no new payments, for there may be old ones. The test
 * gateway has no voice in a live store.
 * @throws provider-unknown
 */
export async function heardProvider(store: Store, name: "stripe" | "test"): Promise<PaymentProvider> {
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
    case "test":
      return (await import("./test-gateway.ts")).testGateway;
    case "manual":
      return (await import("./manual.ts")).manualPayments;
  }
}
