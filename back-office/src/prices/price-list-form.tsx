import { Button } from "@mui/material";
import { type ReactNode, useState } from "react";
import { faultsOf } from "../forms/faults.ts";
import { AtTheEnd, FormColumns, FormFrame } from "../forms/form-frame.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRemoving, useSaving } from "../forms/saving.ts";
import { ConditionsField } from "../promotions/conditions-field.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import type { Versioned } from "../versioned.ts";
import {
  changePriceList,
  createPriceList,
  type PriceList,
  type PriceListFields,
  removePriceList,
} from "./price-list-api.ts";
import { HowMuch, Identity, When, Whose } from "./price-list-panels.tsx";

export const newPriceList: PriceListFields = {
  name: "",
  status: "draft",
  priority: 0,
  starts_at: null,
  ends_at: null,
  groups: [],
  markets: [],
  rules: { match: "all", conditions: [] },
  adjustment: { kind: "percent", percent: "" },
};

interface Props {
  began: PriceListFields;
  /** Missing for a new one. */
  saved?: Versioned<PriceList>;
  onSaved: (list: PriceList) => unknown;
  /** Stands among the fields, though prices are saved by themselves. */
  children?: ReactNode;
}

/** Other prices: whose, where, when, for what, and how much. */
export function PriceListForm({ began, saved, onSaved, children }: Props) {
  const [draft, setDraft] = useState(began);
  const { mutate, isPending, error } = useSaving({
    send: (body) => (saved ? changePriceList(saved, body) : createPriceList(body)),
    lists: ["price-lists"],
    onSaved,
  });
  const faults = faultsOf(error);
  const onChange = (changed: Partial<PriceListFields>) => setDraft((before) => ({ ...before, ...changed }));
  const submit = () => {
    const { name, status, priority, starts_at, ends_at, groups, markets, rules, adjustment } = draft;
    mutate({ name, status, priority, starts_at, ends_at, groups, markets, rules, adjustment });
  };
  const shared = { draft, faults, onChange };
  return (
    <FormFrame
      what="price list"
      failure={error}
      onReload={() => saved && onSaved(saved)}
      onSubmit={submit}
      bar={
        <>
          <Button type="submit" variant="contained" disabled={isPending}>
            {saved ? "Save" : "Create the price list"}
          </Button>
          {saved && <Removal saved={saved} />}
        </>
      }
    >
      <FormColumns
        main={
          <>
            <HowMuch {...shared} isNew={saved === undefined} />
            {children}
            <Panel title="Which sales and goods">
              <ConditionsField
                about="list"
                label="Which sales and goods"
                none="All goods, in every sale to whom it is for."
                value={draft.rules}
                at="/rules"
                faults={faults}
                onChange={(rules) => onChange({ rules })}
              />
            </Panel>
          </>
        }
        side={
          <>
            <Identity {...shared} />
            <Whose {...shared} />
            <When {...shared} />
          </>
        }
      />
    </FormFrame>
  );
}

function Removal({ saved }: { saved: Versioned<PriceList> }) {
  const { mutate, isPending } = useRemoving({
    what: "price list",
    remove: () => removePriceList(saved),
    lists: ["price-lists"],
    home: "/prices",
  });
  return (
    <AtTheEnd>
      <RemoveButton
        title={`Take ${saved.name} away?`}
        what="Its prices go with it. Orders keep what they were priced by."
        busy={isPending}
        onRemove={() => mutate()}
      />
    </AtTheEnd>
  );
}
