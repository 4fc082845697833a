import type { ReactNode } from "react";
import { required, SelectInput, TextInput, type Validator } from "react-admin";
import { useWatch } from "react-hook-form";
import { fromDecimal } from "../money.ts";
import type { ProductDraft } from "./draft.ts";

/** One thing to enter of each variant: a column of the table, or a field of the card. */
export interface VariantColumn {
  name: string;
  /** Pixels, at least. */
  width: number;
  /** Only for variants that were just added. */
  forNew?: boolean;
  input: (at: number, how: { labelled: boolean }) => ReactNode;
}

/** The columns that this product's options and currencies ask for. */
export function useVariantColumns(): VariantColumn[] {
  const options = useWatch<ProductDraft, "options">({ name: "options" }) ?? [];
  const currencies = useWatch<ProductDraft, "currencies">({ name: "currencies" }) ?? [];
  return [
    ...options.map(({ name, values }, place) => optionColumn(name || `Option ${place + 1}`, values ?? [], place)),
    textColumn("SKU", "sku", 150, required()),
    ...currencies.flatMap((currency, place) => priceColumns(currency, place)),
    textColumn("Barcode", "barcode", 130),
    textColumn("Weight, g", "weight_grams", 90, wholeNumber),
    { ...textColumn("Stock to begin with", "stock", 90, wholeNumber), forNew: true },
  ];
}

function optionColumn(name: string, values: string[], place: number): VariantColumn {
  const choices = values.map((id) => ({ id, name: id }));
  return {
    name,
    width: 110,
    input: (at, { labelled }) => (
      <SelectInput
        source={`variants.${at}.choices.${place}`}
        label={labelled ? name : false}
        choices={choices}
        validate={required()}
        helperText={false}
        slotProps={{ select: { SelectDisplayProps: { "aria-label": `${name} of variant ${at + 1}` } } }}
      />
    ),
  };
}

function priceColumns(currency: string, place: number): VariantColumn[] {
  const validate = (value: string | null) =>
    !value || fromDecimal(value, currency) !== null ? undefined : `An amount in ${currency}, as 19.99`;
  return [
    textColumn(`Price, ${currency}`, `prices.${place}.amount`, 100, validate),
    textColumn(`Was, ${currency}`, `prices.${place}.compare_at_amount`, 100, validate),
  ];
}

function textColumn(name: string, field: string, width: number, validate?: Validator): VariantColumn {
  return {
    name,
    width,
    input: (at, { labelled }) => (
      <TextInput
        source={`variants.${at}.${field}`}
        label={labelled ? name : false}
        helperText={false}
        {...(validate ? { validate } : {})}
        slotProps={{ htmlInput: { "aria-label": `${name} of variant ${at + 1}` } }}
      />
    ),
  };
}

function wholeNumber(value: string | null) {
  return !value || /^\d+$/.test(value) ? undefined : "A whole number";
}
