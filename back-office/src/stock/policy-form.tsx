import { Alert, Button } from "@mui/material";
import { useState } from "react";
import { when } from "../dates.ts";
import { faultAt, faultsOf } from "../forms/faults.ts";
import { SaveRefusal } from "../forms/form-frame.tsx";
import { MomentField } from "../forms/moment-field.tsx";
import { CountField } from "../forms/number-field.tsx";
import { useSaving } from "../forms/saving.ts";
import { SelectField } from "../forms/select-field.tsx";
import type { Versioned } from "../versioned.ts";
import { changeStockPolicy, type StockPolicy } from "./stock-api.ts";
import { choicesOf, useLocations } from "./use-locations.ts";

const fields = [
  "low_stock_at",
  "safety_stock",
  "backorder_limit",
  "backorder_location",
  "ships_at",
  "release_at",
] as const;

type Draft = Pick<StockPolicy, (typeof fields)[number]>;

/** What is kept back of a variant, and what is sold of it before it is there. */
export function PolicyForm({ began, onReload }: { began: Versioned<StockPolicy>; onReload: () => unknown }) {
  const [draft, setDraft] = useState<Draft>(began);
  const { locations } = useLocations();
  const { mutate, isPending, error } = useSaving({
    send: (body) => changeStockPolicy(began.variant_id, began.etag, body),
    lists: ["stock-of"],
    onSaved: onReload,
  });
  const faults = faultsOf(error);
  const set = (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed }));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        mutate(Object.fromEntries(fields.map((field) => [field, draft[field]])));
      }}
    >
      {began.low_since && (
        <Alert severity="warning" variant="outlined" sx={{ mb: 1 }}>
          Low since {when(began.low_since)}.
        </Alert>
      )}
      <SaveRefusal what="stock" failure={error} onReload={onReload} />
      <CountField
        label="Low at or below"
        value={draft.low_stock_at}
        onChange={(low_stock_at) => set({ low_stock_at })}
        {...faultAt(faults, "/low_stock_at", "Units; empty: as the store's settings say")}
      />
      <CountField
        label="Kept back at each location"
        value={draft.safety_stock}
        onChange={(safety_stock) => set({ safety_stock })}
        {...faultAt(faults, "/safety_stock", "Units that are not sold")}
      />
      <CountField
        label="Sold before they are there"
        value={draft.backorder_limit}
        onChange={(backorder_limit) => set({ backorder_limit })}
        {...faultAt(faults, "/backorder_limit", `Units at most; ${began.backordered} are sold ahead now`)}
      />
      <MomentField
        label="Those are promised to leave by"
        value={draft.ships_at}
        onChange={(ships_at) => set({ ships_at })}
        {...faultAt(faults, "/ships_at")}
      />
      <MomentField
        label="Released on"
        value={draft.release_at}
        onChange={(release_at) => set({ release_at })}
        {...faultAt(
          faults,
          "/release_at",
          draft.release_at ? undefined : "Until then it is a pre-order and stays here",
        )}
      />
      {locations.length > 1 && (
        <SelectField
          label="They will come in at"
          value={draft.backorder_location ?? ""}
          choices={[["", "Where it lies first"], ...choicesOf(locations)]}
          onChange={(location) => set({ backorder_location: location || null })}
          {...faultAt(faults, "/backorder_location")}
        />
      )}
      <Button type="submit" variant="outlined" disabled={isPending} sx={{ mt: 1 }}>
        Save how it is sold
      </Button>
    </form>
  );
}
