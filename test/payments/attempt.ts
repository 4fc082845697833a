import type { Attempt } from "../../src/payments/provider.ts";

/** An attempt to be paid for an order of one line. `amount`: minor units. */
export function attempt({ currency, amount }: { currency: string; amount: number }): Attempt {
  const at = "2026-11-21T12:00:00.000Z";
  const id = "pay_01jd2v4q8r0000000000000000";
  return {
    order: {
      ...{ id: "ord_01jd2v4q8r0000000000000000", number: 123_456_789, email: "ada@example.com", locale: "en" },
      ...{ currency, total: amount, lines: [], shipping_total: 0, expires_at: null },
    },
    payment: { id, amount, currency, capture: "now", created_at: at },
  };
}
