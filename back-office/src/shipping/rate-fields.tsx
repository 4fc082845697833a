import AddIcon from "@mui/icons-material/Add";
import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import { Box, Button, IconButton, TextField, Typography } from "@mui/material";
import { type Faults, faultAt } from "../forms/faults.ts";
import { AmountField, KilogramField } from "../forms/number-field.tsx";
import { SelectField } from "../forms/select-field.tsx";
import type { Band, ShippingRate } from "./shipping-api.ts";

interface Props {
  name: string;
  rate: ShippingRate;
  currencies: readonly string[];
  /** Its place in the method: `/zones/0/rates/1`. */
  at: string;
  faults: Faults;
  onChange: (rate: ShippingRate) => void;
  onRemove: () => void;
}

/** What it costs in one currency. */
export function RateFields({ name, rate, currencies, at, faults, onChange, onRemove }: Props) {
  const { currency } = rate;
  const amount = (field: "free_from" | "further_parcel", label: string, hint: string) => (
    <AmountField
      label={label}
      currency={currency}
      value={rate[field]}
      onChange={(value) => onChange({ ...rate, [field]: value })}
      {...faultAt(faults, `${at}/${field}`, hint)}
    />
  );
  return (
    <Box role="group" aria-label={name} sx={{ borderBottom: 1, borderColor: "divider", pb: 1.5, mb: 1 }}>
      <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
        <SelectField
          label="It costs"
          value={rate.kind}
          choices={[
            ["flat", "one price"],
            ["by_weight", "by the weight of a parcel"],
            ["by_price", "by what is bought"],
            ["live", "what the carrier says at the time"],
          ]}
          onChange={(kind) => onChange(changedTo(kind, rate))}
        />
        <SelectField
          label="In"
          value={currency}
          choices={currencies.map((each) => [each, each] as const)}
          onChange={(chosen) => onChange({ ...rate, currency: chosen })}
          sx={{ width: 92, flexShrink: 0 }}
          {...faultAt(faults, `${at}/currency`)}
        />
        <IconButton aria-label={`Remove the price: ${name}`} onClick={onRemove}>
          <RemoveIcon />
        </IconButton>
      </Box>
      <Cost rate={rate} at={at} faults={faults} onChange={onChange} />
      <Box sx={{ display: "grid", columnGap: 1, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" } }}>
        {amount("free_from", "Free from", "What is bought comes to that much; empty: never")}
        {amount("further_parcel", "Each further parcel", "Empty: as if it went alone")}
      </Box>
    </Box>
  );
}

function changedTo(kind: ShippingRate["kind"], before: ShippingRate): ShippingRate {
  const { key, currency, free_from, further_parcel } = before;
  const terms = { ...(key ? { key } : {}), currency, free_from, further_parcel };
  const price = "price" in before ? before.price : (before.bands[0]?.price ?? Number.NaN);
  if (kind === "flat") return { ...terms, kind, price };
  if (kind === "live") return { ...terms, kind, source: "shippo", service: "", price };
  return { ...terms, kind, bands: [{ key: crypto.randomUUID(), up_to: null, price }] };
}

type CostProps = Pick<Props, "rate" | "at" | "faults" | "onChange">;

function Cost({ rate, at, faults, onChange }: CostProps) {
  if ("bands" in rate) {
    return (
      <Bands
        kind={rate.kind}
        currency={rate.currency}
        bands={rate.bands}
        at={`${at}/bands`}
        faults={faults}
        onChange={(bands) => onChange({ ...rate, bands })}
      />
    );
  }
  return (
    <>
      {rate.kind === "live" && (
        <TextField
          label="The carrier's service"
          value={rate.service}
          onChange={({ target }) => onChange({ ...rate, service: target.value })}
          {...faultAt(faults, `${at}/service`, "By the name that Shippo has for it: dhl_de_paket")}
        />
      )}
      <AmountField
        label={rate.kind === "live" ? "Where the carrier does not answer in time" : "Price of a parcel"}
        currency={rate.currency}
        value={rate.price}
        onChange={(price) => onChange({ ...rate, price: price ?? Number.NaN })}
        {...faultAt(faults, `${at}/price`)}
      />
    </>
  );
}

interface BandsProps {
  kind: "by_weight" | "by_price";
  currency: string;
  bands: readonly Band[];
  at: string;
  faults: Faults;
  onChange: (bands: Band[]) => void;
}

/** Prices from the lowest band on; each holds up to its end, and the last one for all above. */
function Bands({ kind, currency, bands, at, faults, onChange }: BandsProps) {
  // A new band comes before the last one, which usually has no end.
  const add = () =>
    onChange(
      bands.toSpliced(Math.max(bands.length - 1, 0), 0, { key: crypto.randomUUID(), up_to: null, price: Number.NaN }),
    );
  return (
    <>
      {bands.map((band, place) => (
        <Box key={band.key ?? place} role="group" aria-label={`Band ${place + 1}`} sx={{ display: "flex", gap: 1 }}>
          <BandEnd
            kind={kind}
            currency={currency}
            value={band.up_to}
            onChange={(up_to) => onChange(bands.with(place, { ...band, up_to }))}
            {...faultAt(faults, `${at}/${place}/up_to`, place === bands.length - 1 ? "Empty: all above" : undefined)}
          />
          <AmountField
            label="Price"
            currency={currency}
            value={band.price}
            onChange={(price) => onChange(bands.with(place, { ...band, price: price ?? Number.NaN }))}
            {...faultAt(faults, `${at}/${place}/price`)}
          />
          <IconButton
            aria-label={`Remove band ${place + 1}`}
            disabled={bands.length === 1}
            onClick={() => onChange(bands.toSpliced(place, 1))}
          >
            <RemoveIcon />
          </IconButton>
        </Box>
      ))}
      <Button size="small" startIcon={<AddIcon />} onClick={add}>
        Add a band
      </Button>
      {faults.has(at) && <Typography sx={{ color: "error.main" }}>{faults.get(at)}</Typography>}
    </>
  );
}

type EndProps = Pick<Parameters<typeof KilogramField>[0], "value" | "onChange" | "error" | "helperText">;

function BandEnd({ kind, currency, ...field }: EndProps & Pick<BandsProps, "kind" | "currency">) {
  if (kind === "by_weight") return <KilogramField label="Up to, kg" {...field} />;
  return <AmountField label="Up to" currency={currency} {...field} />;
}
