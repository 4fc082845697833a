import { DomainError } from "../platform/errors.ts";
import type { PaymentProvider } from "./provider.ts";

/** Money that staff saw arrive (a bank transfer, cash). There is nobody to ask: what staff write is what happened. */
export const manualPayments: PaymentProvider = {
  name: "manual",

  async begin() {
    throw new DomainError("provider-unknown", "A payment by hand is written down by staff, not begun by a shopper.");
  },

  async lookUp() {
    return null;
  },

  async close() {},

  async refund(_store, refund) {
    return { reference: refund.id };
  },

  async readWebhook() {
    throw new DomainError("invalid-signature", "Nobody sends messages about payments by hand.");
  },
};
