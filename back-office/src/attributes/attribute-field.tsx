import { Autocomplete, InputAdornment, MenuItem, TextField } from "@mui/material";
import type { Attribute } from "../catalog-wire.ts";
import { faultOf, type Said } from "./attribute-draft.ts";

interface Props {
  definition: Attribute;
  /** null where nothing is said. */
  said: Said | null;
  onChange: (said: Said | null) => void;
  /** What the store found wrong with it. */
  error?: string | undefined;
}

/** The field for what a product says of a defined attribute: of its type, with its unit and its choices. */
export function AttributeField(props: Props) {
  const { type, multiple } = props.definition;
  if (multiple) return <SeveralField {...props} />;
  if (type === "enum" && props.definition.choices.length > 12) return <ChoiceField {...props} />;
  if (type === "enum" || type === "boolean") return <SelectField {...props} />;
  return <TypedField {...props} />;
}

function useTold({ definition, said, error }: Props) {
  const fault = error ?? (said === null ? null : faultOf(definition, said));
  return { label: definition.label, error: fault !== null, helperText: fault };
}

/** Text, a number with its unit, a day. */
function TypedField(props: Props) {
  const { definition, said, onChange } = props;
  const { type, unit } = definition;
  const told = useTold(props);
  const kind = type === "number" ? "number" : "text";
  const isDay = type === "date" && !told.error;
  return (
    <TextField
      {...told}
      type={isDay ? "date" : "text"}
      value={said === null ? "" : [said.value].flat().join(", ")}
      onChange={({ target }) => onChange(target.value === "" ? null : { kind, value: target.value })}
      slotProps={{
        inputLabel: isDay ? { shrink: true } : {},
        htmlInput: { autoComplete: "off", ...(type === "number" ? { inputMode: "decimal" } : { maxLength: 2000 }) },
        input: unit ? { endAdornment: <InputAdornment position="end">{unit}</InputAdornment> } : {},
      }}
    />
  );
}

/** Yes or no, or one of a few choices. */
function SelectField(props: Props) {
  const { definition, said, onChange } = props;
  const ofChoices = definition.type === "enum";
  const choices = ofChoices ? definition.choices : ["true", "false"];
  const chosen = said === null ? "" : String(said.value);
  const read = (text: string): Said =>
    ofChoices ? { kind: "text", value: text } : { kind: "boolean", value: text === "true" };
  return (
    <TextField
      {...useTold(props)}
      select
      value={chosen}
      onChange={({ target }) => onChange(target.value === "" ? null : read(target.value))}
    >
      <MenuItem value="">
        <em>Not said</em>
      </MenuItem>
      {chosen !== "" && !choices.includes(chosen) && <MenuItem value={chosen}>{chosen}</MenuItem>}
      {choices.map((choice) => (
        <MenuItem key={choice} value={choice}>
          {ofChoices ? choice : choice === "true" ? "Yes" : "No"}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** One of many choices, found by typing. */
function ChoiceField(props: Props) {
  const { definition, said, onChange } = props;
  const told = useTold(props);
  return (
    <Autocomplete
      options={definition.choices}
      value={said === null ? null : String(said.value)}
      isOptionEqualToValue={(choice, value) => choice === value}
      onChange={(_, value) => onChange(value === null ? null : { kind: "text", value })}
      renderInput={(params) => <TextField {...params} {...told} />}
    />
  );
}

/** Several of the choices, or several texts of one's own. */
function SeveralField(props: Props) {
  const { definition, said, onChange } = props;
  const told = useTold(props);
  const free = definition.type !== "enum";
  return (
    <Autocomplete
      multiple
      freeSolo={free}
      autoSelect={free}
      options={definition.choices}
      value={said === null ? [] : [said.value].flat().map(String)}
      onChange={(_, value) => onChange(value.length === 0 ? null : { kind: "list", value })}
      renderInput={(params) => (
        <TextField {...params} {...told} helperText={told.helperText ?? (free ? "Enter after each" : null)} />
      )}
    />
  );
}
