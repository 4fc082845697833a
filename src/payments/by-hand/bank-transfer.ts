import { DomainError } from "../../platform/errors.ts";
import type { PaymentProvider } from "../provider.ts";
import { knownPaymentSettings } from "../settings/settings.ts";
import { creditorReference } from "./account-number.ts";
import { nobodySpeaks } from "./manual.ts";

const dayLong = 24 * 60 * 60 * 1000;

/** How many signs of an attempt's id its reference carries: an order is seldom to be paid by a second transfer. */
const signsOfAttempt = 4;

/** Money that the buyer sends to the store's account. Staff write down what arrives; nobody can be asked. */
export const bankTransfers: PaymentProvider = {
  ...nobodySpeaks,
  name: "bank_transfer",
  byHand: true,

  async beginHere(store, { order, payment }) {
    const { holder, iban, bic, bank, days } = (await knownPaymentSettings(store)).bank_transfer;
    if (!iban) throw new DomainError("provider-unknown", "This store has no account to transfer to.");
    const reference = creditorReference(`${order.number}${payment.id.slice(-signsOfAttempt)}`);
    return {
      reference,
      redirect_url: null,
      expires_at: new Date(store.now().getTime() + days * dayLong).toISOString(),
      transfer: { holder, iban, bic, bank, reference },
    };
  },
};
