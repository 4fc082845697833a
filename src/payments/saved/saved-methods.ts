import { sql } from "drizzle-orm";
import type Stripe from "stripe";
import { DomainError, notFound } from "../../platform/errors.ts";
import { requireAccount } from "../../platform/http/guards.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import type { SavedCharge } from "../provider.ts";
import type { SavedMethod } from "./schemas.ts";

/** How many saved ways to pay are shown. */
const most = 20;

/** Stripe's client, loaded by the first who needs it. @throws provider-unknown where the store has no account there */
async function open(store: Store): Promise<Stripe> {
  if (!store.env.STRIPE_SECRET_KEY) {
    throw new DomainError("provider-unknown", "This store keeps no ways to pay: it has no service that does.");
  }
  return (await import("../stripe-client.ts")).stripeClient(store);
}

/** The caller's own saved ways to pay, as the service has them; none where the store has no service that keeps any. */
export async function listSavedMethods(store: Store): Promise<SavedMethod[]> {
  const { id } = requireAccount(store);
  if (!store.env.STRIPE_SECRET_KEY) return [];
  const customer = await knownCustomer(store, id);
  if (!customer) return [];
  const { data } = await (await open(store)).customers.listPaymentMethods(customer, { type: "card", limit: most });
  return data.flatMap(({ id, card }) => {
    if (!card) return [];
    const { brand, last4, exp_month, exp_year } = card;
    return [{ id, provider: "stripe", brand, last4, exp_month, exp_year }];
  });
}

/**
 * Begins to save a way to pay: the card is entered on the service's own page, and no number ever comes by here.
 * @see https://docs.stripe.com/payments/checkout/save-and-reuse
 * @throws provider-unknown, provider-unavailable
 */
export async function saveMethod(store: Store): Promise<{ redirect_url: string }> {
  const { id, email } = requireAccount(store);
  const stripe = await open(store);
  const back = `${store.env.STORE_URL}/account`;
  try {
    const session = await stripe.checkout.sessions.create({
      mode: "setup",
      currency: store.currency.toLowerCase(),
      customer: await customerAt(store, stripe, { id, email }),
      allowed_payment_method_types: ["card"],
      success_url: back,
      cancel_url: back,
    });
    if (!session.url) throw new Error(`Stripe gave no address for the session ${session.id}`);
    return { redirect_url: session.url };
  } catch (thrown) {
    store.log.error("saved-methods.begin-failed", thrown);
    throw new DomainError("provider-unavailable", "The payment service does not answer. Try again in a moment.", {
      retry_after: 5,
    });
  }
}

/** Has the service forget a way to pay of the caller's own. @throws not-found for anybody else's */
export async function removeMethod(store: Store, methodId: string): Promise<void> {
  const charge = await chargeBy(store, methodId);
  await (await open(store)).paymentMethods.detach(charge.method);
}

/** What a payment by a saved way is charged by. @throws not-found where it is none of the caller's own */
export async function chargeBy(store: Store, methodId: string): Promise<SavedCharge> {
  const { id } = requireAccount(store);
  const stripe = await open(store);
  const customer = await knownCustomer(store, id);
  if (!customer) throw notFound("saved way to pay");
  try {
    const method = await stripe.customers.retrievePaymentMethod(customer, methodId);
    return { customer, method: method.id };
  } catch (thrown) {
    if (statusOf(thrown) === 404 || statusOf(thrown) === 400) throw notFound("saved way to pay");
    throw thrown;
  }
}

function statusOf(thrown: unknown): number | null {
  return thrown instanceof Error && "statusCode" in thrown && typeof thrown.statusCode === "number"
    ? thrown.statusCode
    : null;
}

async function knownCustomer(store: Store, id: string): Promise<string | null> {
  const [known] = await store.customers.all<{ reference: string }>(
    sql`select reference from payment_customers where customer_id = ${id} and provider = 'stripe'`,
  );
  return known?.reference ?? null;
}

/** The customer as Stripe knows them; made once, however many ask at the same time. */
async function customerAt(store: Store, stripe: Stripe, { id, email }: { id: string; email: string }): Promise<string> {
  const known = await knownCustomer(store, id);
  if (known) return known;
  const made = await stripe.customers.create(
    { email, metadata: { customer_id: id } },
    { idempotencyKey: `customer-${id}` },
  );
  await store.customers.run(sql`
    insert into payment_customers values (${id}, 'stripe', ${made.id}, ${timestamp(store)}) on conflict do nothing
  `);
  return (await knownCustomer(store, id)) ?? made.id;
}
