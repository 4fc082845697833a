import { orderUrl } from "../../orders/access.ts";
import { addNote } from "../../orders/desk/keep-notes.ts";
import { isBegun } from "../../payments/attempts.ts";
import { takenByStaff } from "../../payments/by-hand/manual.ts";
import { openProvider } from "../../payments/providers.ts";
import { DomainError } from "../../platform/errors.ts";
import { findAnswer, type IdempotentRequest } from "../../platform/idempotency.ts";
import type { Store } from "../../platform/store.ts";
import type { BroughtCode } from "../../promotions/promotion.ts";
import { standingOf } from "../codes.ts";
import { addressesOf, finish, mend, orderFilling, orderOf, type Placement } from "../place-order.ts";
import { priceSale } from "../price-sale.ts";
import { vatStandingOf } from "../vat-standing.ts";
import { onBehalfOf } from "./buyer.ts";
import { sendPayLink } from "./pay-link.ts";
import { moneyIsThere } from "./quote-by-staff.ts";
import type { StaffOrder, StaffOrdered } from "./schemas.ts";

/**
 * An order that staff place for a buyer, on the telephone or at a fair: priced by the same calculation, its stock held in the same batch.
 * The answer has a link for the buyer: it opens the order without an account, and pays it until the order expires.
 * @param checkout_key of this key there is one order
 * @throws not-available, insufficient-stock, invalid-address, cannot-ship-there, provider-unknown, unknown-code, unknown-customer,
 *   promotion-used-up, total-changed, idempotency-key-reused
 */
export async function orderByStaff(
  staff: Store,
  given: StaffOrder,
  request: IdempotentRequest,
  checkout_key = `staff:${request.caller}:${request.key}`,
): Promise<{ ordered: StaffOrdered; replayed: boolean }> {
  const store = await onBehalfOf(staff, given);
  const { placed, replayed } = await place(store, given, request, checkout_key);
  const { id } = placed.order;
  if (!replayed) await addNote(staff, id, given.note || "Placed for the buyer by staff.");
  // Also where an earlier request came to its end before this: the link goes out once by itself.
  if (given.send_link) await sendPayLink(staff, id, { again: false });
  return { ordered: { ...placed, pay_url: await orderUrl(staff, id, store.locale) }, replayed };
}

async function place(
  store: Store,
  given: StaffOrder,
  request: IdempotentRequest,
  checkout_key: string,
): Promise<Placement> {
  const kept = await findAnswer(store, request);
  const made = await orderOf(store, checkout_key);
  // What was placed by this key is answered, whatever has become of it since.
  if (kept) return mend(store, request, made, new Error("The request was heard before"), undefined);
  const input = { ...given, ...(await addressesOf(given)) };
  const { shipping_address: address, shipping_option, email, vat_id, items: lines, pay_within_hours } = input;
  const { currency } = store;
  const [standing, codes] = await Promise.all([
    vatStandingOf(store, { vat_id, country: address.country }),
    usableCodes(store, given.codes ?? []),
  ]);
  try {
    const { priced } = await priceSale(
      store,
      { lines, codes, email },
      { currency, address, shipping_option, standing },
      "ask",
    );
    const provider =
      input.payment_provider === moneyIsThere
        ? takenByStaff
        : await openProvider(store, input.payment_provider, { currency, country: address.country });
    const filling = { checkout_key, currency, market: store.market.code, lines, codes };
    const order = await orderFilling(
      store,
      provider,
      {
        ...input,
        ...{ standing, expected_total: given.expected_total ?? priced.total },
        ...(pay_within_hours !== undefined && { window_seconds: pay_within_hours * 3600 }),
      },
      request,
      filling,
    );
    return { placed: await finish(store, request, order, order.payments.every(isBegun), undefined), replayed: false };
  } catch (thrown) {
    return mend(store, request, await orderOf(store, checkout_key), thrown, undefined);
  }
}

/** @throws unknown-code; promotion-used-up for one that nobody can use any more */
async function usableCodes(store: Store, typed: readonly string[]): Promise<BroughtCode[]> {
  const asked = await standingOf(store, [], typed);
  const spent = asked.find(({ standing }) => standing !== "usable");
  if (spent) {
    const told = `${spent.code} can no longer be used. Take it out, and tell the buyer the new total.`;
    throw new DomainError("promotion-used-up", told, { reason: spent.standing });
  }
  return asked.map(({ code, promotion_id }) => ({ code, promotion_id }));
}
