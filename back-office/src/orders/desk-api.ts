import { call, download } from "../http.ts";
import type { Versioned } from "../versioned.ts";
import type { Order, TimelineEntry } from "../wire.ts";

/** What staff alone know of an order. */
export interface OrderDesk {
  tags: string[];
  notes: { id: string; text: string; author: string; at: string }[];
  /** The order's timeline with what buyers are not told, and who did each step. */
  story: (TimelineEntry & { actor: string })[];
}

/** What an order was judged by, and what was decided since. */
export interface Assessment {
  score: number;
  outcome: "allow" | "review" | "refuse";
  reasons: { rule_id: string; name: string; points: number }[];
  decisions: { outcome: string; note: string; decided_by: string; at: string }[];
}

/** Pieces of one item of an order. */
export interface Pieces {
  item_id: string;
  quantity: number;
}

export const desk = async (id: string) => (await call<OrderDesk>(`/orders/${id}/desk`)).body;

export const addNote = (id: string, text: string) =>
  call<OrderDesk>(`/orders/${id}/notes`, { method: "POST", body: { text } });

export const setTags = (id: string, tags: string[]) =>
  call<OrderDesk>(`/orders/${id}/tags`, { method: "PUT", body: { tags } });

export const assessment = async (id: string) => (await call<Assessment>(`/orders/${id}/assessment`)).body;

export const decide = (id: string, decision: "clear" | "refuse", note: string) =>
  call<Order>(`/orders/${id}/review`, { method: "POST", body: { decision, note } });

export const shipPart = ({ id, etag }: Versioned<Order>, items: Pieces[], label: { carrier: string; number: string }) =>
  call<Order>(`/orders/${id}/shipments`, {
    method: "POST",
    ifMatch: etag,
    body: {
      items,
      ...(label.number && { tracking_number: label.number, ...(label.carrier && { carrier: label.carrier }) }),
    },
  });

/** What an order would come to, minor units. */
export interface EditPreview {
  before: number;
  total: number;
  difference: number;
  owed: number;
}

export const previewEdit = async (id: string, items: Pieces[]) =>
  (await call<EditPreview>(`/orders/${id}/edits/preview`, { method: "POST", body: { items } })).body;

export const edit = ({ id, etag }: Versioned<Order>, items: Pieces[], expected_total: number, reason: string) =>
  call<Order>(`/orders/${id}/edits`, { method: "POST", ifMatch: etag, body: { items, expected_total, reason } });

/** What came of each of many orders. */
export interface BulkOutcome {
  data: { order_id: string; outcome: "done" | "refused"; detail: string | null }[];
}

export const bulk = async (body: { action: string; order_ids: string[]; tag?: string; reason?: string }) =>
  (await call<BulkOutcome>("/orders/bulk", { method: "POST", body })).body;

interface OrderExport {
  id: string;
  status: string;
}

/** Has a file of orders written and fetches it once it is there. @returns the file and its name */
export async function exportOrders(query: Record<string, string>): Promise<{ file: Blob; name: string }> {
  let job = (await call<OrderExport>("/order-exports", { method: "POST", body: { query } })).body;
  while (job.status === "queued" || job.status === "running") {
    await new Promise((go) => setTimeout(go, 1000));
    job = (await call<OrderExport>(`/order-exports/${job.id}`)).body;
  }
  if (job.status !== "finished") throw new Error("The file could not be written. Try again.");
  return {
    file: await download(`/order-exports/${job.id}/file`),
    name: `orders-${new Date().toISOString().slice(0, 10)}.csv`,
  };
}
