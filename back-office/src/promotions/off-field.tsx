import { Box, Stack, TextField, Typography } from "@mui/material";
import { type Faults, faultAt, faultWithin } from "../forms/faults.ts";
import { AmountField } from "../forms/number-field.tsx";
import { SelectField } from "../forms/select-field.tsx";
import { useCurrencies } from "../prices/market-api.ts";
import type { Amounts, Off } from "./promotion-api.ts";

interface Props<Value> {
  value: Value;
  /** Its place in the promotion: `/action/off`. */
  at: string;
  faults: Faults;
  onChange: (value: Value) => void;
}

/** A part of a price: percent, or an amount in each currency. */
export function OffField({ value, at, faults, onChange }: Props<Off>) {
  const way = "percent" in value ? "percent" : "amounts";
  return (
    <Stack direction={{ xs: "column", sm: "row" }} sx={{ columnGap: 1, alignItems: "flex-start" }}>
      <SelectField
        label="How much is taken off"
        value={way}
        choices={[
          ["percent", "Percent"],
          ["amounts", "An amount"],
        ]}
        onChange={(chosen) => onChange(chosen === "percent" ? { percent: "" } : { amounts: {} })}
        sx={{ maxWidth: { sm: 200 } }}
      />
      {"percent" in value ? (
        <TextField
          label="Percent off"
          value={value.percent}
          onChange={({ target }) => onChange({ percent: target.value.replace(",", ".").trim() })}
          slotProps={{ htmlInput: { inputMode: "decimal", autoComplete: "off" } }}
          {...faultAt(faults, `${at}/percent`, "10 or 12.5")}
        />
      ) : (
        <AmountsField
          value={value.amounts}
          at={`${at}/amounts`}
          faults={faults}
          onChange={(amounts) => onChange({ amounts })}
        />
      )}
    </Stack>
  );
}

/** An amount in each currency that the store sells in. */
export function AmountsField({ value, at, faults, onChange }: Props<Amounts>) {
  const sold = useCurrencies();
  const currencies = [...new Set([...sold, ...Object.keys(value)])];
  const change = (currency: string, amount: number | null) => {
    const { [currency]: _, ...others } = value;
    onChange(amount === null ? others : { ...others, [currency]: amount });
  };
  return (
    <Box sx={{ flex: 1, width: "100%" }}>
      {currencies.map((currency) => (
        <AmountField
          key={currency}
          label={currency}
          currency={currency}
          value={value[currency] ?? null}
          onChange={(amount) => change(currency, amount)}
          {...faultAt(faults, `${at}/${currency}`)}
        />
      ))}
      {currencies.length > 1 && (
        <Typography variant="caption" sx={{ color: "text.secondary" }}>
          Sales in a currency that is left empty are left alone.
        </Typography>
      )}
      {faults.has(at) && (
        <Typography variant="caption" component="div" sx={{ color: "error.main" }}>
          {faultWithin(faults, at)}
        </Typography>
      )}
    </Box>
  );
}
