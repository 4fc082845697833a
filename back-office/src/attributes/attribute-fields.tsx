import { Box, FormControlLabel, MenuItem, Switch, TextField } from "@mui/material";
import { type AttributeType, attributeTypes, type NewAttribute } from "../catalog-wire.ts";
import { CategoriesField } from "./categories-field.tsx";
import { ChoicesField } from "./choices-field.tsx";
import { typesInWords } from "./types-in-words.ts";

interface Props {
  draft: NewAttribute;
  /** Whether it is there already: its code and type stay. */
  isKnown: boolean;
  /** What the store found wrong, by field. */
  faults: ReadonlyMap<string | undefined, string>;
  onChange: (part: Partial<NewAttribute>) => void;
}

/** What an attribute means: how it is called, what it holds, whose it is, and how shoppers use it. */
export function AttributeFields({ draft, isKnown, faults, onChange: set }: Props) {
  const field = (name: "code" | "label" | "unit", label: string, help = "") => ({
    label,
    value: draft[name] ?? "",
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
    error: faults.has(name),
    helperText: faults.get(name) ?? help,
  });
  return (
    <>
      <TextField
        {...field("label", "Name, as shoppers read it")}
        required
        slotProps={{ htmlInput: { maxLength: 120 } }}
      />
      <Box
        sx={{
          display: "grid",
          columnGap: 1,
          gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(2, minmax(0, 1fr))" },
        }}
      >
        <TextField
          {...field(
            "code",
            "Code",
            isKnown ? "It stays: products and files name it so" : "In files and addresses, as width",
          )}
          disabled={isKnown}
          required
          slotProps={{ htmlInput: { maxLength: 80 } }}
        />
        <TextField
          select
          label="What it is"
          value={draft.type}
          disabled={isKnown}
          onChange={({ target }) => set({ type: target.value as AttributeType })}
        >
          {attributeTypes.map((type) => (
            <MenuItem key={type} value={type}>
              {typesInWords[type]}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      {draft.type === "number" && (
        <TextField
          {...field("unit", "Unit", "As cm; empty where it has none")}
          slotProps={{ htmlInput: { maxLength: 20 } }}
        />
      )}
      {draft.type === "enum" && (
        <ChoicesField choices={draft.choices} fault={faults.get("choices")} onChange={(choices) => set({ choices })} />
      )}
      <CategoriesField ids={draft.category_ids} onChange={(category_ids) => set({ category_ids })} />
      <Uses draft={draft} onChange={set} />
    </>
  );
}

/** How shoppers use it, and where it stands. */
function Uses({ draft, onChange: set }: Pick<Props, "draft" | "onChange">) {
  return (
    <>
      <FormControlLabel
        control={<Switch checked={draft.facet} onChange={(_, facet) => set({ facet })} />}
        label="Shoppers choose by it, in lists and searches"
      />
      {(draft.type === "text" || draft.type === "enum") && (
        <FormControlLabel
          control={<Switch checked={draft.multiple} onChange={(_, multiple) => set({ multiple })} />}
          label="A product may have several"
        />
      )}
      <TextField
        label="Place among the others"
        type="number"
        value={draft.position}
        onChange={({ target }) => set({ position: Math.max(0, Math.trunc(Number(target.value)) || 0) })}
        helperText="The lower, the earlier; those with the same stand by name"
      />
    </>
  );
}
