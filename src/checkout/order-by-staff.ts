import { orderUrl } from "../orders/access.ts";
import { addNote } from "../orders/desk/keep-notes.ts";
import { openProvider } from "../payments/providers.ts";
import { findAnswer, type IdempotentRequest } from "../platform/idempotency.ts";
import type { Store } from "../platform/store.ts";
import { addressesOf, finish, mend, orderFilling, orderOf, type Placement } from "./place-order.ts";
import { priceSale } from "./price-sale.ts";
import type { OrderQuote, StaffOrder, StaffOrdered } from "./staff-order-schemas.ts";
import { type VatStanding, vatStandingOf } from "./vat-standing.ts";

/** What a sale by staff would come to; nothing is held. @throws as {@link orderByStaff} */
export async function quoteByStaff(staff: Store, given: StaffOrder): Promise<OrderQuote> {
  const { input, store, standing } = await readied(staff, given);
  const { priced, lines } = await saleOf(store, input, standing);
  const { currency, subtotal, discount_total, shipping_total, tax_total, tax_included, total } = priced;
  return {
    ...{ currency, subtotal, discount_total, shipping_total, tax_total, tax_included, total },
    items: lines.map(({ variant_id, quantity, offer, key }) => {
      const line = priced.lines.find((one) => one.key === key);
      const { sku, title } = offer;
      return { variant_id, sku, title, quantity, unit_price: line?.unit_price ?? 0, total: line?.total ?? 0 };
    }),
  };
}

/**
 * An order that staff place for a buyer, on the telephone or at a fair: priced by the same calculation, its stock held in the same batch.
 * The answer has a link for the buyer: it opens the order without an account, and pays it until the order expires.
 * @throws not-available, insufficient-stock, invalid-address, cannot-ship-there, provider-unknown, idempotency-key-reused
 */
export async function orderByStaff(
  staff: Store,
  given: StaffOrder,
  request: IdempotentRequest,
): Promise<{ ordered: StaffOrdered; replayed: boolean }> {
  const { placed, replayed } = await place(staff, given, request);
  const pay_url = await orderUrl(staff, placed.order.id, given.locale ?? staff.env.STORE_LOCALE);
  if (!replayed) await addNote(staff, placed.order.id, given.note || "Placed for the buyer by staff.");
  return { ordered: { ...placed, pay_url }, replayed };
}

async function place(staff: Store, given: StaffOrder, request: IdempotentRequest): Promise<Placement> {
  const { input, store, standing } = await readied(staff, given);
  const checkout_key = `staff:${request.caller}:${request.key}`;
  const kept = await findAnswer(store, request);
  const made = await orderOf(store, checkout_key);
  // What was placed by this key is answered, whatever has become of it since.
  if (kept) return mend(store, request, made, new Error("The request was heard before"), undefined);
  try {
    const { priced } = await saleOf(store, input, standing);
    const { currency } = store;
    const country = input.shipping_address.country;
    const provider = await openProvider(store, input.payment_provider, { currency, country });
    const filling = { checkout_key, currency, market: store.market.code, lines: input.items, codes: [] };
    const checkout = { ...input, standing, expected_total: priced.total };
    const order = await orderFilling(store, provider, checkout, request, filling);
    const answered = order.total === 0 || provider.beginHere !== undefined;
    return { placed: await finish(store, request, order, answered, undefined), replayed: false };
  } catch (thrown) {
    return mend(store, request, await orderOf(store, checkout_key), thrown, undefined);
  }
}

async function readied(staff: Store, given: StaffOrder) {
  const input = { ...given, ...(await addressesOf(given)) };
  // The buyer is a guest: what staff have an account for is not theirs.
  const store = staff.as({ kind: "system" }).in(given.locale ?? staff.env.STORE_LOCALE);
  const { vat_id, shipping_address } = input;
  return { input, store, standing: await vatStandingOf(store, { vat_id, country: shipping_address.country }) };
}

function saleOf(store: Store, input: StaffOrder, standing: VatStanding) {
  const { shipping_address: address, shipping_option, email, items: lines } = input;
  const terms = { currency: store.currency, address, shipping_option, standing };
  return priceSale(store, { lines, codes: [], email }, terms, "ask");
}
