import { Box, Button, Checkbox, FormControlLabel, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useNavigate, useParams } from "react-router-dom";
import { CountriesField } from "../forms/country-field.tsx";
import { type Faults, faultAt, faultsOf, faultWithin } from "../forms/faults.ts";
import { AtTheEnd, FormFrame } from "../forms/form-frame.tsx";
import { CountField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRecord, useRemoving, useSaving } from "../forms/saving.ts";
import { SelectField } from "../forms/select-field.tsx";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import type { Versioned } from "../versioned.ts";
import {
  type Conversion,
  changeMarket,
  createMarket,
  type Market,
  market,
  removeMarket,
  useMarkets,
} from "./market-api.ts";

/** A market, new or to be changed. */
export default function MarketPage() {
  const { id = "new" } = useParams();
  return id === "new" ? <NewMarket /> : <KnownMarket key={id} id={id} />;
}

const newMarket = { code: "", name: "", countries: [], currency: "", prices: "by_zone", conversion: null } as const;

function NewMarket() {
  const navigate = useNavigate();
  return (
    <>
      <PageName name="New market" />
      <MarketForm began={newMarket} onSaved={({ id }) => navigate(`/prices/markets/${id}`)} />
    </>
  );
}

function KnownMarket({ id }: { id: string }) {
  const { data, error, refetch } = useRecord(["market", id], () => market(id));
  return (
    <>
      <PageName name={data ? `Market: ${data.name}` : "Market"} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the market" />}
      {data && <MarketForm key={data.etag} began={data} saved={data} onSaved={() => refetch()} />}
    </>
  );
}

interface Draft extends Omit<Market, "id" | "countries"> {
  countries: readonly string[];
}

interface FormProps {
  began: Draft;
  /** Missing for a new one. */
  saved?: Versioned<Market>;
  onSaved: (market: Market) => unknown;
}

function MarketForm({ began, saved, onSaved }: FormProps) {
  const [draft, setDraft] = useState(began);
  const { mutate, isPending, error } = useSaving({
    send: (body) => (saved ? changeMarket(saved, body) : createMarket(body)),
    lists: ["markets"],
    onSaved,
  });
  const { code, name, countries, currency, prices, conversion } = draft;
  const change = (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed }));
  const faults = faultsOf(error);
  const countriesFault = faultWithin(faults, "/countries");
  return (
    <FormFrame
      what="market"
      failure={error}
      onReload={() => saved && onSaved(saved)}
      onSubmit={() => mutate({ ...(saved ? {} : { code }), name, countries, currency, prices, conversion })}
      bar={
        <>
          <Button type="submit" variant="contained" disabled={isPending}>
            {saved ? "Save" : "Create the market"}
          </Button>
          {saved && <Removal saved={saved} />}
        </>
      }
    >
      <Panel title="What it is">
        <TextField
          label="Name"
          value={name}
          onChange={({ target }) => change({ name: target.value })}
          required
          {...faultAt(faults, "/name")}
        />
        <TextField
          label="Code"
          value={code}
          onChange={({ target }) => change({ code: target.value.toLowerCase() })}
          disabled={saved !== undefined}
          required
          {...faultAt(faults, "/code", saved ? "It stays" : "gb, north-america: price lists name it so; it stays")}
        />
        <CountriesField
          label="Countries"
          value={countries}
          onChange={(codes) => change({ countries: codes })}
          error={countriesFault !== undefined}
          helperText={countriesFault ?? "A country lies in one market at most"}
        />
        <TextField
          label="Currency"
          value={currency}
          onChange={({ target }) => change({ currency: target.value.toUpperCase().trim() })}
          slotProps={{ htmlInput: { maxLength: 3 } }}
          required
          {...faultAt(faults, "/currency", "By its code: GBP")}
        />
        <SelectField
          label="Prices there"
          value={prices}
          choices={[
            ["by_zone", "as the tax zone says that the goods go to"],
            ["included", "hold their tax"],
            ["added", "are without tax, which comes on top"],
          ]}
          onChange={(chosen) => change({ prices: chosen })}
          {...faultAt(faults, "/prices")}
        />
      </Panel>
      <Box sx={{ mt: 2 }}>
        <ConversionPanel
          value={conversion}
          currency={currency}
          faults={faults}
          onChange={(changed) => change({ conversion: changed })}
        />
      </Box>
    </FormFrame>
  );
}

interface ConversionProps {
  value: Conversion | null;
  currency: string;
  faults: Faults;
  onChange: (conversion: Conversion | null) => void;
}

/** Whether what has no price in the market's currency is converted from another, and how that is rounded. */
function ConversionPanel({ value, currency, faults, onChange }: ConversionProps) {
  const home = useMarkets().data?.home.currency ?? "EUR";
  const into = currency || "its currency";
  return (
    <Panel title="What has no price there">
      <FormControlLabel
        control={
          <Checkbox
            checked={value !== null}
            onChange={({ target }) => onChange(target.checked ? { from: home, rate: "", step: 1, less: 0 } : null)}
          />
        }
        label={`is converted from another currency; otherwise it is not sold in ${into}`}
      />
      {value && (
        <>
          <Box sx={{ display: "grid", columnGap: 1, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" } }}>
            <TextField
              label="From"
              value={value.from}
              onChange={({ target }) => onChange({ ...value, from: target.value.toUpperCase().trim() })}
              slotProps={{ htmlInput: { maxLength: 3 } }}
              {...faultAt(faults, "/conversion/from")}
            />
            <TextField
              label="Rate"
              value={value.rate}
              onChange={({ target }) => onChange({ ...value, rate: target.value.replace(",", ".").trim() })}
              slotProps={{ htmlInput: { inputMode: "decimal" } }}
              {...faultAt(faults, "/conversion/rate", `${into} for one ${value.from}: 0.8431`)}
            />
            <CountField
              label="Rounded to, in the smallest units"
              value={value.step}
              onChange={(step) => onChange({ ...value, step: step ?? Number.NaN })}
              {...faultAt(faults, "/conversion/step", "5 for .05, 100 for whole ones")}
            />
            <CountField
              label="Then taken off"
              value={value.less}
              onChange={(less) => onChange({ ...value, less: less ?? Number.NaN })}
              {...faultAt(faults, "/conversion/less", "1 after 100: prices end in .99")}
            />
          </Box>
          {faults.has("/conversion") && (
            <Typography sx={{ color: "error.main" }}>{faults.get("/conversion")}</Typography>
          )}
        </>
      )}
    </Panel>
  );
}

function Removal({ saved }: { saved: Versioned<Market> }) {
  const { mutate, isPending } = useRemoving({
    what: "market",
    remove: () => removeMarket(saved),
    lists: ["markets"],
    home: "/prices",
  });
  return (
    <AtTheEnd>
      <RemoveButton
        title={`Remove the market ${saved.name}?`}
        what="Its countries are sold to in the store's own market again."
        busy={isPending}
        onRemove={() => mutate()}
      />
    </AtTheEnd>
  );
}
