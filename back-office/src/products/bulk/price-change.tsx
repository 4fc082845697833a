import { Box, MenuItem, TextField } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import * as api from "../../api.ts";
import type { Product } from "../../wire.ts";
import { type BulkForm, priceFault } from "./bulk-form.ts";
import type { PartProps } from "./place-change.tsx";

/** The currencies that a few products are priced in: what there is to choose from. */
async function usualCurrencies(): Promise<string[]> {
  const { data } = await api.listPage<Product>("products", { limit: 10, status: "any" });
  const prices = data.flatMap(({ variants }) => variants.flatMap((variant) => variant.prices));
  return [...new Set(prices.map(({ currency }) => currency))];
}

/** The prices: by so many percent, or to an amount; and what is shown struck through. */
export function PriceChange({ form, onChange }: PartProps) {
  const { data: currencies = [] } = useQuery({ queryKey: ["usual currencies"], queryFn: usualCurrencies });
  const choose = (priceBy: BulkForm["priceBy"]) =>
    onChange({ priceBy, price: "", currency: priceBy === "set" ? (currencies[0] ?? "") : "" });
  const fault = priceFault(form);
  return (
    <Box sx={{ display: "grid", columnGap: 1, gridTemplateColumns: { xs: "1fr 1fr", sm: "1.2fr 1fr 1fr" } }}>
      <TextField
        select
        label="Price"
        value={form.priceBy}
        onChange={({ target }) => choose(target.value as BulkForm["priceBy"])}
        sx={{ gridColumn: { xs: "1 / -1", sm: "auto" } }}
      >
        <MenuItem value="">
          <em>As it is</em>
        </MenuItem>
        <MenuItem value="percent">Change by percent</MenuItem>
        <MenuItem value="set">Set to an amount</MenuItem>
      </TextField>
      {form.priceBy !== "" && (
        <>
          <TextField
            label={form.priceBy === "percent" ? "Percent" : "Amount"}
            value={form.price}
            onChange={({ target }) => onChange({ price: target.value })}
            error={fault !== null}
            helperText={fault ?? (form.priceBy === "percent" ? "Minus takes off: -10" : null)}
            slotProps={{ htmlInput: { inputMode: "text", autoComplete: "off" } }}
            required
          />
          <TextField
            select
            label="Of prices in"
            value={form.currency}
            onChange={({ target }) => onChange({ currency: target.value })}
            slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          >
            {form.priceBy === "percent" && <MenuItem value="">every currency</MenuItem>}
            {currencies.map((currency) => (
              <MenuItem key={currency} value={currency}>
                {currency}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            select
            label="Shown struck through"
            value={form.compareAt}
            onChange={({ target }) => onChange({ compareAt: target.value as BulkForm["compareAt"] })}
            sx={{ gridColumn: "1 / -1" }}
            helperText="Beside a reduction shoppers also read the lowest price of the 30 days before it"
          >
            <MenuItem value="keep">What is now, where it is still more</MenuItem>
            <MenuItem value="previous">What it cost until now, where that is more</MenuItem>
            <MenuItem value="none">Nothing</MenuItem>
          </TextField>
        </>
      )}
    </Box>
  );
}
