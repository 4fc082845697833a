import { Button } from "@mui/material";
import { useState } from "react";
import { faultsOf } from "../forms/faults.ts";
import { AtTheEnd, FormColumns, FormFrame } from "../forms/form-frame.tsx";
import { useRemoving, useSaving } from "../forms/saving.ts";
import { RemoveButton } from "../shell/remove-button.tsx";
import type { Versioned } from "../versioned.ts";
import { Bounds, Door, Identity, OtherWords } from "./method-panels.tsx";
import { MethodZones } from "./method-zones.tsx";
import {
  changeShippingMethod,
  createShippingMethod,
  type MethodFields,
  removeShippingMethod,
  type ShippingMethod,
} from "./shipping-api.ts";

export const newMethod: MethodFields = {
  code: "",
  name: "",
  description: "",
  translations: {},
  kind: "delivery",
  pickup: null,
  carrier: null,
  min_days: 1,
  max_days: 3,
  tax_class: null,
  max_grams: null,
  max_length_mm: null,
  max_width_mm: null,
  max_height_mm: null,
  volumetric_divisor: null,
  position: 0,
  active: true,
  zones: [],
};

interface Props {
  began: MethodFields;
  /** Missing for a new one. */
  saved?: Versioned<ShippingMethod>;
  onSaved: (method: ShippingMethod) => unknown;
}

/** A way to ship: what shoppers read of it, what fits into a parcel, where it leads and what it costs there. */
export function MethodForm({ began, saved, onSaved }: Props) {
  const [draft, setDraft] = useState(began);
  const { mutate, isPending, error } = useSaving({
    send: (body) => (saved ? changeShippingMethod(saved, body) : createShippingMethod(body)),
    lists: ["shipping-methods"],
    onSaved,
  });
  const faults = faultsOf(error);
  const onChange = (changed: Partial<MethodFields>) => setDraft((before) => ({ ...before, ...changed }));
  const shared = { draft, faults, onChange };
  return (
    <FormFrame
      what="way to ship"
      failure={error}
      onReload={() => saved && onSaved(saved)}
      onSubmit={() => mutate(fieldsOf(draft, saved === undefined))}
      bar={
        <>
          <Button type="submit" variant="contained" disabled={isPending}>
            {saved ? "Save" : "Create the way to ship"}
          </Button>
          {saved && <Removal saved={saved} />}
        </>
      }
    >
      <FormColumns
        main={<MethodZones zones={draft.zones} faults={faults} onChange={(zones) => onChange({ zones })} />}
        side={
          <>
            <Identity {...shared} isNew={saved === undefined} />
            <Door {...shared} />
            <Bounds {...shared} />
            <OtherWords {...shared} />
          </>
        }
      />
    </FormFrame>
  );
}

/** What of a draft is sent; the code stays as it was made. */
function fieldsOf(draft: MethodFields, isNew: boolean): unknown {
  const names = Object.keys(newMethod) as (keyof MethodFields)[];
  const fields = Object.fromEntries(
    names.filter((name) => isNew || name !== "code").map((name) => [name, draft[name]]),
  );
  return { ...fields, pickup: draft.kind === "pickup" ? draft.pickup : null, carrier: draft.carrier?.trim() || null };
}

function Removal({ saved }: { saved: Versioned<ShippingMethod> }) {
  const { mutate, isPending } = useRemoving({
    what: "way to ship",
    remove: () => removeShippingMethod(saved),
    lists: ["shipping-methods"],
    home: "/shipping",
  });
  return (
    <AtTheEnd>
      <RemoveButton
        title={`Offer ${saved.name} no more?`}
        what="Orders keep what they were shipped by. To offer it again later, take the tick away instead."
        busy={isPending}
        onRemove={() => mutate()}
      />
    </AtTheEnd>
  );
}
