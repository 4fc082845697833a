import { readProfile } from "../customers/profile.ts";
import { chargeBy } from "../payments/saved/saved-methods.ts";
import { DomainError } from "../platform/errors.ts";
import type { IdempotentRequest } from "../platform/idempotency.ts";
import type { Store } from "../platform/store.ts";
import { type Placement, placeOrder } from "./place-order.ts";
import { quoteCart } from "./quote.ts";
import type { QuickCheckout } from "./schemas.ts";

/**
 * Orders the caller's cart in one call: to an address of their book, by a way to pay that they saved. Where the bank wants the buyer
 * themselves, the answer's payment says where they are to go; where it refuses, the order waits for another payment.
 * @throws not-signed-in; nothing-saved; not-found for a way to pay of somebody else's; whatever {@link placeOrder} throws
 */
export async function quickCheckout(
  store: Store,
  { payment_method, address_position, expected_total, shipping_option }: QuickCheckout,
  request: IdempotentRequest,
): Promise<Placement> {
  const [{ email, addresses }, charge] = await Promise.all([readProfile(store), chargeBy(store, payment_method)]);
  const shipping_address = addresses[address_position];
  if (!shipping_address) {
    throw new DomainError("nothing-saved", "There is no such address in your book. Save one in your profile first.");
  }
  const quote = await quoteCart(store, { address: shipping_address, email, shipping_option }, true);
  const input = {
    ...{ email, shipping_address, payment_provider: "stripe" },
    shipping_option: quote.shipping_option ?? "",
    expected_total: expected_total ?? quote.total,
  };
  return placeOrder(store, input, request, charge);
}
