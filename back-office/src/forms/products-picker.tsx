import { Box, Chip, FormHelperText } from "@mui/material";
import { useQueries } from "@tanstack/react-query";
import * as api from "../api.ts";
import { ProductPicker } from "../products/product-picker.tsx";

interface Props {
  ids: readonly string[];
  onChange: (ids: string[]) => void;
  error?: boolean;
  helperText?: string;
}

/** Several products, found by their words. */
export function ProductsPicker({ ids, onChange, error, helperText }: Props) {
  const titles = useQueries({
    queries: ids.map((id) => ({ queryKey: ["product title", id], queryFn: () => api.product(id), staleTime: 60_000 })),
  });
  return (
    <Box>
      <Box sx={{ display: "flex", gap: 0.5, flexWrap: "wrap" }}>
        {ids.map((id, at) => (
          <Chip
            key={id}
            size="small"
            label={titles[at]?.data?.title ?? id}
            onDelete={() => onChange(ids.filter((each) => each !== id))}
          />
        ))}
      </Box>
      <ProductPicker label="Add a product" without={ids} onPick={({ id }) => onChange([...ids, id])} />
      {helperText && <FormHelperText error={error === true}>{helperText}</FormHelperText>}
    </Box>
  );
}
