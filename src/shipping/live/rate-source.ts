import type { Currency } from "../../platform/money.ts";
import type { Address } from "../../platform/schemas.ts";
import type { Store } from "../../platform/store.ts";
import type { RateSourceName } from "../methods.ts";

/** One parcel as a carrier prices it: grams and millimetres, the longest side first. */
export interface PricedParcel {
  weight_grams: number;
  sides_mm: readonly [number, number, number];
}

/** Where parcels go, as far as carriers price by it. */
export interface Destination {
  country: string;
  postal_code: string;
  region?: string | undefined;
  city?: string | undefined;
}

/** What a carrier is asked. */
export interface RateInquiry {
  parcels: readonly PricedParcel[];
  from: Address;
  to: Destination;
}

/** What one service takes for all the parcels. */
export interface SaidRate {
  /** By the source's name for it. */
  service: string;
  /** Minor units. */
  amount: number;
  currency: Currency;
  /** Working days; null where it does not say. */
  days: number | null;
}

/** An outside service that knows what carriers take now. Asking buys nothing. */
export interface RateSource {
  readonly name: RateSourceName;
  /**
   * @param signal ends the call when nobody waits any longer
   * @returns what was understood of the answer; none where no carrier goes there
   * @throws whatever keeps it from answering
   */
  quote(store: Store, inquiry: RateInquiry, signal: AbortSignal): Promise<SaidRate[]>;
}
