import { Box, Checkbox, FormControlLabel, TextField, Typography } from "@mui/material";
import { CountryField } from "../forms/country-field.tsx";
import { type Faults, faultAt } from "../forms/faults.ts";
import { CountField, KilogramField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { SelectField } from "../forms/select-field.tsx";
import { languageName, useSettings } from "../settings.ts";
import { classChoices } from "../taxes/words.ts";
import type { MethodFields, PickupPlace } from "./shipping-api.ts";

interface Props {
  draft: MethodFields;
  faults: Faults;
  onChange: (changed: Partial<MethodFields>) => void;
}

/** A whole number that must be there. */
const counted = (value: number | null) => value ?? Number.NaN;

/** What it is called, whether it is offered, and how long it takes. */
export function Identity({ draft, faults, onChange, isNew }: Props & { isNew: boolean }) {
  const { code, name, description, active, position, min_days, max_days, tax_class } = draft;
  return (
    <Panel title="What it is">
      <TextField
        label="Name"
        value={name}
        onChange={({ target }) => onChange({ name: target.value })}
        required
        {...faultAt(faults, "/name", "Shoppers read it")}
      />
      <TextField
        label="Code"
        value={code}
        onChange={({ target }) => onChange({ code: target.value.toLowerCase() })}
        disabled={!isNew}
        required
        {...faultAt(faults, "/code", isNew ? "express, same-day: it stays, orders carry it" : "It stays")}
      />
      <TextField
        label="Description"
        value={description}
        onChange={({ target }) => onChange({ description: target.value })}
        multiline
        {...faultAt(faults, "/description")}
      />
      <FormControlLabel
        control={<Checkbox checked={active} onChange={({ target }) => onChange({ active: target.checked })} />}
        label="Offered to shoppers"
      />
      <Box sx={{ display: "grid", columnGap: 1, gridTemplateColumns: "1fr 1fr" }}>
        <CountField
          label="At the earliest, days"
          value={min_days}
          onChange={(days) => onChange({ min_days: counted(days) })}
          {...faultAt(faults, "/min_days")}
        />
        <CountField
          label="At the latest, days"
          value={max_days}
          onChange={(days) => onChange({ max_days: counted(days) })}
          {...faultAt(faults, "/max_days")}
        />
      </Box>
      <CountField
        label="Place among the others"
        value={position}
        onChange={(place) => onChange({ position: counted(place) })}
        {...faultAt(faults, "/position", "Lower ones stand first")}
      />
      <SelectField
        label="Taxed"
        value={tax_class ?? ""}
        choices={[["", "as the tax zone says for shipping"], ...classChoices]}
        onChange={(chosen) => onChange({ tax_class: chosen === "" ? null : chosen })}
        {...faultAt(faults, "/tax_class")}
      />
    </Panel>
  );
}

const nowhere: PickupPlace = { name: "", line1: "", postal_code: "", city: "", country: "", hours: "" };

const places = [
  ["name", "Name of the place"],
  ["line1", "Street and number"],
  ["postal_code", "Postal code"],
  ["city", "City"],
  ["hours", "Open"],
] as const;

/** Whether it is brought to the door, or where it is picked up. */
export function Door({ draft: { kind, pickup, carrier }, faults, onChange }: Props) {
  const place = pickup ?? nowhere;
  return (
    <Panel title="To the door, or picked up">
      <SelectField
        label="The goods are"
        value={kind}
        choices={[
          ["delivery", "brought to the door"],
          ["pickup", "picked up"],
        ]}
        onChange={(chosen) => onChange({ kind: chosen, pickup: chosen === "pickup" ? place : null })}
        {...faultAt(faults, "/kind")}
      />
      {kind === "delivery" ? (
        <TextField
          label="Carrier"
          value={carrier ?? ""}
          onChange={({ target }) => onChange({ carrier: target.value })}
          {...faultAt(faults, "/carrier", "As people call it")}
        />
      ) : (
        <>
          {places.map(([name, label]) => (
            <TextField
              key={name}
              label={label}
              value={place[name]}
              onChange={({ target }) => onChange({ pickup: { ...place, [name]: target.value } })}
              {...faultAt(faults, `/pickup/${name}`)}
            />
          ))}
          <CountryField
            label="Country"
            value={place.country}
            onChange={(country) => onChange({ pickup: { ...place, country } })}
            {...faultAt(faults, "/pickup/country")}
          />
        </>
      )}
    </Panel>
  );
}

const sides = [
  ["max_length_mm", "Length, mm"],
  ["max_width_mm", "Width, mm"],
  ["max_height_mm", "Height, mm"],
] as const;

/** What fits into one parcel, and when size counts as weight. */
export function Bounds({ draft, faults, onChange }: Props) {
  return (
    <Panel title="What a parcel holds">
      <KilogramField
        label="At most, kg"
        value={draft.max_grams}
        onChange={(grams) => onChange({ max_grams: grams })}
        {...faultAt(faults, "/max_grams", "What does not fit goes into further parcels; empty: no bound")}
      />
      <Box sx={{ display: "grid", columnGap: 1, gridTemplateColumns: "1fr 1fr 1fr" }}>
        {sides.map(([name, label]) => (
          <CountField
            key={name}
            label={label}
            value={draft[name]}
            onChange={(length) => onChange({ [name]: length })}
            {...faultAt(faults, `/${name}`)}
          />
        ))}
      </Box>
      <CountField
        label="Cubic centimetres that count as a kilogram"
        value={draft.volumetric_divisor}
        onChange={(divisor) => onChange({ volumetric_divisor: divisor })}
        {...faultAt(faults, "/volumetric_divisor", "5000 is usual; empty: weight alone counts")}
      />
    </Panel>
  );
}

/** What shoppers read in the store's other languages. */
export function OtherWords({ draft: { translations, kind }, faults, onChange }: Props) {
  const others = useSettings()?.locales.slice(1) ?? [];
  if (others.length === 0) return null;
  const names = kind === "pickup" ? (["name", "description", "hours"] as const) : (["name", "description"] as const);
  const labels = { name: "Name", description: "Description", hours: "Open" };
  return (
    <Panel title="In other languages">
      {others.map((locale) => (
        <Box key={locale} role="group" aria-label={languageName(locale)} sx={{ mt: 1 }}>
          <Typography variant="body2" sx={{ color: "text.secondary" }}>
            {languageName(locale)}
          </Typography>
          {names.map((name) => (
            <TextField
              key={name}
              label={labels[name]}
              value={translations[locale]?.[name] ?? ""}
              onChange={({ target }) => onChange({ translations: said(translations, locale, name, target.value) })}
              slotProps={{ htmlInput: { lang: locale, dir: "auto" } }}
              {...faultAt(faults, `/translations/${locale}/${name}`)}
            />
          ))}
        </Box>
      ))}
    </Panel>
  );
}

/** With a text said otherwise; what is left empty is not translated. */
function said(
  before: MethodFields["translations"],
  locale: string,
  name: string,
  text: string,
): MethodFields["translations"] {
  const { [locale]: words = {}, ...others } = before;
  const kept = Object.fromEntries(Object.entries({ ...words, [name]: text }).filter(([, each]) => each !== ""));
  return Object.keys(kept).length === 0 ? others : { ...others, [locale]: kept };
}
