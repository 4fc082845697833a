import type { Store } from "../../platform/store.ts";
import type { Assessment, TaxInquiry } from "../assessment.ts";

/**
 * The port to an outside service that knows taxes. Calls are made outside any batch and outside the cart's lock; each ends by a
 * deadline, and whatever goes wrong is thrown: the store's own rules stand in then.
 */
export interface TaxProvider {
  readonly name: "stripe";
  /** Works out the taxes of a sale that may never be. @throws when the answer is late, an error, or does not add up */
  assess(store: Store, inquiry: TaxInquiry): Promise<Assessment>;
  /**
   * Tells the service of a sale that was paid; told again of the same one it answers the same.
   * @throws TaxRefusal when it will never take it; another error when it may later
   */
  fileSale(store: Store, sale: { order_id: string; calculation: string }): Promise<{ reference: string }>;
  /** Takes a part of a sale back, or all of it. @param refund `amount`: minor units, with the tax in it. @throws as {@link fileSale} */
  fileRefund(
    store: Store,
    refund: { refund_id: string; sale: string; amount: number; whole: boolean },
  ): Promise<{ reference: string }>;
}

/** The service has said no, and will say so again. */
export class TaxRefusal extends Error {}
