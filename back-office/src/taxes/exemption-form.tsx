import AddIcon from "@mui/icons-material/Add";
import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import { Box, Button, IconButton, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { CountryField } from "../forms/country-field.tsx";
import { type Faults, faultAt, faultsOf } from "../forms/faults.ts";
import { AtTheEnd, FormColumns, FormFrame } from "../forms/form-frame.tsx";
import { keyed } from "../forms/keyed.ts";
import { Panel } from "../forms/panel.tsx";
import { useRemoving, useSaving } from "../forms/saving.ts";
import { RemoveButton } from "../shell/remove-button.tsx";
import type { Versioned } from "../versioned.ts";
import { changeExemption, createExemption, type Exemption, removeExemption } from "./tax-api.ts";
import { today } from "./words.ts";

/** A certificate as it stands in its form. */
export interface ExemptionDraft extends Omit<Exemption, "id" | "customer_id" | "email"> {
  /** The account's e-mail address or id; a certificate stays its account's. */
  customer: string;
}

export const newExemption = (): ExemptionDraft => ({
  ...{ customer: "", number: "", reason: "", places: [], since: today(), until: null },
});

interface Props {
  began: ExemptionDraft;
  /** Missing for a new one. */
  saved?: Versioned<Exemption>;
  onSaved: (exemption: Exemption) => unknown;
}

export function ExemptionForm({ began, saved, onSaved }: Props) {
  const [draft, setDraft] = useState(began);
  const { mutate, isPending, error } = useSaving({
    send: (body) => (saved ? changeExemption(saved, body) : createExemption(body)),
    lists: ["exemptions"],
    onSaved,
  });
  const shared = {
    draft,
    faults: faultsOf(error),
    onChange: (changed: Partial<ExemptionDraft>) => setDraft((before) => ({ ...before, ...changed })),
  };
  const submit = () => {
    const { customer, number, reason, since, until } = draft;
    const places = draft.places.map(({ country, region }) => ({ country, region: region?.trim() || null }));
    mutate({ ...(saved ? {} : { customer }), number, reason, places, since, until });
  };
  return (
    <FormFrame
      what="certificate"
      failure={error}
      onReload={() => saved && onSaved(saved)}
      onSubmit={submit}
      bar={
        <>
          <Button type="submit" variant="contained" disabled={isPending}>
            {saved ? "Save" : "Free them of tax"}
          </Button>
          {saved && <Removal saved={saved} />}
        </>
      }
    >
      <FormColumns
        main={
          <>
            <Certificate {...shared} isNew={saved === undefined} />
            <Places {...shared} />
          </>
        }
        side={<Days {...shared} />}
      />
    </FormFrame>
  );
}

interface PanelProps {
  draft: ExemptionDraft;
  faults: Faults;
  onChange: (changed: Partial<ExemptionDraft>) => void;
}

function Certificate({ draft, faults, onChange, isNew }: PanelProps & { isNew: boolean }) {
  return (
    <Panel title="The certificate">
      <TextField
        label="Customer"
        value={draft.customer}
        onChange={({ target }) => onChange({ customer: target.value })}
        disabled={!isNew}
        required
        {...faultAt(faults, "/customer", isNew ? "Their account's e-mail address; guests are never exempt" : undefined)}
      />
      <TextField
        label="Number"
        value={draft.number}
        onChange={({ target }) => onChange({ number: target.value })}
        required
        {...faultAt(faults, "/number", "As it stands on the certificate")}
      />
      <TextField
        label="Reason"
        value={draft.reason}
        onChange={({ target }) => onChange({ reason: target.value })}
        required
        {...faultAt(faults, "/reason", "For the books, as Resale; every order that it frees keeps it")}
      />
    </Panel>
  );
}

function Places({ draft: { places }, faults, onChange }: PanelProps) {
  return (
    <Panel title="Where it holds">
      {places.length === 0 && <Typography sx={{ color: "text.secondary" }}>Everywhere.</Typography>}
      {places.map((place, at) => (
        <Stack
          key={place.key}
          direction={{ xs: "column", sm: "row" }}
          sx={{ columnGap: 1, alignItems: { sm: "start" } }}
        >
          <Box sx={{ flex: 1 }}>
            <CountryField
              label="Country"
              value={place.country}
              onChange={(country) => onChange({ places: places.with(at, { ...place, country }) })}
              {...faultAt(faults, `/places/${at}/country`)}
            />
          </Box>
          <TextField
            label="State or province"
            value={place.region ?? ""}
            onChange={({ target }) => onChange({ places: places.with(at, { ...place, region: target.value }) })}
            sx={{ flex: 1 }}
            {...faultAt(faults, `/places/${at}/region`, "Empty for the whole country")}
          />
          <IconButton
            aria-label={`Remove place ${at + 1}`}
            onClick={() => onChange({ places: places.toSpliced(at, 1) })}
            sx={{ alignSelf: { xs: "flex-end", sm: "auto" }, mt: { sm: 1 } }}
          >
            <RemoveIcon />
          </IconButton>
        </Stack>
      ))}
      <Button
        size="small"
        startIcon={<AddIcon />}
        onClick={() => onChange({ places: [...places, keyed({ country: "", region: null })] })}
      >
        {places.length === 0 ? "Only in some places" : "Another place"}
      </Button>
    </Panel>
  );
}

function Days({ draft, faults, onChange }: PanelProps) {
  const day = (name: "since" | "until", label: string) => (
    <TextField
      type="date"
      label={label}
      value={draft[name] ?? ""}
      onChange={({ target }) => onChange(name === "until" ? { until: target.value || null } : { since: target.value })}
      slotProps={{ inputLabel: { shrink: true } }}
      {...faultAt(faults, `/${name}`)}
    />
  );
  return (
    <Panel title="When it holds">
      {day("since", "From")}
      {day("until", "Until, this day not")}
      <Typography variant="body2" sx={{ color: "text.secondary", mt: 1 }}>
        The store's days are those of UTC. Orders that were placed keep what freed them.
      </Typography>
    </Panel>
  );
}

function Removal({ saved }: { saved: Versioned<Exemption> }) {
  const { mutate, isPending } = useRemoving({
    what: "certificate",
    remove: () => removeExemption(saved),
    lists: ["exemptions"],
    home: "/taxes/exemptions",
  });
  return (
    <AtTheEnd>
      <RemoveButton
        title={`Charge ${saved.email} tax again?`}
        what="From the next order on. Orders that were placed keep what freed them."
        busy={isPending}
        onRemove={() => mutate()}
      />
    </AtTheEnd>
  );
}
