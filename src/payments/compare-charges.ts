import type { PaymentRow } from "../orders/load-order.ts";
import type { Currency } from "../platform/money.ts";

/** What a payment service says it took. Minor units. */
export interface Charge {
  /** The payment's id, as it was told to the service; null where it knows of none. */
  payment_id: string | null;
  /** The service's own name for it. */
  reference: string;
  captured: number;
  /** Null where the service tells refunds elsewhere. */
  refunded: number | null;
  currency: Currency;
}

/** A payment as the books have it. */
export type Booked = Pick<PaymentRow, "id" | "reference" | "captured" | "refunded" | "currency">;

export const differenceKinds = [
  "unknown_here",
  "unknown_there",
  "other_amount",
  "other_currency",
  "other_refunds",
] as const;

/** Where the books and a payment service do not agree. */
export interface Difference {
  kind: (typeof differenceKinds)[number];
  /** The payment's id, or the service's own name where the books know none. */
  subject: string;
  payment_id: string | null;
  /** Minor units; null where a side knows nothing of it. */
  ours: number | null;
  theirs: number | null;
  currency: Currency;
}

/**
 * Compares what the books have with what a service says, whatever order they come in.
 * @param charges of the service
 * @param booked every payment that the charges name, and all that the books have of the same time
 * @param expected ids of those that the service must know of
 */
export function compareCharges(
  charges: readonly Charge[],
  booked: readonly Booked[],
  expected: ReadonlySet<string>,
): Difference[] {
  const byId = new Map(booked.map((payment) => [payment.id, payment]));
  const byReference = new Map(booked.flatMap((payment) => (payment.reference ? [[payment.reference, payment]] : [])));
  const met = new Set<string>();
  const differences = charges.flatMap((charge) => {
    const payment = byId.get(charge.payment_id ?? "") ?? byReference.get(charge.reference);
    if (payment) met.add(payment.id);
    return differencesOf(charge, payment);
  });
  for (const payment of booked) {
    if (met.has(payment.id) || !expected.has(payment.id)) continue;
    differences.push({ ...subjectOf(payment), kind: "unknown_there", ours: payment.captured, theirs: null });
  }
  return differences;
}

function differencesOf(charge: Charge, payment: Booked | undefined): Difference[] {
  if (!payment || payment.captured === 0) {
    const { payment_id = null } = payment ? { payment_id: payment.id } : {};
    const subject = payment_id ?? charge.reference;
    const { captured: theirs, currency } = charge;
    return [{ kind: "unknown_here", subject, payment_id, ours: null, theirs, currency }];
  }
  const of = subjectOf(payment);
  if (payment.currency !== charge.currency) {
    return [{ ...of, kind: "other_currency", ours: payment.captured, theirs: charge.captured }];
  }
  const differences: Difference[] = [];
  if (payment.captured !== charge.captured) {
    differences.push({ ...of, kind: "other_amount", ours: payment.captured, theirs: charge.captured });
  }
  if (charge.refunded !== null && payment.refunded !== charge.refunded) {
    differences.push({ ...of, kind: "other_refunds", ours: payment.refunded, theirs: charge.refunded });
  }
  return differences;
}

function subjectOf({ id, currency }: Booked) {
  return { subject: id, payment_id: id, currency };
}
