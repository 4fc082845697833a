import AddIcon from "@mui/icons-material/Add";
import PlaceIcon from "@mui/icons-material/WarehouseOutlined";
import { Box, Button, Chip, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-admin";
import { countryName } from "../forms/country-field.tsx";
import { faultAt, faultsOf } from "../forms/faults.ts";
import { SaveRefusal } from "../forms/form-frame.tsx";
import { CountField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRecord, useSaving } from "../forms/saving.ts";
import { SelectField } from "../forms/select-field.tsx";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { LinkRow, Rows } from "../shell/rows.tsx";
import type { Versioned } from "../versioned.ts";
import {
  changeStockSettings,
  type StockLocation,
  type StockSettings,
  type Strategy,
  stockLocations,
  stockSettings,
} from "./stock-api.ts";
import { StockWays } from "./stock-ways.tsx";

/** Where stock lies, and how orders are served from there. */
export default function LocationsPage() {
  const { data, error, refetch } = useQuery({ queryKey: ["stock-locations"], queryFn: stockLocations });
  return (
    <>
      <PageName name="Locations" />
      <StockWays here="/stock/locations" />
      <Stack sx={{ gap: 3, mt: 2, maxWidth: 980 }}>
        <Box component="section" aria-label="Locations">
          <Stack direction="row" sx={{ gap: 1, mb: 1, alignItems: "center", flexWrap: "wrap" }}>
            <Box sx={{ flex: 1, minWidth: 200 }}>
              <Typography variant="h2">Where stock lies</Typography>
              <Typography variant="body2" sx={{ color: "text.secondary" }}>
                Those that orders are served from come first.
              </Typography>
            </Box>
            <Button variant="contained" startIcon={<AddIcon />} component={Link} to="/stock/locations/new">
              New location
            </Button>
          </Stack>
          {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
          {!data && !error && <Waiting what="Reading the locations" />}
          {data && (
            <Rows label="Locations" nothing={<Nothing icon={<PlaceIcon />} title="No locations" />}>
              {data.map((location) => (
                <Place key={location.id} location={location} />
              ))}
            </Rows>
          )}
        </Box>
        <Settings />
      </Stack>
    </>
  );
}

function Place({ location }: { location: StockLocation }) {
  const { id, name, postal_code, city, country, active, pickup, units } = location;
  const where = [[postal_code, city].filter(Boolean).join(" "), country && countryName(country)].filter(Boolean);
  return (
    <LinkRow to={`/stock/locations/${id}`}>
      <Box sx={{ flex: 1, minWidth: 180 }}>
        <Box component="strong" sx={{ overflowWrap: "anywhere" }}>
          {name}
        </Box>
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {where.join(", ") || "No address yet"}
        </Typography>
      </Box>
      {pickup && <Chip size="small" variant="outlined" label="pickup" />}
      {!active && <Chip size="small" variant="outlined" color="warning" label="closed" />}
      <Typography variant="body2" sx={{ minWidth: 90, textAlign: { sm: "right" } }}>
        {units} {units === 1 ? "unit" : "units"}
      </Typography>
    </LinkRow>
  );
}

function Settings() {
  const { data, error, refetch } = useRecord(["stock-settings"], stockSettings);
  return (
    <Panel title="How orders are served">
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the settings" />}
      {data && <SettingsForm key={data.etag} began={data} onReload={refetch} />}
    </Panel>
  );
}

const strategies: readonly (readonly [Strategy, string])[] = [
  ["fewest_parcels", "From as few places as can be"],
  ["nearest", "From the nearest to where it goes"],
  ["most_stock", "From where there is most"],
];

function SettingsForm({ began, onReload }: { began: Versioned<StockSettings>; onReload: () => unknown }) {
  const [draft, setDraft] = useState<StockSettings>({ strategy: began.strategy, low_stock_at: began.low_stock_at });
  const { mutate, isPending, error } = useSaving({
    send: (body) => changeStockSettings(began.etag, body),
    lists: [],
    onSaved: onReload,
  });
  const faults = faultsOf(error);
  return (
    <>
      <SaveRefusal what="settings" failure={error} onReload={onReload} />
      <SelectField
        label="An order's goods come"
        value={draft.strategy}
        choices={strategies}
        onChange={(strategy) => setDraft({ ...draft, strategy })}
        helperText="It matters once there is more than one location."
      />
      <CountField
        label="Low at or below"
        value={draft.low_stock_at}
        onChange={(low_stock_at) => setDraft({ ...draft, low_stock_at })}
        {...faultAt(faults, "/low_stock_at", "Units, for items that do not say so themselves")}
      />
      <Button variant="outlined" disabled={isPending} onClick={() => mutate(draft)} sx={{ mt: 1 }}>
        Save the settings
      </Button>
    </>
  );
}
