import { Autocomplete, TextField, type TextFieldProps } from "@mui/material";
import { countries } from "../../../src/platform/countries.ts";

const names = new Intl.DisplayNames(undefined, { type: "region" });

/** `Germany` for `DE`. */
export function countryName(code: string): string {
  return countries.has(code) ? (names.of(code) ?? code) : code;
}

const choices = [...countries].sort((a, b) => countryName(a).localeCompare(countryName(b)));

type Shown = Pick<TextFieldProps, "label" | "error" | "helperText">;

/** A country, by its name or code. */
export function CountryField({
  value,
  onChange,
  ...field
}: Shown & { value: string; onChange: (code: string) => void }) {
  return (
    <Autocomplete
      size="small"
      options={choices}
      value={value || null}
      onChange={(_, chosen) => onChange(chosen ?? "")}
      getOptionLabel={(code) => `${countryName(code)} (${code})`}
      renderInput={(input) => <TextField {...input} {...field} />}
    />
  );
}

/** Several countries. */
export function CountriesField({
  value,
  onChange,
  ...field
}: Shown & { value: readonly string[]; onChange: (codes: string[]) => void }) {
  return (
    <Autocomplete
      multiple
      size="small"
      options={choices}
      value={[...value]}
      onChange={(_, chosen) => onChange(chosen)}
      getOptionLabel={(code) => `${countryName(code)} (${code})`}
      renderInput={(input) => <TextField {...input} {...field} />}
    />
  );
}
