import { Typography } from "@mui/material";
import { useController, useWatch } from "react-hook-form";
import { MomentField, ownZone } from "../forms/moment-field.tsx";
import type { ProductDraft } from "./draft.ts";

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
          Times are yours: {ownZone}.{" "}
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
  return (
    <MomentField
      label={label}
      value={field.value ?? null}
      onChange={field.onChange}
      onBlur={field.onBlur}
      error={fieldState.error !== undefined}
      helperText={fieldState.error?.message}
    />
  );
}
