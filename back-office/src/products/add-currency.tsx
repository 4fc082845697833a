import { Button, MenuItem, TextField } from "@mui/material";
import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type { ProductDraft } from "./draft.ts";

const names = new Intl.DisplayNames(undefined, { type: "currency" });
const known = Intl.supportedValuesOf("currency");

/** Another currency to price the variants in; a variant without an amount is not sold in it. */
export function AddCurrency() {
  const { setValue } = useFormContext<ProductDraft>();
  const currencies = useWatch<ProductDraft, "currencies">({ name: "currencies" }) ?? [];
  const [choosing, setChoosing] = useState(false);
  if (!choosing) {
    return (
      <Button size="small" onClick={() => setChoosing(true)}>
        Add a currency
      </Button>
    );
  }
  const add = (currency: string) => {
    setChoosing(false);
    setValue("currencies", [...currencies, currency], { shouldDirty: true });
  };
  return (
    <TextField
      select
      label="Currency"
      value=""
      onChange={(event) => add(event.target.value)}
      sx={{ maxWidth: 260, my: 0 }}
    >
      {known
        .filter((currency) => !currencies.includes(currency))
        .map((currency) => (
          <MenuItem key={currency} value={currency}>
            {currency} · {names.of(currency)}
          </MenuItem>
        ))}
    </TextField>
  );
}
