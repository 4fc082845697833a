/** What a register may say of a VAT number; `unavailable`: it did not answer, and nobody knows. */
export const vatCheckStatuses = ["valid", "invalid", "unavailable"] as const;

/** What a register of VAT numbers said of one. */
export interface VatCheck {
  status: (typeof vatCheckStatuses)[number];
  /** Who the number belongs to, where the member state tells it. */
  name: string | null;
  /** The register's proof that it was asked; only given to a store that tells its own number. */
  consultation_number: string | null;
  /** ISO 8601 UTC with milliseconds. */
  checked_at: string;
}
