import { Button, TextField } from "@mui/material";
import { useState } from "react";
import { useNavigate, useParams } from "react-router-dom";
import { CountriesField } from "../forms/country-field.tsx";
import { faultAt, faultsOf, faultWithin } from "../forms/faults.ts";
import { AtTheEnd, FormFrame } from "../forms/form-frame.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRecord, useRemoving, useSaving } from "../forms/saving.ts";
import { SelectField } from "../forms/select-field.tsx";
import { TextsField } from "../forms/texts-field.tsx";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import type { Versioned } from "../versioned.ts";
import {
  changeShippingZone,
  createShippingZone,
  removeShippingZone,
  type ShippingZone,
  shippingZone,
} from "./shipping-api.ts";

/** A shipping zone, new or to be changed. */
export default function ShippingZonePage() {
  const { id = "new" } = useParams();
  return id === "new" ? <NewZone /> : <KnownZone key={id} id={id} />;
}

const newZone = { name: "", reach: "countries", countries: [], regions: [], postal_codes: [] } as const;

function NewZone() {
  const navigate = useNavigate();
  return (
    <>
      <PageName name="New shipping zone" />
      <ZoneForm began={newZone} onSaved={({ id }) => navigate(`/shipping/zones/${id}`)} />
    </>
  );
}

function KnownZone({ id }: { id: string }) {
  const { data, error, refetch } = useRecord(["shipping-zone", id], () => shippingZone(id));
  return (
    <>
      <PageName name={data ? `Shipping to: ${data.name}` : "Shipping zone"} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the zone" />}
      {data && <ZoneForm key={data.etag} began={data} saved={data} onSaved={() => refetch()} />}
    </>
  );
}

interface FormProps {
  began: Omit<ShippingZone, "id">;
  /** Missing for a new one. */
  saved?: Versioned<ShippingZone>;
  onSaved: (zone: ShippingZone) => unknown;
}

function ZoneForm({ began, saved, onSaved }: FormProps) {
  const [draft, setDraft] = useState(began);
  const { mutate, isPending, error } = useSaving({
    send: (body) => (saved ? changeShippingZone(saved, body) : createShippingZone(body)),
    lists: ["shipping-zones"],
    onSaved,
  });
  const { name, reach, countries, regions, postal_codes } = draft;
  const change = (changed: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changed }));
  const faults = faultsOf(error);
  const within = (pointer: string, hint: string) => {
    const fault = faultWithin(faults, pointer);
    return { error: fault !== undefined, helperText: fault ?? hint };
  };
  const ofOne = reach === "home" || (reach === "countries" && countries.length === 1);
  return (
    <FormFrame
      what="zone"
      failure={error}
      onReload={() => saved && onSaved(saved)}
      onSubmit={() => mutate({ name, reach, countries, regions, postal_codes })}
      bar={
        <>
          <Button type="submit" variant="contained" disabled={isPending}>
            {saved ? "Save" : "Create the zone"}
          </Button>
          {saved && <Removal saved={saved} />}
        </>
      }
    >
      <Panel title="Where it is">
        <TextField
          label="Name"
          value={name}
          onChange={({ target }) => change({ name: target.value })}
          required
          {...faultAt(faults, "/name", "For staff")}
        />
        <SelectField
          label="It reaches"
          value={reach}
          choices={[
            ["home", "the store's own country"],
            ["countries", "these countries"],
            ["everywhere", "everywhere that no other zone holds"],
          ]}
          onChange={(chosen) =>
            change({
              reach: chosen,
              ...(chosen === "countries" ? {} : { countries: [] }),
              ...(chosen === "everywhere" ? { regions: [], postal_codes: [] } : {}),
            })
          }
          {...faultAt(faults, "/reach")}
        />
        {reach === "countries" && (
          <CountriesField
            label="Countries"
            value={countries}
            onChange={(codes) => change({ countries: codes })}
            {...within("/countries", "At least one")}
          />
        )}
        {(ofOne || regions.length > 0) && (
          <TextsField
            label="States or provinces"
            value={regions}
            onChange={(texts) => change({ regions: texts })}
            {...within("/regions", "Of the one country, as addresses name them; empty for all")}
          />
        )}
        {(ofOne || postal_codes.length > 0) && (
          <TextsField
            label="Postal codes"
            value={postal_codes}
            onChange={(texts) => change({ postal_codes: texts })}
            {...within("/postal_codes", "27498, beginnings 35*, ranges 51001..51081; empty for all")}
          />
        )}
      </Panel>
    </FormFrame>
  );
}

function Removal({ saved }: { saved: Versioned<ShippingZone> }) {
  const { mutate, isPending } = useRemoving({
    what: "zone",
    remove: () => removeShippingZone(saved),
    lists: ["shipping-zones"],
    home: "/shipping",
  });
  return (
    <AtTheEnd>
      <RemoveButton
        title={`Remove the zone ${saved.name}?`}
        what="A wider zone that holds the place counts there then. No way to ship may lead to it any more."
        busy={isPending}
        onRemove={() => mutate()}
      />
    </AtTheEnd>
  );
}
