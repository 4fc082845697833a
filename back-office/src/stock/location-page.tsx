import { Button, FormControlLabel, Switch, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useNavigate, useParams } from "react-router-dom";
import { CountriesField, CountryField } from "../forms/country-field.tsx";
import { faultAt, faultsOf, faultWithin } from "../forms/faults.ts";
import { FormColumns, FormFrame } from "../forms/form-frame.tsx";
import { CountField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRecord, useSaving } from "../forms/saving.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import { changeLocation, type LocationFields, openLocation, type StockLocation, stockLocation } from "./stock-api.ts";

const newLocation: LocationFields = {
  name: "",
  line1: "",
  postal_code: "",
  city: "",
  country: "",
  serves: [],
  active: true,
  pickup: false,
  priority: 100,
};

/** A place where stock lies, new or to be changed. */
export default function LocationPage() {
  const { id = "new" } = useParams();
  return id === "new" ? <NewPlace /> : <KnownPlace key={id} id={id} />;
}

function NewPlace() {
  const navigate = useNavigate();
  return (
    <>
      <PageName name="New location" />
      <PlaceForm began={newLocation} onSaved={({ id }) => navigate(`/stock/locations/${id}`)} />
    </>
  );
}

function KnownPlace({ id }: { id: string }) {
  const { data, error, refetch } = useRecord(["stock-location", id], () => stockLocation(id));
  return (
    <>
      <PageName name={data ? `Location: ${data.name}` : "Location"} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the location" />}
      {data && <PlaceForm key={data.etag} began={data} saved={data} onSaved={() => refetch()} />}
    </>
  );
}

const texts = [
  ["name", "Name"],
  ["line1", "Street and number"],
  ["postal_code", "Postal code"],
  ["city", "City"],
] as const;

interface Props {
  began: LocationFields;
  /** Missing for a new one. */
  saved?: Versioned<StockLocation>;
  onSaved: (location: StockLocation) => unknown;
}

function PlaceForm({ began, saved, onSaved }: Props) {
  const [draft, setDraft] = useState(began);
  const { mutate, isPending, error } = useSaving({
    send: (body) => (saved ? changeLocation(saved, body) : openLocation(body)),
    lists: ["stock-locations"],
    onSaved,
  });
  const faults = faultsOf(error);
  const set = (changed: Partial<LocationFields>) => setDraft((before) => ({ ...before, ...changed }));
  return (
    <FormFrame
      what="location"
      failure={error}
      onReload={() => saved && onSaved(saved)}
      onSubmit={() => mutate(fieldsOf(draft))}
      bar={
        <Button type="submit" variant="contained" disabled={isPending}>
          {saved ? "Save" : "Open the location"}
        </Button>
      }
    >
      <FormColumns
        main={
          <Panel title="Where it is">
            {texts.map(([name, label]) => (
              <TextField
                key={name}
                label={label}
                value={draft[name]}
                onChange={({ target }) => set({ [name]: target.value })}
                required={name === "name"}
                {...faultAt(faults, `/${name}`)}
              />
            ))}
            <CountryField
              label="Country"
              value={draft.country}
              onChange={(country) => set({ country })}
              {...faultAt(faults, "/country")}
            />
          </Panel>
        }
        side={
          <Panel title="What it serves">
            <Toggle
              label="Orders are served from here"
              hint="What lies here stays in the books when they are not."
              on={draft.active}
              onChange={(active) => set({ active })}
            />
            <Toggle
              label="Buyers can fetch their orders here"
              hint="What is picked up is taken from here first."
              on={draft.pickup}
              onChange={(pickup) => set({ pickup })}
            />
            <CountriesField
              label="Countries it is nearest to"
              value={draft.serves}
              onChange={(serves) => set({ serves })}
              error={faultWithin(faults, "/serves") !== undefined}
              helperText={faultWithin(faults, "/serves") ?? "Beside its own, which it always is"}
            />
            <CountField
              label="Place in line"
              value={draft.priority}
              onChange={(priority) => set({ priority })}
              {...faultAt(faults, "/priority", "Where nothing else decides, the smaller comes first")}
            />
          </Panel>
        }
      />
    </FormFrame>
  );
}

/** What of a draft is sent; a country that was never said is left alone. */
function fieldsOf(draft: LocationFields): unknown {
  const names = Object.keys(newLocation) as (keyof LocationFields)[];
  return Object.fromEntries(names.map((name) => [name, draft[name]]));
}

function Toggle(props: { label: string; hint: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <>
      <FormControlLabel
        control={<Switch checked={props.on} onChange={(_, on) => props.onChange(on)} />}
        label={props.label}
      />
      <Typography variant="body2" sx={{ color: "text.secondary", mb: 1 }}>
        {props.hint}
      </Typography>
    </>
  );
}
