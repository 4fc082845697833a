import { Box, FormHelperText, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as api from "../api.ts";
import { ProductPicker } from "../products/product-picker.tsx";
import type { Product } from "../wire.ts";
import { SelectField } from "./select-field.tsx";

interface Props {
  label: string;
  /** Empty where none is chosen. */
  id: string;
  onChange: (id: string) => void;
  error?: boolean;
  helperText?: string;
}

/** One variant: its product is found by words, then it is chosen among the product's. */
export function VariantField({ label, id, onChange, error, helperText }: Props) {
  const [product, setProduct] = useState<string | null>(null);
  const { data } = useQuery({
    queryKey: ["product title", product],
    queryFn: () => api.product(product ?? ""),
    enabled: product !== null,
    staleTime: 60_000,
  });
  const pick = async (chosen: string) => {
    setProduct(chosen);
    const { variants } = await api.product(chosen);
    onChange(variants[0]?.id ?? "");
  };
  return (
    <Box role="group" aria-label={label}>
      <ProductPicker label={label} without={[]} onPick={(chosen) => void pick(chosen.id)} />
      {data && data.variants.length > 1 && (
        <SelectField label="Variant" value={id} choices={data.variants.map(choice)} onChange={onChange} />
      )}
      <Typography variant="body2">{chosenWords(id, data)}</Typography>
      {helperText && <FormHelperText error={error === true}>{helperText}</FormHelperText>}
    </Box>
  );
}

const choice = ({ id, sku, options }: Product["variants"][number]) =>
  [id, [...Object.values(options), sku].join(" · ")] as const;

function chosenWords(id: string, product: Product | undefined): string {
  if (!id) return "None chosen yet.";
  const variant = product?.variants.find((each) => each.id === id);
  return variant ? `${product?.title} · ${variant.sku}` : id;
}
