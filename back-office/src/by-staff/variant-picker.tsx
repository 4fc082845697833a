import { Autocomplete, Box, TextField, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as api from "../api.ts";
import { money } from "../money.ts";
import { useRested } from "../shell/use-rested.ts";
import type { Product } from "../wire.ts";

/** Something that can be sold. */
export interface PickedVariant {
  variant_id: string;
  title: string;
  sku: string;
}

interface Choice extends PickedVariant {
  product: string;
  options: string;
  /** Null where stock is not tracked. */
  available: number | null;
  price: string;
}

interface Props {
  label: string;
  /** In which it is sold; a variant without a price there is told without one. */
  currency: string;
  /** Variants that are there already. */
  without: readonly string[];
  onPick: (variant: PickedVariant) => void;
}

/** Finds what is for sale by its words, brand or SKU, down to the variant, and hands it over. */
export function VariantPicker({ label, currency, without, onPick }: Props) {
  const [typed, setTyped] = useState("");
  const sought = useRested(typed.trim(), 250);
  const { data = [], isFetching } = useQuery({
    queryKey: ["pick variant", sought],
    queryFn: async () => (await api.listPage<Product>("products", { q: sought || null, limit: 8 })).data,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  const choices = data.flatMap((product) => choicesOf(product, currency));
  return (
    <Autocomplete
      options={choices.filter(({ variant_id }) => !without.includes(variant_id))}
      value={null}
      inputValue={typed}
      onInputChange={(_, text, reason) => reason === "input" && setTyped(text)}
      onChange={(_, choice) => {
        if (choice) onPick({ variant_id: choice.variant_id, title: choice.title, sku: choice.sku });
        setTyped("");
      }}
      filterOptions={(all) => all}
      groupBy={({ product }) => product}
      getOptionLabel={({ title }) => title}
      getOptionKey={({ variant_id }) => variant_id}
      loading={isFetching}
      noOptionsText={sought ? "Nothing for sale fits" : "Type to find something"}
      clearOnBlur
      renderOption={({ key, ...props }, choice) => (
        <Box component="li" key={key} {...props}>
          <Box component="span" sx={{ flexGrow: 1, minWidth: 0, overflowWrap: "anywhere" }}>
            {choice.options || "The only one"}
            <Typography component="span" variant="caption" sx={{ display: "block", color: "text.secondary" }}>
              {choice.sku} · {choice.available === null ? "not counted" : `${choice.available} there`}
            </Typography>
          </Box>
          <Box component="span" sx={{ ml: 2, whiteSpace: "nowrap" }}>
            {choice.price}
          </Box>
        </Box>
      )}
      renderInput={(input) => <TextField {...input} label={label} />}
    />
  );
}

function choicesOf({ title, variants }: Product, currency: string): Choice[] {
  return variants.map(({ id, sku, options, available, prices }) => {
    const chosen = Object.values(options).join(" · ");
    const price = prices.find((one) => one.currency === currency);
    return {
      ...{
        variant_id: id,
        title: chosen ? `${title} · ${chosen}` : title,
        product: title,
        sku,
        options: chosen,
        available,
      },
      price: price ? money(price.amount, currency) : "",
    };
  });
}
