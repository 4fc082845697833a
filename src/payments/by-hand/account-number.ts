/**
 * The remainder that account numbers and references are checked by: letters count as numbers from 10, and the whole is read as one
 * number. @see ISO 7064, MOD 97-10
 */
function remainder(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** Four signs and what follows are swapped before the check, in account numbers and in references alike. */
function turned(text: string): string {
  return text.slice(4) + text.slice(0, 4);
}

/**
 * An international bank account number as banks write it, without blanks; null where its check digits do not fit.
 * @see ISO 13616
 */
export function readIban(typed: string): string | null {
  const iban = typed.replaceAll(/\s/g, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return null;
  return remainder(turned(iban)) === 1 ? iban : null;
}

/**
 * A creditor reference, whose check digits banks verify as the buyer types it, so that a payment finds its order.
 * @param own at most 21 letters and digits
 * @see ISO 11649
 */
export function creditorReference(own: string): string {
  const check = 98 - remainder(`${own.toUpperCase()}RF00`);
  return `RF${String(check).padStart(2, "0")}${own.toUpperCase()}`;
}

/** In groups of four, as people read them. */
export function inGroups(number: string): string {
  return number.replaceAll(/(.{4})(?=.)/g, "$1 ");
}
