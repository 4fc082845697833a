import { tagOrders } from "../orders/desk/keep-notes.ts";
import type { BulkOutcome, BulkRequest } from "../orders/desk/schemas.ts";
import { moveShipping } from "../orders/ship-order.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { cancelOrder } from "./cancel-order.ts";

/**
 * Does one thing to many orders. Each is a move of its own: one that may not be moved is told with why, and the others go on. Asked
 * again it does nothing to those that are there already.
 */
export async function bulkOrders(store: Store, request: BulkRequest): Promise<BulkOutcome> {
  if (request.action === "tag" || request.action === "untag") {
    const known = await tagOrders(store, request.order_ids, request.tag ?? "", request.action === "tag");
    return { data: request.order_ids.map((id) => (known.has(id) ? done(id) : refused(id, noSuchOrder))) };
  }
  const data: BulkOutcome["data"] = [];
  for (const id of request.order_ids) {
    try {
      if (request.action === "ship") await moveShipping(store, id, "shipped");
      else await cancelOrder(store, id, request.reason ?? "");
      data.push(done(id));
    } catch (thrown) {
      if (!(thrown instanceof DomainError) || thrown.status >= 500) throw thrown;
      data.push(refused(id, thrown));
    }
  }
  return { data };
}

const noSuchOrder = { code: "not-found", detail: "There is no such order." } as const;

function done(order_id: string): BulkOutcome["data"][number] {
  return { order_id, outcome: "done", code: null, detail: null };
}

function refused(
  order_id: string,
  { code, detail }: Pick<DomainError, "code" | "detail">,
): BulkOutcome["data"][number] {
  return { order_id, outcome: "refused", code, detail };
}
