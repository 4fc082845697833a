import { Autocomplete, Button, createFilterOptions, Stack, TextField, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import * as api from "../api.ts";
import type { Variant } from "../wire.ts";

/** A product may have two thousand; a list of all of them is no choice. */
const filterOptions = createFilterOptions<Variant>({ limit: 50, stringify: ({ title, sku }) => `${title} ${sku}` });
/** So many chips are shown before they are only counted. */
const shownAtOnce = 12;

/** Which variants a picture shows: one by one, or all that are one thing, as all that are red. */
export function ShownVariants({
  productId,
  ids,
  onChange,
}: {
  productId: string;
  ids: string[];
  onChange: (ids: string[]) => void;
}) {
  const { data: product } = useQuery({
    queryKey: ["product-of-pictures", productId],
    queryFn: () => api.product(productId),
  });
  if (!product || product.variants.length < 2) return null;
  const chosen = new Set(ids);
  const alike = product.options.flatMap(({ name, values }) =>
    values.map((value) => ({ value, of: product.variants.filter(({ options }) => options[name] === value) })),
  );
  const toggle = (variants: readonly Variant[]) => {
    const these = new Set(variants.map(({ id }) => id));
    const all = variants.every(({ id }) => chosen.has(id));
    onChange(all ? ids.filter((id) => !these.has(id)) : [...new Set([...ids, ...these])]);
  };
  return (
    <>
      <Autocomplete
        multiple
        disableCloseOnSelect
        limitTags={shownAtOnce}
        options={product.variants}
        value={product.variants.filter(({ id }) => chosen.has(id))}
        onChange={(_, variants) => onChange(variants.map(({ id }) => id))}
        getOptionLabel={({ title }) => title}
        getOptionKey={({ id }) => id}
        filterOptions={filterOptions}
        renderInput={(input) => (
          <TextField {...input} label="Variants that it shows" helperText="None: it shows the product as such" />
        )}
      />
      {alike.length <= 40 && (
        <Stack direction="row" sx={{ gap: 0.5, flexWrap: "wrap", alignItems: "center" }}>
          <Typography variant="caption" sx={{ color: "text.secondary" }}>
            All that are
          </Typography>
          {alike.map(({ value, of }) => (
            <Button
              key={value}
              size="small"
              variant={of.every(({ id }) => chosen.has(id)) ? "contained" : "outlined"}
              aria-pressed={of.every(({ id }) => chosen.has(id))}
              disabled={of.length === 0}
              onClick={() => toggle(of)}
              sx={{ py: 0, minWidth: 0 }}
            >
              {value}
            </Button>
          ))}
        </Stack>
      )}
    </>
  );
}
