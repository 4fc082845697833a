import { Button, TextField, Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import { type Faults, faultAt, faultsOf, faultWithin } from "../forms/faults.ts";
import { AtTheEnd, FormColumns, FormFrame } from "../forms/form-frame.tsx";
import { MomentField, ownZone } from "../forms/moment-field.tsx";
import { SignedField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRemoving, useSaving } from "../forms/saving.ts";
import { SelectField } from "../forms/select-field.tsx";
import { TextsField } from "../forms/texts-field.tsx";
import { ConditionsField } from "../promotions/conditions-field.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import type { Versioned } from "../versioned.ts";
import { useMarkets } from "./market-api.ts";
import {
  changePriceList,
  createPriceList,
  type PriceList,
  type PriceListFields,
  removePriceList,
} from "./price-list-api.ts";

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

interface PanelProps {
  draft: PriceListFields;
  faults: Faults;
  onChange: (changed: Partial<PriceListFields>) => void;
}

function HowMuch({ draft: { adjustment }, faults, onChange, isNew }: PanelProps & { isNew: boolean }) {
  return (
    <Panel title="How much">
      <SelectField
        label="Prices are"
        value={adjustment.kind}
        choices={[
          ["percent", "the products' own, more or less by percent"],
          ["fixed", "the list's own amounts, also by quantity"],
        ]}
        onChange={(kind) => onChange({ adjustment: kind === "fixed" ? { kind } : { kind, percent: "" } })}
        disabled={!isNew}
        {...faultAt(faults, "/adjustment/kind", isNew ? "It stays so" : "As it was made")}
      />
      {adjustment.kind === "percent" && (
        <TextField
          label="Percent"
          value={adjustment.percent}
          onChange={({ target }) =>
            onChange({ adjustment: { kind: "percent", percent: target.value.replace(",", ".").trim() } })
          }
          slotProps={{ htmlInput: { autoComplete: "off" } }}
          {...faultAt(faults, "/adjustment/percent", "-10 for a tenth less, 5 for a twentieth more")}
        />
      )}
      {adjustment.kind === "fixed" && isNew && (
        <Typography sx={{ color: "text.secondary" }}>Create the list first; then give it its prices here.</Typography>
      )}
    </Panel>
  );
}

function Identity({ draft: { name, status, priority }, faults, onChange }: PanelProps) {
  return (
    <Panel title="What it is">
      <TextField
        label="Name"
        value={name}
        onChange={({ target }) => onChange({ name: target.value })}
        required
        {...faultAt(faults, "/name", "Shoppers read it where a price comes from")}
      />
      <SelectField
        label="Status"
        value={status}
        choices={[
          ["draft", "Draft"],
          ["active", "Active"],
        ]}
        onChange={(chosen) => onChange({ status: chosen })}
        {...faultAt(faults, "/status")}
      />
      <SignedField
        label="Priority"
        value={priority}
        onChange={(value) => onChange({ priority: value ?? 0 })}
        {...faultAt(faults, "/priority", "The higher decides; -1000 to 1000")}
      />
    </Panel>
  );
}

function Whose({ draft: { groups, markets }, faults, onChange }: PanelProps) {
  const { data } = useMarkets();
  const known = data ? [data.home.code, ...data.data.map(({ code }) => code)] : [];
  const within = (pointer: string, hint: string) => {
    const fault = faultWithin(faults, pointer);
    return { error: fault !== undefined, helperText: fault ?? hint };
  };
  return (
    <Panel title="For whom">
      <TextsField
        label="Groups of customers"
        value={groups}
        known={["customers"]}
        onChange={(texts) => onChange({ groups: texts })}
        {...within("/groups", "By their codes; none: for everybody")}
      />
      <TextsField
        label="Markets"
        value={markets}
        known={known}
        onChange={(texts) => onChange({ markets: texts })}
        {...within("/markets", "By their codes; none: everywhere")}
      />
    </Panel>
  );
}

function When({ draft: { starts_at, ends_at }, faults, onChange }: PanelProps) {
  return (
    <Panel title="When">
      <MomentField
        label="Begins"
        value={starts_at}
        onChange={(moment) => onChange({ starts_at: moment })}
        {...faultAt(faults, "/starts_at")}
      />
      <MomentField
        label="Ends"
        value={ends_at}
        onChange={(moment) => onChange({ ends_at: moment })}
        {...faultAt(faults, "/ends_at")}
      />
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        Times are yours: {ownZone}. Without one it holds from ever, or for ever.
      </Typography>
    </Panel>
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
