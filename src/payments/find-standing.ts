import type { z } from "@hono/zod-openapi";
import { and, eq, inArray } from "drizzle-orm";
import { orders, paymentProviders, payments } from "../orders/tables.ts";
import { notFound } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import type { paymentStanding } from "./schemas.ts";

/** How an order stands, for whoever knows the provider's reference of its payment, which cannot be guessed. @throws not-found */
export async function findStanding(store: Store, reference: string): Promise<z.infer<typeof paymentStanding>> {
  const [found] = await store.orders
    .select()
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.order_id))
    // The index begins with the provider; without one, a stranger would have every payment read.
    .where(and(inArray(payments.provider, [...paymentProviders]), eq(payments.reference, reference)))
    .limit(1);
  if (!found) throw notFound("payment");
  const { order_id: _order, created_at: _created, updated_at: _updated, ...payment } = found.payments;
  return {
    order_id: found.orders.id,
    status: found.orders.status,
    payment_status: found.orders.payment_status,
    shipping_status: found.orders.shipping_status,
    payment: { ...payment, reference },
  };
}
