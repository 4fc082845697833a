import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import type { paymentProviders, TransferTarget } from "../orders/tables.ts";
import type { Currency } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import type { Charge } from "./compare-charges.ts";
import type { Dispute } from "./disputes/schemas.ts";

export type ProviderName = (typeof paymentProviders)[number];

/** Services that speak for themselves, by webhooks. */
export type HeardProvider = Exclude<ProviderName, "manual" | "bank_transfer" | "cash_on_delivery">;

/** Where the shopper pays, and what the provider calls the attempt. */
export interface Begun {
  reference: string;
  /** Null where there is nothing for them to do at a page of the provider's. */
  redirect_url: string | null;
  /** How long the order waits for this way to pay, ISO 8601 UTC; as long as for any other where it is left out. */
  expires_at?: string;
  /** Where a bank transfer goes. */
  transfer?: TransferTarget;
}

/** An attempt to be paid for an order, about to be told to a provider. */
export interface Attempt {
  order: Pick<
    OrderState,
    "id" | "number" | "email" | "locale" | "currency" | "total" | "lines" | "shipping_total" | "expires_at"
  >;
  payment: Pick<PaymentRow, "id" | "amount" | "currency" | "capture" | "created_at">;
}

/** A way to pay that the buyer saved at the service: what the service calls the buyer, and it. */
export interface SavedCharge {
  customer: string;
  method: string;
}

/** As much of an attempt as a provider is asked by. */
export type AskedOf = Pick<PaymentRow, "id" | "reference" | "amount" | "currency">;

/** What a provider tells us, in our words. Amounts are minor units. */
export interface ProviderEvent {
  /** The provider's own id of the event: it counts once. */
  event_id: string;
  /**
   * - `approved`: the buyer agreed, and the store is to ask for the money; nothing is settled by that
   * - `disputed`: the buyer disputes it at the bank, or that is decided; the rest stands in `dispute`
   * - `authorized`: the money is held for us, or promised at the door, and not taken
   * - `expired`: the attempt is over without money; for held money, that it is held no longer
   */
  type: "captured" | "authorized" | "failed" | "expired" | "approved" | "disputed" | "ignored";
  payment_id: string | null;
  reference: string | null;
  amount: number | null;
  currency: Currency | null;
  /** For people, when it failed. */
  failure: string | null;
  /** Until when the money is held, ISO 8601 UTC; null or left out where it ends at no time. */
  authorized_until?: string | null;
  /** With `disputed`. */
  dispute?: DisputeWord;
  /** Where it tells them at once; else the store asks by `signsOf` before the goods leave. */
  signs?: PaymentSigns | null;
}

/** What a service tells of a payment that helps to tell an honest one from another. */
export interface PaymentSigns {
  /** The service's own name for the card or the account that paid: the same for the same one, and nothing of it can be read there. */
  fingerprint: string | null;
  /** How doubtful the service thinks it, 0 to 100. */
  risk: number | null;
}

/** What a service tells of a payment that its buyer disputes. */
export interface DisputeWord {
  /** The service's own name for the dispute. */
  reference: string;
  payment_id: string | null;
  /** Our reference of the attempt, where the service names that instead. */
  payment_reference: string | null;
  /** Minor units. */
  amount: number;
  currency: Currency;
  reason: string;
  status: Dispute["status"];
  evidence_due_at: string | null;
  /** Whether the service has taken the money back for now. */
  withdrawn: boolean;
}

/** The port to an outside payment service. Calls are made outside any batch, each with the provider's idempotency key. */
export interface PaymentProvider {
  readonly name: ProviderName;
  /** Whether its money is moved by people: staff say what arrived and what was sent back. */
  readonly byHand?: true;
  /** For a provider that needs no call to begin: the attempt is written whole in the order's own batch. */
  beginHere?(store: Store, attempt: Attempt): Begun | Promise<Begun>;
  /** Begins an attempt; asked again for the same payment it answers the same. */
  begin(store: Store, attempt: Attempt): Promise<Begun>;
  /**
   * Charges what the buyer saved, at once; asked again for the same payment it answers the same, and {@link lookUp} tells what came of
   * it. An address to go to in the answer: the bank wants the buyer themselves.
   */
  charge?(store: Store, attempt: Attempt, saved: SavedCharge): Promise<Begun>;
  /** What became of an attempt; null while it is undecided. The sweep asks this where an answer was lost. */
  lookUp(store: Store, payment: AskedOf): Promise<ProviderEvent | null>;
  /** What it tells of a payment that it took or holds; null where it tells nothing. A service that has no view of it is without this. */
  signsOf?(store: Store, payment: AskedOf): Promise<PaymentSigns | null>;
  /**
   * Takes money that it holds; asked again for the same payment it answers the same. A provider without this takes money at once.
   * @param amount minor units, at most what is held; the rest is let go
   * @returns `captured`; `expired` where it holds the money no longer, `failed` where it will not give it
   */
  capture?(store: Store, payment: AskedOf, amount: number): Promise<ProviderEvent>;
  /** Makes an undecided attempt impossible to pay, and lets go of money that is held. */
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
