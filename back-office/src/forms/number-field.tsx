import { TextField, type TextFieldProps } from "@mui/material";
import { useState } from "react";
import { asDecimal, fromDecimal } from "../money.ts";

interface Props extends Omit<TextFieldProps, "value" | "onChange" | "type"> {
  /** null where the field is empty, NaN where what stands in it cannot be read. */
  value: number | null;
  onChange: (value: number | null) => void;
}

/** A number that is read while it is typed. */
function ReadField({ value, onChange, write, read, ask, ...field }: Props & Reading) {
  const [typed, setTyped] = useState(value === null || Number.isNaN(value) ? "" : write(value));
  const isEmpty = typed.trim() === "";
  const unreadable = isEmpty ? Number.isNaN(value) : read(typed.trim()) === null;
  return (
    <TextField
      {...field}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        const text = target.value.trim();
        onChange(text === "" ? null : (read(text) ?? Number.NaN));
      }}
      error={unreadable || field.error === true}
      helperText={unreadable ? (isEmpty ? "Fill this in" : ask) : field.helperText}
      slotProps={{ htmlInput: { inputMode: "decimal", autoComplete: "off" } }}
    />
  );
}

interface Reading {
  write: (value: number) => string;
  /** null where it is none. */
  read: (typed: string) => number | null;
  /** What is asked for where it cannot be read. */
  ask: string;
}

/** A whole number. */
export function CountField(props: Props) {
  const read = (typed: string) => (/^\d{1,12}$/.test(typed) ? Number(typed) : null);
  return <ReadField {...props} write={String} read={read} ask="A whole number" />;
}

/** A whole number that may be below zero. */
export function SignedField(props: Props) {
  const read = (typed: string) => (/^-?\d{1,12}$/.test(typed) ? Number(typed) : null);
  return <ReadField {...props} write={String} read={read} ask="A whole number" />;
}

/** An amount in minor units of a currency, typed as people write it. */
export function AmountField({ currency, ...props }: Props & { currency: string }) {
  return (
    <ReadField
      key={currency}
      {...props}
      write={(value) => asDecimal(value, currency)}
      read={(typed) => fromDecimal(typed, currency)}
      ask={`An amount in ${currency}, as ${asDecimal(1990, currency)}`}
    />
  );
}

/** Grams, typed as kilograms. */
export function KilogramField(props: Props) {
  const read = (typed: string) => {
    const grams = Number(typed.replace(",", ".")) * 1000;
    return /^\d{1,6}([.,]\d{1,3})?$/.test(typed) ? Math.round(grams) : null;
  };
  return <ReadField {...props} write={(value) => String(value / 1000)} read={read} ask="Kilograms, as 2.5" />;
}
