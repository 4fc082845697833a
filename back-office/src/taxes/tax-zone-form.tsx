import { Button, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { CountryField } from "../forms/country-field.tsx";
import { type Faults, faultAt, faultsOf, faultWithin } from "../forms/faults.ts";
import { AtTheEnd, FormColumns, FormFrame } from "../forms/form-frame.tsx";
import type { Keyed } from "../forms/keyed.ts";
import { Panel } from "../forms/panel.tsx";
import { useRemoving, useSaving } from "../forms/saving.ts";
import { SelectField } from "../forms/select-field.tsx";
import { TextsField } from "../forms/texts-field.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import type { Versioned } from "../versioned.ts";
import { changeTaxZone, createTaxZone, removeTaxZone, type TaxZone, type ZoneRate } from "./tax-api.ts";
import { TaxRates } from "./tax-rates.tsx";
import { classChoices } from "./words.ts";

/** A zone as it stands in its form. */
export interface ZoneDraft extends Omit<TaxZone, "id" | "rates"> {
  rates: Keyed<ZoneRate>[];
}

export const newZone: ZoneDraft = {
  name: "",
  country: "",
  region: null,
  postal_codes: [],
  prices: "included",
  shipping_class: "standard",
  rates: [],
};

interface Props {
  began: ZoneDraft;
  /** Missing for a new one. */
  saved?: Versioned<TaxZone>;
  onSaved: (zone: TaxZone) => unknown;
}

export function TaxZoneForm({ began, saved, onSaved }: Props) {
  const [draft, setDraft] = useState(began);
  const { mutate, isPending, error } = useSaving({
    send: (body) => (saved ? changeTaxZone(saved, body) : createTaxZone(body)),
    lists: ["tax-zones"],
    onSaved,
  });
  const change = (changed: Partial<ZoneDraft>) => setDraft((before) => ({ ...before, ...changed }));
  const submit = () => {
    const { name, country, region, postal_codes, prices, shipping_class, rates } = draft;
    mutate({ name, country, region: region?.trim() || null, postal_codes, prices, shipping_class, rates });
  };
  const faults = faultsOf(error);
  return (
    <FormFrame
      what="zone"
      failure={error}
      onReload={() => saved && onSaved(saved)}
      onSubmit={submit}
      bar={
        <>
          <Button type="submit" variant="contained" disabled={isPending}>
            {saved ? "Save" : "Create the zone"}
          </Button>
          {saved && <Removal saved={saved} />}
        </>
      }
    >
      <FormColumns
        main={
          <Panel title="Rates">
            <TaxRates rates={draft.rates} faults={faults} onChange={(rates) => change({ rates })} />
          </Panel>
        }
        side={
          <>
            <Where draft={draft} faults={faults} onChange={change} />
            <Panel title="Prices and shipping">
              <SelectField
                label="Prices there"
                value={draft.prices}
                choices={[
                  ["included", "hold their tax"],
                  ["added", "are without tax, which comes on top"],
                ]}
                onChange={(prices) => change({ prices })}
                {...faultAt(faults, "/prices")}
              />
              <SelectField
                label="Shipping is taxed as"
                value={draft.shipping_class}
                choices={classChoices}
                onChange={(shipping_class) => change({ shipping_class })}
                {...faultAt(faults, "/shipping_class")}
              />
            </Panel>
          </>
        }
      />
    </FormFrame>
  );
}

function Where({
  draft,
  faults,
  onChange,
}: {
  draft: ZoneDraft;
  faults: Faults;
  onChange: (changed: Partial<ZoneDraft>) => void;
}) {
  const { name, country, region, postal_codes } = draft;
  const postal = faultWithin(faults, "/postal_codes");
  return (
    <Panel title="Where it is">
      <TextField
        label="Name"
        value={name}
        onChange={({ target }) => onChange({ name: target.value })}
        required
        {...faultAt(faults, "/name", "For staff")}
      />
      <CountryField
        label="Country"
        value={country}
        onChange={(chosen) => onChange({ country: chosen })}
        {...faultAt(faults, "/country")}
      />
      <TextField
        label="State or province"
        value={region ?? ""}
        onChange={({ target }) => onChange({ region: target.value })}
        {...faultAt(faults, "/region", "As addresses name it, or its code; empty for the whole country")}
      />
      <TextsField
        label="Postal codes"
        value={postal_codes}
        onChange={(codes) => onChange({ postal_codes: codes })}
        error={postal !== undefined}
        helperText={postal ?? "27498, beginnings 35*, ranges 51001..51081; empty for all"}
      />
      <Typography variant="body2" sx={{ color: "text.secondary", mt: 1 }}>
        The narrowest zone that an address lies in counts.
      </Typography>
    </Panel>
  );
}

function Removal({ saved }: { saved: Versioned<TaxZone> }) {
  const { mutate, isPending } = useRemoving({
    what: "zone",
    remove: () => removeTaxZone(saved),
    lists: ["tax-zones"],
    home: "/taxes",
  });
  return (
    <AtTheEnd>
      <RemoveButton
        title={`Charge no taxes of its own in ${saved.name}?`}
        what="A wider zone that holds the place counts there then; without one, nothing is charged."
        busy={isPending}
        onRemove={() => mutate()}
      />
    </AtTheEnd>
  );
}
