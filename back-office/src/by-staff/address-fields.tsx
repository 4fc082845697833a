import { Box, TextField } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { addressFormat } from "../../../src/platform/addresses/formats.ts";
import { CountryField } from "../forms/country-field.tsx";
import { type Faults, faultAt } from "../forms/faults.ts";
import { SelectField } from "../forms/select-field.tsx";
import type { AddressForm } from "./sale.ts";

interface Props {
  value: AddressForm;
  faults: Faults;
  /** Where the address stands in what is sent: `/shipping_address`. */
  pointer: string;
  onChange: (value: AddressForm) => void;
}

const labels = { city: "City", region: "Region", postal_code: "Postal code" };

/** An address, with the parts that its country's addresses have, in their order. */
export function AddressFields({ value, faults, pointer, onChange }: Props) {
  const { data: format } = useQuery({
    queryKey: ["address format", value.country],
    queryFn: () => addressFormat(value.country),
    enabled: value.country !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
  const field = (name: keyof AddressForm, label: string, hint?: string) => (
    <TextField
      key={name}
      label={label}
      value={value[name]}
      onChange={({ target }) => onChange({ ...value, [name]: target.value })}
      {...faultAt(faults, `${pointer}/${name}`, hint)}
    />
  );
  const parts = format?.parts ?? (["postal_code", "city"] as const);
  return (
    <Box
      sx={{
        display: "grid",
        columnGap: 2,
        gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(2, minmax(0, 1fr))" },
      }}
    >
      <Box sx={{ gridColumn: "1 / -1" }}>
        <CountryField
          label="Country"
          value={value.country}
          onChange={(country) => onChange({ ...value, country, region: "" })}
          {...faultAt(faults, `${pointer}/country`)}
        />
      </Box>
      {field("name", "Name")}
      {field("company", "Company (optional)")}
      {field("line1", "Street and number")}
      {field("line2", "Further line (optional)")}
      {parts.map((part) =>
        part === "region" && format && format.regions.length > 0 ? (
          <SelectField
            key={part}
            label={labels.region}
            value={value.region}
            choices={[["", "Choose one"], ...format.regions.map(({ code, name }) => [code, name] as const)]}
            onChange={(region) => onChange({ ...value, region })}
            {...faultAt(faults, `${pointer}/region`)}
          />
        ) : (
          field(part, format?.required.has(part) === false ? `${labels[part]} (optional)` : labels[part])
        ),
      )}
      {field("phone", "Telephone (optional)", "With the country's code, as +4930123456")}
    </Box>
  );
}
