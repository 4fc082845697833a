import AddIcon from "@mui/icons-material/Add";
import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import { Box, Button, FormHelperText, IconButton, MenuItem, TextField, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { type Faults, faultAt } from "../forms/faults.ts";
import { CountField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { useCurrencies } from "../prices/market-api.ts";
import { RateFields } from "./rate-fields.tsx";
import { type MethodZone, type ShippingRate, type ShippingZone, shippingZones } from "./shipping-api.ts";

interface Props {
  zones: readonly MethodZone[];
  faults: Faults;
  onChange: (zones: MethodZone[]) => void;
}

const newRate = (currency: string): ShippingRate => ({
  key: crypto.randomUUID(),
  kind: "flat",
  currency,
  price: Number.NaN,
  free_from: null,
  further_parcel: null,
});

/** Where a way to ship leads, and what it costs there. */
export function MethodZones({ zones, faults, onChange }: Props) {
  const { data: known = [] } = useQuery({ queryKey: ["shipping-zones"], queryFn: shippingZones });
  const [currency = "EUR"] = useCurrencies();
  const left = known.filter(({ id }) => !zones.some(({ zone_id }) => zone_id === id));
  const add = (zone_id: string) =>
    onChange([
      ...zones,
      { key: crypto.randomUUID(), zone_id, min_days: null, max_days: null, rates: [newRate(currency)] },
    ]);
  return (
    <>
      {zones.map((zone, at) => (
        <ZoneRates
          key={zone.key ?? zone.zone_id}
          zone={zone}
          known={known}
          at={`/zones/${at}`}
          faults={faults}
          onChange={(changed) => onChange(zones.with(at, changed))}
          onRemove={() => onChange(zones.toSpliced(at, 1))}
        />
      ))}
      <Panel title={zones.length === 0 ? "Where it leads" : "Where else it leads"}>
        {left.length === 0 ? (
          <Typography sx={{ color: "text.secondary" }}>
            {known.length === 0 ? "There are no zones yet. Make one on the page before." : "It leads to every zone."}
          </Typography>
        ) : (
          <TextField select label="Add a zone" value="" onChange={({ target }) => add(target.value)}>
            {left.map(({ id, name }) => (
              <MenuItem key={id} value={id}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        )}
      </Panel>
    </>
  );
}

interface ZoneProps {
  zone: MethodZone;
  known: readonly ShippingZone[];
  at: string;
  faults: Faults;
  onChange: (zone: MethodZone) => void;
  onRemove: () => void;
}

function ZoneRates({ zone, known, at, faults, onChange, onRemove }: ZoneProps) {
  const name = known.find(({ id }) => id === zone.zone_id)?.name ?? zone.zone_id;
  const currencies = useCurrencies();
  const free = currencies.find((currency) => !zone.rates.some((rate) => rate.currency === currency));
  const days = (field: "min_days" | "max_days", label: string) => (
    <CountField
      label={label}
      value={zone[field]}
      onChange={(value) => onChange({ ...zone, [field]: value })}
      {...faultAt(faults, `${at}/${field}`)}
    />
  );
  return (
    <Panel title={name}>
      <Box sx={{ float: "right", mt: -5 }}>
        <IconButton aria-label={`Lead to ${name} no more`} onClick={onRemove}>
          <RemoveIcon />
        </IconButton>
      </Box>
      {faults.has(`${at}/zone_id`) && <FormHelperText error>{faults.get(`${at}/zone_id`)}</FormHelperText>}
      {zone.rates.map((rate, place) => (
        <RateFields
          key={rate.key ?? rate.currency}
          name={`${name}, ${rate.currency}`}
          rate={rate}
          currencies={[...new Set([...currencies, rate.currency])]}
          at={`${at}/rates/${place}`}
          faults={faults}
          onChange={(changed) => onChange({ ...zone, rates: zone.rates.with(place, changed) })}
          onRemove={() => onChange({ ...zone, rates: zone.rates.toSpliced(place, 1) })}
        />
      ))}
      {faults.has(`${at}/rates`) && <FormHelperText error>{faults.get(`${at}/rates`)}</FormHelperText>}
      {free && (
        <Button
          size="small"
          startIcon={<AddIcon />}
          onClick={() => onChange({ ...zone, rates: [...zone.rates, newRate(free)] })}
        >
          Add a price in {free}
        </Button>
      )}
      <Box sx={{ display: "grid", columnGap: 1, gridTemplateColumns: "1fr 1fr", mt: 1 }}>
        {days("min_days", "At the earliest, days")}
        {days("max_days", "At the latest, days")}
      </Box>
      <Typography variant="caption" sx={{ color: "text.secondary" }}>
        Days are left empty where it takes as long as elsewhere.
      </Typography>
    </Panel>
  );
}
