import { Autocomplete, TextField } from "@mui/material";
import type { Category } from "../catalog-wire.ts";
import { choicesOf, withThoseAbove } from "../products/category-choices.ts";

interface ParentProps {
  categories: Category[];
  /** The category itself, which cannot lie in itself or below. */
  self: string | undefined;
  value: string | null;
  fault: string | undefined;
  onChange: (parent: string | null) => void;
}

/** Where a category lies in the tree. */
export function ParentField({ categories, self, value, fault, onChange }: ParentProps) {
  const allowed = categories
    .filter(({ id }) => !self || !withThoseAbove(categories, [id]).has(self))
    .map(({ id }) => id);
  const choices = choicesOf(categories).filter(({ id }) => allowed.includes(id));
  return (
    <Autocomplete
      options={choices}
      value={choices.find(({ id }) => id === value) ?? null}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      onChange={(_, chosen) => onChange(chosen?.id ?? null)}
      renderInput={(params) => (
        <TextField
          {...params}
          label="Lies in"
          placeholder="At the top"
          error={fault !== undefined}
          helperText={fault ?? "All below it moves with it, and its products with them"}
        />
      )}
    />
  );
}
