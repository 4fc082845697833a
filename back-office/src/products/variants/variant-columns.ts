import { useMemo } from "react";
import { useWatch } from "react-hook-form";
import type { ProductDraft } from "../draft.ts";
import { noPrice, type PriceDraft, type textFields, type VariantDraft } from "./variant-draft.ts";

/** One thing to enter of each variant: a column of the table, or a field of the card. */
export interface VariantColumn {
  name: string;
  /** Names the cell where something is wrong with it, as `prices.0.amount`. */
  field: string;
  /** Pixels, at least. */
  width: number;
  /** Only for variants that were just added. */
  forNew?: boolean;
  /** What can be chosen; anything can be typed where it is missing. */
  choices?: string[];
  /** Figures stand to the right. */
  figures?: boolean;
  read: (variant: VariantDraft) => string;
  write: (variant: VariantDraft, typed: string) => VariantDraft;
}

/** The columns that this product's options and currencies ask for. */
export function useVariantColumns(): VariantColumn[] {
  const options = useWatch<ProductDraft, "options">({ name: "options" });
  const currencies = useWatch<ProductDraft, "currencies">({ name: "currencies" });
  return useMemo(
    () => [
      ...(options ?? []).map(({ name, values }, place) => optionColumn(name || `Option ${place + 1}`, values, place)),
      textColumn("SKU", "sku", 170),
      ...(currencies ?? []).flatMap((currency, place) => [
        priceColumn(`Price, ${currency}`, place, "amount"),
        priceColumn(`Was, ${currency}`, place, "compare_at_amount"),
      ]),
      textColumn("Barcode", "barcode", 130),
      { ...textColumn("Weight, g", "weight_grams", 84), figures: true },
      { ...textColumn("Length, mm", "length_mm", 84), figures: true },
      { ...textColumn("Width, mm", "width_mm", 84), figures: true },
      { ...textColumn("Height, mm", "height_mm", 84), figures: true },
      {
        name: "Ships alone",
        field: "ships_alone",
        width: 84,
        choices: ["yes"],
        read: ({ ships_alone }) => ships_alone,
        write: (variant, typed) => ({ ...variant, ships_alone: typed }),
      },
      { ...textColumn("Stock to begin with", "stock", 90), figures: true, forNew: true },
    ],
    [options, currencies],
  );
}

function optionColumn(name: string, values: string[] | undefined, place: number): VariantColumn {
  return {
    name,
    field: `choices.${place}`,
    width: 110,
    choices: values ?? [],
    read: ({ choices }) => choices[place] ?? "",
    write: (variant, typed) => {
      const choices = Array.from({ length: Math.max(variant.choices.length, place + 1) }, (_, at) =>
        at === place ? typed : (variant.choices[at] ?? ""),
      );
      return { ...variant, choices };
    },
  };
}

function priceColumn(name: string, place: number, part: keyof PriceDraft): VariantColumn {
  return {
    name,
    field: `prices.${place}.${part}`,
    width: 96,
    figures: true,
    read: ({ prices }) => prices[place]?.[part] ?? "",
    write: (variant, typed) => {
      const prices = Array.from({ length: Math.max(variant.prices.length, place + 1) }, (_, at) => {
        const price = variant.prices[at] ?? noPrice;
        return at === place ? { ...price, [part]: typed } : price;
      });
      return { ...variant, prices };
    },
  };
}

function textColumn(name: string, field: (typeof textFields)[number], width: number): VariantColumn {
  return {
    name,
    field,
    width,
    read: (variant) => variant[field],
    write: (variant, typed) => ({ ...variant, [field]: typed }),
  };
}
