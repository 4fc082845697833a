import AddIcon from "@mui/icons-material/Add";
import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import { Box, Button, Checkbox, Chip, FormControlLabel, IconButton, TextField, Typography } from "@mui/material";
import { type Faults, faultAt } from "../forms/faults.ts";
import { type Keyed, keyed } from "../forms/keyed.ts";
import { SelectField } from "../forms/select-field.tsx";
import type { ZoneRate } from "./tax-api.ts";
import { className, ratedClasses, standing, today } from "./words.ts";

interface Props {
  rates: readonly Keyed<ZoneRate>[];
  faults: Faults;
  onChange: (rates: Keyed<ZoneRate>[]) => void;
}

/** Every rate of a zone with its days. What was charged stays: a change of rate ends one and begins the next. */
export function TaxRates({ rates, faults, onChange }: Props) {
  const add = () =>
    onChange([
      ...rates,
      keyed({ class: "standard", name: "VAT", percent: "", compound: false, since: today(), until: null, source: "" }),
    ]);
  return (
    <>
      <Typography sx={{ color: "text.secondary", mb: 1 }}>
        {rates.length === 0
          ? "Without a rate, nothing is charged here. A class without one is taxed as the standard one."
          : "When a rate changes, end it on the day of the change and add the new one from that day on."}
      </Typography>
      {rates.map((rate, at) => (
        <Rate
          key={rate.key}
          rate={rate}
          place={at}
          faults={faults}
          onChange={(changed) => onChange(rates.with(at, { ...rate, ...changed }))}
          onRemove={() => onChange(rates.toSpliced(at, 1))}
        />
      ))}
      <Button size="small" startIcon={<AddIcon />} onClick={add}>
        Add a rate
      </Button>
    </>
  );
}

interface RateProps {
  rate: ZoneRate;
  /** 0 for the first. */
  place: number;
  faults: Faults;
  onChange: (changed: Partial<ZoneRate>) => void;
  onRemove: () => void;
}

const tones = { now: "success", "to come": "info", over: "default" } as const;

function Rate({ rate, place, faults, onChange, onRemove }: RateProps) {
  const at = (field: keyof ZoneRate, hint?: string) => faultAt(faults, `/rates/${place}/${field}`, hint);
  const when = standing(rate);
  const day = (name: "since" | "until", label: string) => (
    <TextField
      type="date"
      label={label}
      value={rate[name] ?? ""}
      onChange={({ target }) => onChange(name === "until" ? { until: target.value || null } : { since: target.value })}
      slotProps={{ inputLabel: { shrink: true } }}
      {...at(name)}
    />
  );
  return (
    <Box role="group" aria-label={`Rate ${place + 1}`} sx={{ borderBottom: 1, borderColor: "divider", py: 1, mb: 1 }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
        <Typography component="span" sx={{ fontWeight: 600 }}>
          {className(rate.class)}
        </Typography>
        <Chip size="small" variant="outlined" color={tones[when]} label={when} />
        <IconButton aria-label={`Remove rate ${place + 1}`} onClick={onRemove} sx={{ ml: "auto" }}>
          <RemoveIcon />
        </IconButton>
      </Box>
      <Box
        sx={{
          display: "grid",
          columnGap: 1,
          gridTemplateColumns: { xs: "repeat(2, minmax(0, 1fr))", sm: "1.2fr 0.8fr 0.8fr 1.4fr 1.4fr" },
        }}
      >
        <SelectField
          label="Class"
          value={rate.class}
          choices={ratedClasses}
          onChange={(chosen) => onChange({ class: chosen })}
          {...at("class")}
        />
        <TextField
          label="Tax"
          value={rate.name}
          onChange={({ target }) => onChange({ name: target.value })}
          {...at("name")}
        />
        <TextField
          label="Percent"
          value={rate.percent}
          onChange={({ target }) => onChange({ percent: target.value.replace(",", ".").trim() })}
          slotProps={{ htmlInput: { inputMode: "decimal", autoComplete: "off" } }}
          {...at("percent")}
        />
        {day("since", "From")}
        {day("until", "Until, this day not")}
      </Box>
      <Box sx={{ display: "flex", columnGap: 2, flexWrap: "wrap", alignItems: "center" }}>
        <TextField
          label="Where the rate was read"
          value={rate.source}
          onChange={({ target }) => onChange({ source: target.value })}
          sx={{ flex: 1, minWidth: 220 }}
          {...at("source")}
        />
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              checked={rate.compound}
              onChange={({ target }) => onChange({ compound: target.checked })}
            />
          }
          label="On the price with the other taxes in it"
        />
      </Box>
      {faults.has(`/rates/${place}/compound`) && (
        <Typography variant="caption" sx={{ color: "error.main" }}>
          {faults.get(`/rates/${place}/compound`)}
        </Typography>
      )}
    </Box>
  );
}
