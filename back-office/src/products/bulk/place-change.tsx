import { Autocomplete, MenuItem, TextField } from "@mui/material";
import { statusChoices } from "../../shell/status-chip.tsx";
import { productStatuses } from "../../wire.ts";
import { useCategoryChoices } from "../category-choices.ts";
import type { BulkForm } from "./bulk-form.ts";

export interface PartProps {
  form: BulkForm;
  onChange: (part: Partial<BulkForm>) => void;
}

/** The status, and the categories to file them under or take them out of. */
export function PlaceChange({ form, onChange }: PartProps) {
  const { choices } = useCategoryChoices();
  const chosen = (ids: string[]) => choices.filter(({ id }) => ids.includes(id));
  const category = (label: string, part: "add" | "remove") => (
    <Autocomplete
      multiple
      options={choices}
      value={chosen(form[part])}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(one, other) => one.id === other.id}
      onChange={(_, picked) => onChange({ [part]: picked.map(({ id }) => id) })}
      renderInput={(params) => <TextField {...params} label={label} />}
    />
  );
  return (
    <>
      <TextField
        select
        label="Status"
        value={form.status}
        onChange={({ target }) => onChange({ status: target.value as BulkForm["status"] })}
      >
        <MenuItem value="">
          <em>As it is</em>
        </MenuItem>
        {statusChoices(productStatuses).map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      {category("File under", "add")}
      {category("Take out of", "remove")}
    </>
  );
}
