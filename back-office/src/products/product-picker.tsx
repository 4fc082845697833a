import { Autocomplete, Box, TextField } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import * as api from "../api.ts";
import { StatusChip } from "../shell/status-chip.tsx";
import type { Product } from "../wire.ts";
import { type LinkedProduct, toLinked } from "./draft.ts";

interface Props {
  label: string;
  /** Products that cannot be chosen (again). */
  without: readonly string[];
  onPick: (product: LinkedProduct) => void;
}

/** Finds a product by its words, brand or SKU, and hands it over. */
export function ProductPicker({ label, without, onPick }: Props) {
  const [typed, setTyped] = useState("");
  const sought = useDeferredValue(typed.trim());
  const { data, isFetching } = useQuery({
    queryKey: ["pick product", sought],
    queryFn: () => api.listPage<Product>("products", { q: sought || null, status: "any", limit: 12 }),
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  const options = (data?.data ?? []).filter(({ id }) => !without.includes(id)).map(toLinked);
  return (
    <Autocomplete
      options={options}
      value={null}
      inputValue={typed}
      onInputChange={(_, text, reason) => reason === "input" && setTyped(text)}
      onChange={(_, product) => {
        if (product) onPick(product);
        setTyped("");
      }}
      filterOptions={(all) => all}
      getOptionLabel={({ title }) => title}
      getOptionKey={({ id }) => id}
      loading={isFetching}
      noOptionsText={sought ? "No product fits" : "Type to find a product"}
      blurOnSelect={false}
      clearOnBlur
      renderOption={({ key, ...props }, { title, status }) => (
        <Box component="li" key={key} {...props} sx={{ display: "flex", gap: 1 }}>
          <Box component="span" sx={{ flexGrow: 1 }}>
            {title}
          </Box>
          {status !== "active" && <StatusChip status={status} />}
        </Box>
      )}
      renderInput={(params) => <TextField {...params} label={label} />}
    />
  );
}
