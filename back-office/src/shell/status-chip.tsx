import { Chip } from "@mui/material";

type Tone = "default" | "success" | "warning" | "error" | "info";

const tones: Record<string, Tone> = {
  open: "info",
  finished: "success",
  cancelled: "default",
  pending: "warning",
  initiating: "warning",
  authorized: "info",
  paid: "success",
  captured: "success",
  succeeded: "success",
  failed: "error",
  expired: "default",
  refunded: "default",
  partially_refunded: "default",
  unfulfilled: "warning",
  partially_shipped: "info",
  booked: "info",
  in_transit: "info",
  out_for_delivery: "info",
  shipped: "info",
  delivered: "success",
  returned: "default",
  draft: "warning",
  active: "success",
  archived: "default",
  queued: "info",
  running: "info",
  processing: "info",
  refused: "error",
  scheduled: "info",
  used_up: "warning",
  under_review: "info",
  won: "success",
  lost: "error",
  paused: "warning",
};

const words: Record<string, string> = { pending: "unpaid", unfulfilled: "not shipped" };

/** `partially_shipped` as people say it: "partially shipped". */
export function inWords(status: string): string {
  return words[status] ?? status.replaceAll("_", " ");
}

/** Statuses to choose from, as `SelectInput` takes them. */
export function statusChoices(statuses: readonly string[]): { id: string; name: string }[] {
  return statuses.map((id) => ({ id, name: inWords(id) }));
}

/** A status as a small label; the word says it, the colour only helps. */
export function StatusChip({ status }: { status: string }) {
  return (
    <Chip component="span" size="small" variant="outlined" color={tones[status] ?? "default"} label={inWords(status)} />
  );
}
