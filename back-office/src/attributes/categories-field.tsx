import { Autocomplete, TextField } from "@mui/material";
import { useCategoryChoices } from "../products/category-choices.ts";

/** The categories that an attribute is defined for. */
export function CategoriesField({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const { choices } = useCategoryChoices();
  return (
    <Autocomplete
      multiple
      options={choices}
      value={choices.filter(({ id }) => ids.includes(id))}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      onChange={(_, chosen) => onChange(chosen.map(({ id }) => id))}
      renderInput={(params) => (
        <TextField
          {...params}
          label="Of products in"
          helperText={ids.length === 0 ? "All products" : "And in all categories below these"}
        />
      )}
    />
  );
}
