import { DomainError } from "../../platform/errors.ts";
import type { PaymentProvider } from "../provider.ts";

/** A payment that no service speaks of: there is nobody to ask, and what staff write is what happened. */
export const nobodySpeaks: Omit<PaymentProvider, "name"> = {
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

/** How the payment of an order that costs nothing is called: with its currency, so that its word can be told from its name. */
const free = /^nothing:([A-Z]{3}):(.+)$/;

/** How a payment that staff had in hand when they wrote the order is called. */
const inHand = /^in-hand:/;

/** Money that staff saw arrive, however it came. */
export const manualPayments: PaymentProvider = {
  ...nobodySpeaks,
  name: "manual",

  async lookUp(_store, { id, reference, amount, currency: asked }) {
    if (reference && inHand.test(reference)) {
      return {
        ...{ event_id: `in-hand:${id}`, type: "captured", payment_id: id, reference },
        ...{ amount, currency: asked, failure: null },
      };
    }
    const [, currency = null, payment_id = null] = free.exec(reference ?? "") ?? [];
    if (payment_id === null) return null;
    return {
      ...{ event_id: `nothing:${payment_id}`, type: "captured", payment_id, reference },
      ...{ amount: 0, currency, failure: null },
    };
  },
};

/** For an order that costs nothing. Payment services take no payments of nothing; it is paid as soon as somebody asks. */
export const nothingToPay: PaymentProvider = {
  ...manualPayments,

  beginHere(_store, { payment: { id, currency } }) {
    return { reference: `nothing:${currency}:${id}`, redirect_url: null };
  },
};

/** For an order whose money staff have already; it is paid as soon as somebody asks. */
export const takenByStaff: PaymentProvider = {
  ...manualPayments,

  beginHere(_store, { payment: { id } }) {
    return { reference: `in-hand:${id}`, redirect_url: null };
  },
};
