import { MenuItem, TextField, type TextFieldProps } from "@mui/material";

interface Props<Value extends string> extends Omit<TextFieldProps, "value" | "onChange" | "select"> {
  value: Value;
  /** What can be chosen, and what it is called. */
  choices: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
}

/** One of a few. */
export function SelectField<Value extends string>({ value, choices, onChange, ...field }: Props<Value>) {
  return (
    <TextField
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      {...field}
      select
      value={value}
      onChange={({ target }) => {
        const chosen = choices.find(([each]) => each === target.value);
        if (chosen) onChange(chosen[0]);
      }}
    >
      {choices.map(([each, name]) => (
        <MenuItem key={each} value={each}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
