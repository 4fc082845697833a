import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import { Alert, Box, IconButton, Stack, Typography } from "@mui/material";
import { type Faults, faultAt, faultWithin } from "../forms/faults.ts";
import { CountField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { money } from "../money.ts";
import type { SaleQuote } from "./draft-api.ts";
import type { Sale } from "./sale.ts";
import { VariantPicker } from "./variant-picker.tsx";

interface Props {
  sale: Sale;
  quote: SaleQuote | undefined;
  currency: string;
  faults: Faults;
  onChange: (change: Partial<Sale>) => void;
}

/** What is sold, and how many of each. */
export function GoodsPanel({ sale: { items }, quote, currency, faults, onChange }: Props) {
  const missing = faultWithin(faults, "/items");
  const gifts = quote?.items.filter(({ gift_of }) => gift_of !== null) ?? [];
  return (
    <Panel title="Goods">
      {missing && items.length === 0 && <Alert severity="error">{missing}</Alert>}
      <Stack component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {items.map((item, at) => {
          const priced = quote?.items.find((one) => one.variant_id === item.variant_id && one.gift_of === null);
          const short = quote?.short_lines.find((one) => one.variant_id === item.variant_id);
          const hint = short && (short.available === 0 ? "None left" : `Only ${short.available} left`);
          return (
            <Stack
              component="li"
              key={item.variant_id}
              direction="row"
              sx={{ gap: 1.5, py: 0.5, alignItems: "center", borderBottom: 1, borderColor: "divider" }}
            >
              <CountField
                label="Pieces"
                size="small"
                value={item.quantity}
                onChange={(quantity) => onChange({ items: items.with(at, { ...item, quantity }) })}
                {...(hint ? { error: true, helperText: hint } : faultAt(faults, `/items/${at}/quantity`))}
                sx={{ width: 88, flexShrink: 0 }}
              />
              <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
                {item.title}
                {priced && (
                  <Typography variant="caption" sx={{ display: "block", color: "text.secondary" }}>
                    {money(priced.unit_price, currency)} each
                  </Typography>
                )}
              </Box>
              <Box sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
                {priced && money(priced.total, currency)}
              </Box>
              <IconButton
                size="small"
                aria-label={`Take out ${item.title}`}
                onClick={() => onChange({ items: items.toSpliced(at, 1) })}
              >
                <RemoveIcon fontSize="small" />
              </IconButton>
            </Stack>
          );
        })}
        {gifts.map(({ variant_id, title, quantity }) => (
          <Typography component="li" key={`gift ${variant_id}`} sx={{ py: 1, color: "text.secondary" }}>
            {quantity} × {title}, as a gift
          </Typography>
        ))}
      </Stack>
      <VariantPicker
        label="Find a product, by words or SKU"
        currency={currency}
        without={items.map(({ variant_id }) => variant_id)}
        onPick={({ variant_id, title }) => onChange({ items: [...items, { variant_id, title, quantity: 1 }] })}
      />
    </Panel>
  );
}
