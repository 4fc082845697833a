import { TextField, Typography } from "@mui/material";
import { type Faults, faultAt, faultWithin } from "../forms/faults.ts";
import { MomentField, ownZone } from "../forms/moment-field.tsx";
import { SignedField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { SelectField } from "../forms/select-field.tsx";
import { TextsField } from "../forms/texts-field.tsx";
import { useMarkets } from "./market-api.ts";
import type { PriceListFields } from "./price-list-api.ts";

interface PanelProps {
  draft: PriceListFields;
  faults: Faults;
  onChange: (changed: Partial<PriceListFields>) => void;
}

export function HowMuch({ draft: { adjustment }, faults, onChange, isNew }: PanelProps & { isNew: boolean }) {
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

export function Identity({ draft: { name, status, priority }, faults, onChange }: PanelProps) {
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

export function Whose({ draft: { groups, markets }, faults, onChange }: PanelProps) {
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

export function When({ draft: { starts_at, ends_at }, faults, onChange }: PanelProps) {
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
