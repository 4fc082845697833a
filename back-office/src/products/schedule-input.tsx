import { TextField, Typography } from "@mui/material";
import { useController, useWatch } from "react-hook-form";
import type { ProductDraft } from "./draft.ts";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const inUtc = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const here = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** When a draft goes live and when the product leaves, entered in the reader's own time. */
export function ScheduleInput() {
  const status = useWatch<ProductDraft, "status">({ name: "status" });
  return (
    <>
      {status === "draft" && <MomentInput name="publish_at" label="Goes live" />}
      {status !== "archived" && <MomentInput name="unpublish_at" label="Leaves the shop" />}
      {status === "archived" ? (
        <Typography sx={{ color: "text.secondary" }}>
          It is archived. Make it a draft or active to plan anything.
        </Typography>
      ) : (
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          Times are yours: {zone}.{" "}
          {status === "active"
            ? "It is live; to have it go live later, make it a draft."
            : "Without one, nothing happens by itself."}
        </Typography>
      )}
    </>
  );
}

function MomentInput({ name, label }: { name: "publish_at" | "unpublish_at"; label: string }) {
  const { field, fieldState } = useController<ProductDraft, typeof name>({ name });
  const { value } = field;
  return (
    <TextField
      type="datetime-local"
      label={label}
      value={value ? local(value) : ""}
      onChange={({ target }) => field.onChange(target.value ? new Date(target.value).toISOString() : null)}
      onBlur={field.onBlur}
      error={fieldState.error !== undefined}
      helperText={fieldState.error?.message ?? (value ? explained(value) : null)}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}

/** As the field wants it, in the reader's zone: `2026-11-21T10:30`. */
function local(moment: string): string {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment in full, with the name of the zone on that day, and what it is in UTC. */
function explained(moment: string): string {
  const at = new Date(moment);
  return `${here.format(at)} · ${inUtc.format(at)} UTC`;
}
