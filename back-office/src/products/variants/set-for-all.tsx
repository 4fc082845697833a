import { Button, MenuItem, Stack, TextField } from "@mui/material";
import { useState } from "react";
import { ignoreEnter } from "./ignore-enter.ts";
import type { VariantColumn } from "./variant-columns.ts";

interface Props {
  columns: VariantColumn[];
  /** How many variants it is for. */
  count: number;
  onSet: (column: VariantColumn, typed: string) => void;
}

/** One value for many variants at once: a price, a weight. */
export function SetForAll({ columns, count, onSet }: Props) {
  const settable = columns.filter(({ field }) => field.startsWith("prices.") || field === "weight_grams");
  const [field, setField] = useState("");
  const [typed, setTyped] = useState("");
  const column = settable.find((one) => one.field === field) ?? settable[0];
  if (!column) return null;
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
      <TextField
        select
        label="Set"
        value={column.field}
        onChange={({ target }) => setField(target.value)}
        sx={{ my: 0, width: 140 }}
      >
        {settable.map((one) => (
          <MenuItem key={one.field} value={one.field}>
            {one.name}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label="To"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        slotProps={{
          htmlInput: {
            inputMode: "decimal",
            autoComplete: "off",
            "aria-label": `${column.name} of all shown`,
            onKeyDown: ignoreEnter,
          },
        }}
        sx={{ my: 0, width: 110 }}
      />
      <Button onClick={() => onSet(column, typed)}>{count === 1 ? "Of the one shown" : `Of all ${count} shown`}</Button>
    </Stack>
  );
}
