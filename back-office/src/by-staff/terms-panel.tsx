import { FormControlLabel, Radio, RadioGroup, Stack, TextField, Typography } from "@mui/material";
import { type Faults, faultAt, faultWithin } from "../forms/faults.ts";
import { Panel } from "../forms/panel.tsx";
import { TextsField } from "../forms/texts-field.tsx";
import { money } from "../money.ts";
import type { SaleQuote } from "./draft-api.ts";
import type { Sale } from "./sale.ts";

interface Props {
  sale: Sale;
  quote: SaleQuote | undefined;
  faults: Faults;
  onChange: (change: Partial<Sale>) => void;
}

/** How it travels, and what the buyer brings along. */
export function TermsPanel({ sale, quote, faults, onChange }: Props) {
  const ways = quote?.shipping_option ? quote.shipping_options : [];
  const refused = quote?.codes.find(({ applies }) => !applies);
  const wrongCode = faultWithin(faults, "/codes") ?? (refused && `${refused.code}: ${refused.message}`);
  return (
    <Panel title="Shipping and discounts">
      {ways.length === 0 && (
        <Typography sx={{ color: "text.secondary" }}>
          Ways to ship are shown once there are goods and a country that they go to.
        </Typography>
      )}
      <RadioGroup
        aria-label="Way to ship"
        value={quote?.shipping_option ?? ""}
        onChange={(_, shipping_option) => onChange({ shipping_option })}
      >
        {ways.map(({ id, name, total }) => (
          <FormControlLabel
            key={id}
            value={id}
            control={<Radio size="small" />}
            slotProps={{ typography: { sx: { width: "100%" } } }}
            label={
              <Stack direction="row" component="span" sx={{ justifyContent: "space-between", gap: 2 }}>
                <span>{name}</span>
                <span>{quote && (total === 0 ? "free" : money(total, quote.currency))}</span>
              </Stack>
            }
          />
        ))}
      </RadioGroup>
      <TextsField
        label="Discount codes"
        value={sale.codes}
        onChange={(codes) => onChange({ codes: codes.map((code) => code.toUpperCase()) })}
        error={wrongCode !== undefined}
        {...(wrongCode && { helperText: wrongCode })}
      />
      <TextField
        label="VAT number of a business (optional)"
        value={sale.vat_id}
        onChange={({ target }) => onChange({ vat_id: target.value })}
        {...faultAt(faults, "/vat_id")}
      />
      <TextField
        label="Note for colleagues (optional)"
        value={sale.note}
        onChange={({ target }) => onChange({ note: target.value })}
        multiline
        minRows={2}
        slotProps={{ htmlInput: { maxLength: 2000 } }}
        {...faultAt(faults, "/note")}
      />
    </Panel>
  );
}
