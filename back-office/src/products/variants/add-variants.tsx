import { Button, Typography } from "@mui/material";
import { useWatch } from "react-hook-form";
import type { ProductDraft } from "../draft.ts";
import { countCombinations, missingCombinations, mostVariants } from "./combinations.ts";
import { newVariant, type VariantDraft } from "./variant-draft.ts";

interface Props {
  variants: VariantDraft[];
  /** Told all variants, the new ones last. */
  onAdd: (all: VariantDraft[]) => void;
}

/** One more variant, or one for every combination of the options that is missing yet. */
export function AddVariants({ variants, onAdd }: Props) {
  const options = useWatch<ProductDraft, "options">({ name: "options" }) ?? [];
  const usable = options.filter(({ name, values }) => name && values?.length > 0);
  const all = usable.length === options.length ? countCombinations(options) : 0;
  if (variants.length >= mostVariants) {
    return (
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        A product has at most {mostVariants.toLocaleString()} variants; these are all.
      </Typography>
    );
  }
  return (
    <>
      <Button size="small" onClick={() => onAdd([...variants, newVariant(variants.at(-1))])}>
        Add a variant
      </Button>
      {all > variants.length && all <= mostVariants && (
        <Button
          size="small"
          onClick={() => onAdd([...variants.filter(begun), ...missingCombinations(options, variants)])}
        >
          Add all missing combinations
        </Button>
      )}
      {all > mostVariants && (
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          The options make {all.toLocaleString()} combinations; a product has at most {mostVariants.toLocaleString()}.
        </Typography>
      )}
    </>
  );
}

/** Whether a row says which variant it is: the empty one that a new product begins with does not. */
function begun({ id, sku, choices }: VariantDraft): boolean {
  return id !== undefined || sku !== "" || choices.some((choice) => choice !== "");
}
