import { Autocomplete, TextField } from "@mui/material";
import { useCategoryChoices } from "../products/category-choices.ts";

interface Props {
  ids: readonly string[];
  onChange: (ids: string[]) => void;
  error?: boolean;
  helperText?: string;
}

/** Several categories, each of which stands for all below it, too. */
export function CategoriesPicker({ ids, onChange, ...shown }: Props) {
  const { choices } = useCategoryChoices();
  return (
    <Autocomplete
      multiple
      size="small"
      options={choices.map(({ id }) => id)}
      value={[...ids]}
      onChange={(_, chosen) => onChange(chosen)}
      getOptionLabel={(id) => choices.find((choice) => choice.id === id)?.name ?? id}
      renderInput={(input) => (
        <TextField {...input} label="Categories, with all below them" sx={{ my: 0 }} {...shown} />
      )}
    />
  );
}
