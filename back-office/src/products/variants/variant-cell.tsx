import { MenuItem, TextField } from "@mui/material";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { money } from "../../money.ts";
import { messageAt } from "../message-at.ts";
import type { VariantColumn } from "./variant-columns.ts";
import type { VariantDraft } from "./variant-draft.ts";
import type { RowProps } from "./variant-row.tsx";

interface Props extends RowProps {
  column: VariantColumn;
  /** What is wrong with the row's cells as they stand. */
  faults: ReadonlyMap<string, string>;
  /** null where the column's heading says it. */
  label: string | null;
}

/** One thing to enter of one variant. */
export function VariantCell(props: Props) {
  const { variant, at, column, label, faults, refused, strict, onChange } = props;
  const held = useHeld(column.read(variant), (typed) => onChange(at, column.write(variant, typed)));
  const seen = strict || held.value !== "" ? faults.get(column.field) : undefined;
  const fault = messageAt(refused, column.field) ?? seen;
  const { choices } = column;
  const named = { "aria-label": `${column.name} of variant ${at + 1}` };
  return (
    <TextField
      label={label}
      select={choices !== undefined}
      value={held.value}
      error={fault !== undefined}
      helperText={fault ?? lowestBeside(variant, column)}
      onChange={({ target }) => (choices ? held.give(target.value) : held.type(target.value))}
      onBlur={held.settle}
      slotProps={{
        select: { SelectDisplayProps: named },
        htmlInput: choices
          ? {}
          : {
              ...named,
              autoComplete: "off",
              maxLength: 80,
              // Enter saves the product, and what was just typed with it.
              onKeyDown: (event: KeyboardEvent) => event.key === "Enter" && held.settle(),
              ...(column.figures ? { inputMode: "decimal", style: { fontVariantNumeric: "tabular-nums" } } : {}),
            },
        formHelperText: { sx: { mx: 0, lineHeight: 1.3 } },
      }}
    >
      {choices?.map((choice) => (
        <MenuItem key={choice} value={choice}>
          {choice}
        </MenuItem>
      ))}
      {choices && held.value !== "" && !choices.includes(held.value) && (
        <MenuItem value={held.value}>{held.value}</MenuItem>
      )}
    </TextField>
  );
}

/** Milliseconds without a key after which what was typed goes into the form. */
const pause = 150;

/**
 * Holds what is being typed until there is a pause: the form compares all variants with what they were at every change, and
 * with two thousand of them that is felt at every key.
 */
function useHeld(value: string, onChange: (typed: string) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const give = (text: string) => {
    clearTimeout(timer.current);
    setTyped(null);
    onChange(text);
  };
  const latest = useRef(give);
  latest.current = give;
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    value: typed ?? value,
    give,
    type: (text: string) => {
      setTyped(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => latest.current(text), pause);
    },
    settle: () => {
      if (typed !== null) give(typed);
    },
  };
}

/** Beside a reduction, what shoppers are shown as the lowest price of the 30 days before it. */
function lowestBeside({ reduced }: VariantDraft, { name }: VariantColumn): string | null {
  if (!reduced || name !== `Was, ${reduced.currency}`) return null;
  if (reduced.lowest === null) return "Not on sale in the 30 days before";
  return `30 days' lowest: ${money(reduced.lowest, reduced.currency)}`;
}
