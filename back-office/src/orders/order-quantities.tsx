import { Box, Stack, TextField } from "@mui/material";
import type { OrderItem } from "../wire.ts";

interface Props {
  items: readonly Pick<OrderItem, "id" | "title" | "sku">[];
  value: Record<string, number>;
  most: (id: string) => number;
  onChange: (value: Record<string, number>) => void;
}

/** How many of each item; what is not a number counts as none. */
export function Quantities({ items, value, most, onChange }: Props) {
  return (
    <Stack sx={{ gap: 1.5 }}>
      {items.map(({ id, title, sku }) => (
        <Stack key={id} direction="row" sx={{ gap: 2, alignItems: "center" }}>
          <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
            {title}{" "}
            <Box component="span" sx={{ color: "text.secondary" }}>
              {sku}
            </Box>
          </Box>
          <TextField
            type="number"
            size="small"
            sx={{ width: 96, flexShrink: 0 }}
            value={value[id] ?? 0}
            slotProps={{ htmlInput: { min: 0, max: most(id), "aria-label": `How many of ${title}` } }}
            onChange={(event) => onChange({ ...value, [id]: Number(event.target.value) || 0 })}
          />
        </Stack>
      ))}
    </Stack>
  );
}
