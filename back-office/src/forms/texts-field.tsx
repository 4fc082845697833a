import { Autocomplete, TextField, type TextFieldProps } from "@mui/material";
import { useState } from "react";

interface Props extends Pick<TextFieldProps, "label" | "error" | "helperText" | "placeholder" | "sx"> {
  value: readonly string[];
  /** What is offered; anything else can be typed. */
  known?: readonly string[];
  onChange: (texts: string[]) => void;
}

/** Texts, several of them. */
export function TextsField({ value, known = [], onChange, ...field }: Props) {
  const [typed, setTyped] = useState("");
  const add = (texts: readonly string[]) => {
    const whole = texts.map((each) => each.trim()).filter((each) => each !== "");
    onChange([...new Set(whole)]);
  };
  // What was typed and not confirmed counts too: nobody expects it to vanish.
  const take = () => {
    if (typed.trim()) add([...value, typed]);
    setTyped("");
  };
  return (
    <Autocomplete
      multiple
      freeSolo
      size="small"
      options={[...known]}
      value={[...value]}
      inputValue={typed}
      onInputChange={(_, text) => setTyped(text)}
      onChange={(_, chosen) => add(chosen)}
      onBlur={take}
      renderInput={(input) => (
        <TextField
          {...input}
          {...field}
          placeholder={value.length === 0 ? (field.placeholder ?? "Type, then Enter") : ""}
        />
      )}
    />
  );
}
