import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { checkVatId } from "../tax/register/check-vat-id.ts";
import { isReversed } from "../tax/terms.ts";
import type { VatCheck } from "../tax/vat-check.ts";
import { readVatId } from "../tax/vat-id.ts";
import { taxServices } from "../tax/zones/read-rules.ts";

/** Whether the buyer is a business, to the tax office. */
export interface VatStanding {
  /** As the buyer named it, in the form in which it is kept; null for a consumer. */
  vat_id: string | null;
  /** What the register said of it; null where it was not asked. */
  vat_check: VatCheck | null;
}

/**
 * What the buyer's VAT number is worth. A register is asked only where the number would take the tax off, and only if staff have it
 * asked. To be called before the cart is held.
 * @throws invalid-vat-id
 */
export async function vatStandingOf(
  store: Store,
  { vat_id: written, country }: { vat_id?: string | undefined; country?: string | undefined },
): Promise<VatStanding> {
  const vat_id = vatIdFrom(written);
  return { vat_id, vat_check: await lookUp(store, vat_id, country) };
}

/** The number that a price is worked out by: one that is nobody's counts as none. */
export function countedVatId({ vat_id, vat_check }: VatStanding): string | null {
  return vat_check?.status === "invalid" ? null : vat_id;
}

async function lookUp(store: Store, vat_id: string | null, country: string | undefined): Promise<VatCheck | null> {
  if (vat_id === null || country === undefined) return null;
  const { vat_register, store_vat_id } = await taxServices(store);
  if (vat_register === "off") return null;
  const reversed = isReversed({ place: { country }, home_country: store.env.STORE_COUNTRY, vat_id });
  return reversed ? checkVatId(store, vat_id, store_vat_id) : null;
}

/**
 * A VAT identification number as it is kept; null where none was named.
 * @throws invalid-vat-id
 */
function vatIdFrom(text: string | undefined): string | null {
  if (!text) return null;
  const read = readVatId(text);
  if (read) return read;
  const detail = "This is no VAT identification number of the European Union. Look at its digits, or leave it out.";
  throw new DomainError("invalid-vat-id", detail, { errors: [{ pointer: "/vat_id", detail }] });
}
