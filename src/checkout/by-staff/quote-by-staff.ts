import { openProvider } from "../../payments/providers.ts";
import { tidyAddress } from "../../platform/addresses/check-address.ts";
import type { Store } from "../../platform/store.ts";
import { offerLines } from "../lines.ts";
import { placeOf } from "../price-sale.ts";
import { quoteOf } from "../quote.ts";
import { shortLines } from "../short-lines.ts";
import { vatStandingOf } from "../vat-standing.ts";
import { usualWay } from "../ways-to-ship.ts";
import { onBehalfOf } from "./buyer.ts";
import type { DraftContent, OrderQuote } from "./schemas.ts";

/** A way to pay that only staff have: the money is there already. */
export const moneyIsThere = "manual";

/**
 * What a sale by staff would come to as far as it is known, the ways to ship and to pay it, what is missing and of what there is too
 * little. Nothing is held. A way to ship that does not lead there gives way to the first that does.
 * @throws not-available, cannot-ship-there, invalid-vat-id, unknown-code, unknown-customer, provider-unknown
 */
export async function quoteByStaff(staff: Store, given: DraftContent): Promise<OrderQuote> {
  const { vat_id, email, codes, items: lines, payment_provider } = given;
  const [store, address] = await Promise.all([
    onBehalfOf(staff, given),
    given.shipping_address && tidyAddress(given.shipping_address),
  ]);
  const { currency } = store;
  const country = address?.country;
  if (payment_provider !== undefined && payment_provider !== moneyIsThere) {
    await openProvider(store, payment_provider, { currency, country: country ?? null });
  }
  const standing = await vatStandingOf(store, { vat_id, country });
  const shipping_option =
    country === undefined || lines.length === 0
      ? undefined
      : await usualWay(store, { lines, currency }, placeOf(address), given.shipping_option);
  const filling = { currency, lines, codes: [] };
  const quote = await quoteOf(store, filling, { address, email, vat_id, codes, shipping_option }, standing, "ask");
  return { ...quote, short_lines: await shortLines(store, await offerLines(store, lines)) };
}
