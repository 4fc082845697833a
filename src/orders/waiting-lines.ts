import type { Ahead } from "../inventory/sold-ahead.ts";
import type { OrderState } from "./load-order.ts";

/** A line of which nothing has still to come. */
export const allThere: Ahead = { waiting: 0, ships_at: null };

/** What of each line has still to come: of a variant in several lines the last ones wait. */
export function waitingLines({ lines, ahead }: Pick<OrderState, "lines" | "ahead">): Map<string, Ahead> {
  const left = new Map(ahead.map(({ variant_id, waiting }) => [variant_id, waiting]));
  const told = new Map<string, Ahead>();
  for (const { id, variant_id, quantity } of lines.toReversed()) {
    const waiting = Math.min(quantity, left.get(variant_id) ?? 0);
    left.set(variant_id, (left.get(variant_id) ?? 0) - waiting);
    const ships_at = ahead.find((one) => one.variant_id === variant_id)?.ships_at ?? null;
    if (waiting > 0) told.set(id, { waiting, ships_at });
  }
  return told;
}
