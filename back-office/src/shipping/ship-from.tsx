import { Button, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { CountryField } from "../forms/country-field.tsx";
import { faultAt, faultsOf } from "../forms/faults.ts";
import { SaveRefusal } from "../forms/form-frame.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRecord, useSaving } from "../forms/saving.ts";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import { changeShippingSettings, type ShippingSettings, shippingSettings } from "./shipping-api.ts";

/** Where parcels leave: carriers are asked for live rates with it. */
export function ShipFrom() {
  const { data, error, refetch } = useRecord(["shipping-settings"], shippingSettings);
  return (
    <Panel title="Where parcels leave">
      <Typography sx={{ color: "text.secondary" }}>
        Needed for live rates of carriers alone; without it, their price for when they do not answer counts.
      </Typography>
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the settings" />}
      {data && <Place key={data.etag} began={data} onReload={refetch} />}
    </Panel>
  );
}

const fields = [
  ["name", "Name"],
  ["line1", "Street and number"],
  ["postal_code", "Postal code"],
  ["city", "City"],
  ["region", "State or province"],
] as const;

function Place({ began, onReload }: { began: Versioned<ShippingSettings>; onReload: () => unknown }) {
  const [place, setPlace] = useState<Record<string, string>>(() => textsOf(began));
  const { mutate, isPending, error } = useSaving({
    send: (body) => changeShippingSettings(began.etag, body),
    lists: [],
    onSaved: onReload,
  });
  const faults = faultsOf(error);
  const filled = Object.fromEntries(Object.entries(place).filter(([, text]) => text.trim() !== ""));
  const isEmpty = Object.keys(filled).length === 0;
  return (
    <>
      <SaveRefusal what="address" failure={error} onReload={onReload} />
      {fields.map(([name, label]) => (
        <TextField
          key={name}
          label={label}
          value={place[name] ?? ""}
          onChange={({ target }) => setPlace({ ...place, [name]: target.value })}
          {...faultAt(faults, `/ship_from/${name}`)}
        />
      ))}
      <CountryField
        label="Country"
        value={place.country ?? ""}
        onChange={(country) => setPlace({ ...place, country })}
        {...faultAt(faults, "/ship_from/country")}
      />
      <Button
        variant="outlined"
        disabled={isPending || JSON.stringify(filled) === JSON.stringify(textsOf(began))}
        onClick={() => mutate({ ship_from: isEmpty ? null : filled })}
        sx={{ mt: 1 }}
      >
        {isEmpty ? "Say none" : "Parcels leave there"}
      </Button>
    </>
  );
}

function textsOf({ ship_from }: ShippingSettings): Record<string, string> {
  const given = Object.entries(ship_from ?? {}).filter(([, text]) => typeof text === "string" && text !== "");
  return Object.fromEntries(given);
}
