import { DomainError } from "../platform/errors.ts";
import type { PaymentProvider } from "./provider.ts";

/** How the payment of an order that costs nothing is called: with its currency, so that its word can be told from its name. */
const free = /^nothing:([A-Z]{3}):(.+)$/;

/** Money that staff saw arrive (a bank transfer, cash). There is nobody to ask: what staff write is what happened. */
export const manualPayments: PaymentProvider = {
  name: "manual",

  async begin() {
    throw new DomainError("provider-unknown", "A payment by hand is written down by staff, not begun by a shopper.");
  },

  async lookUp(_store, { reference }) {
    const [, currency = null, payment_id = null] = free.exec(reference ?? "") ?? [];
    if (payment_id === null) return null;
    return {
      ...{ event_id: `nothing:${payment_id}`, type: "captured", payment_id, reference },
      ...{ amount: 0, currency, failure: null },
    };
  },

  async close() {},

  async refund(_store, refund) {
    return { reference: refund.id };
  },

  async readWebhook() {
    throw new DomainError("invalid-signature", "Nobody sends messages about payments by hand.");
  },
};

/** For an order that costs nothing. Payment services take no payments of nothing; it is paid as soon as somebody asks. */
export const nothingToPay: PaymentProvider = {
  ...manualPayments,

  beginHere(_store, { payment: { id, currency } }) {
    return { reference: `nothing:${currency}:${id}`, redirect_url: null };
  },
};
