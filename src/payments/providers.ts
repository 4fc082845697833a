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

/** The adapter of a provider; loaded when it is needed. @throws provider-unknown */
export async function paymentProvider(store: Store, name: string): Promise<PaymentProvider> {
  const open = openProviders(store);
  if (name === "stripe" && open.includes("stripe")) return (await import("./stripe.ts")).stripeProvider;
  if (name === "test" && open.includes("test")) return (await import("./test-gateway.ts")).testGateway;
  const names = open.length > 0 ? `It takes: ${open.join(", ")}.` : "It takes none at the moment.";
  throw new DomainError("provider-unknown", `This store does not take payments by ${name.slice(0, 40)}. ${names}`, {
    providers: open,
  });
}
