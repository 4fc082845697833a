import type { Store } from "../../platform/store.ts";
import type { VatCheck } from "../vat-check.ts";

/**
 * The port to a register of VAT numbers. It answers by a deadline; whatever goes wrong is `unavailable`, for a government's
 * service that is down must not stand between a shopper and the checkout. Asked outside any batch and outside the cart's lock.
 */
export type VatRegister = (
  store: Store,
  vatId: string,
  storeVatId: string | null,
) => Promise<Omit<VatCheck, "checked_at">>;
