import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import type { paymentProviders } from "../orders/tables.ts";
import type { Currency } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import type { Charge } from "./compare-charges.ts";

export type ProviderName = (typeof paymentProviders)[number];

/** Where the shopper pays, and what the provider calls the attempt. */
export interface Begun {
  reference: string;
  /** Null where there is nothing for them to do. */
  redirect_url: string | null;
}

/** An attempt to be paid for an order, about to be told to a provider. */
export interface Attempt {
  order: Pick<
    OrderState,
    "id" | "number" | "email" | "locale" | "currency" | "total" | "lines" | "shipping_total" | "expires_at"
  >;
  payment: Pick<PaymentRow, "id" | "amount" | "currency" | "created_at">;
}

/** What a provider tells us, in our words. Amounts are minor units. */
export interface ProviderEvent {
  /** The provider's own id of the event: it counts once. */
  event_id: string;
  /** `approved`: the buyer agreed and the money waits to be taken; nothing is settled by that. */
  type: "captured" | "failed" | "expired" | "approved" | "ignored";
  payment_id: string | null;
  reference: string | null;
  amount: number | null;
  currency: Currency | null;
  /** For people, when it failed. */
  failure: string | null;
}

/** The port to an outside payment service. Calls are made outside any batch, each with the provider's idempotency key. */
export interface PaymentProvider {
  readonly name: ProviderName;
  /** For a provider that needs no call to begin: the attempt is written whole in the order's own batch. */
  beginHere?(store: Store, attempt: Attempt): Begun;
  /** Begins an attempt; asked again for the same payment it answers the same. */
  begin(store: Store, attempt: Attempt): Promise<Begun>;
  /** What became of an attempt; null while it is undecided. The sweep asks this where an answer was lost. */
  lookUp(store: Store, payment: Pick<PaymentRow, "id" | "reference">): Promise<ProviderEvent | null>;
  /** Makes an undecided attempt impossible to pay. */
  close(store: Store, payment: Pick<PaymentRow, "id" | "reference">): Promise<void>;
  /** Gives money back; asked again for the same refund it answers the same. */
  refund(
    store: Store,
    refund: { id: string; amount: number; currency: Currency },
    payment: Pick<PaymentRow, "id" | "reference">,
  ): Promise<{ reference: string }>;
  /** What the service itself says it took between two moments, for the nightly comparison; a provider without books has none. */
  listCharges?(store: Store, from: Date, until: Date): Promise<Charge[]>;
  /** Reads a webhook. @throws invalid-signature */
  readWebhook(store: Store, body: string, headers: Headers): Promise<ProviderEvent>;
}
