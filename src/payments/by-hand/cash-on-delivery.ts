import type { PaymentProvider } from "../provider.ts";
import { nobodySpeaks } from "./manual.ts";

/**
 * Money that whoever hands the goods over takes from the buyer. That it was chosen is all that is needed to send them: the payment
 * counts as promised at once, and as made when the goods were handed over or staff say that it was collected.
 */
export const cashOnDelivery: PaymentProvider = {
  ...nobodySpeaks,
  name: "cash_on_delivery",
  byHand: true,

  beginHere(_store, { payment }) {
    return { reference: `cash:${payment.id}`, redirect_url: null };
  },

  async lookUp(_store, { id, reference, amount, currency }) {
    return {
      ...{ event_id: `promised:${id}`, type: "authorized", payment_id: id, reference },
      ...{ amount, currency, failure: null },
    };
  },
};
