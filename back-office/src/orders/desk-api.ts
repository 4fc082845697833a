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

/** What is to change of an order: pieces of its items, and what is added to them. */
export interface Edit {
  items: Pieces[];
  add: { variant_id: string; quantity: number }[];
}

export const previewEdit = async (id: string, change: Edit) =>
  (await call<EditPreview>(`/orders/${id}/edits/preview`, { method: "POST", body: change })).body;

export const edit = ({ id, etag }: Versioned<Order>, change: Edit, expected_total: number, reason: string) =>
  call<Order>(`/orders/${id}/edits`, { method: "POST", ifMatch: etag, body: { ...change, expected_total, reason } });

/** A question of the order list under a name; `query` is what the list takes. */
export interface SavedView {
  id: string;
  version: number;
  name: string;
  query: Record<string, string>;
  /** Whether every member of staff has it. */
  shared: boolean;
  /** Whether it is the reader's; only they change it. */
  own: boolean;
}

export const savedViews = async () => (await call<{ data: SavedView[] }>("/order-views")).body.data;

export const saveView = async (view: Pick<SavedView, "name" | "query" | "shared">) =>
  (await call<SavedView>("/order-views", { method: "POST", body: view })).body;

export const changeView = ({ id, version }: SavedView, change: Partial<Pick<SavedView, "name" | "query" | "shared">>) =>
  call<SavedView>(`/order-views/${id}`, { method: "PATCH", ifMatch: `"${version}"`, body: change });

export const dropView = ({ id }: SavedView) => call<void>(`/order-views/${id}`, { method: "DELETE" });

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
