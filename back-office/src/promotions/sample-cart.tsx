import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import { Box, Button, Checkbox, FormControlLabel, IconButton, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { CountryField } from "../forms/country-field.tsx";
import { MomentField } from "../forms/moment-field.tsx";
import { CountField } from "../forms/number-field.tsx";
import { SelectField } from "../forms/select-field.tsx";
import { TextsField } from "../forms/texts-field.tsx";
import { VariantField } from "../forms/variant-field.tsx";
import { useMethodCodes } from "../shipping/shipping-api.ts";
import type { Sample } from "./promotion-api.ts";

interface Props {
  sample: Sample;
  /** What a variant in the cart is called, where that is known. */
  nameOf: (variant: string) => string | undefined;
  onChange: (sample: Sample) => void;
}

/** A cart to try a promotion on, and who buys it. */
export function SampleCart({ sample, nameOf, onChange }: Props) {
  const [adding, setAdding] = useState("");
  const { lines } = sample;
  const add = () => {
    onChange({ ...sample, lines: [...lines, { variant_id: adding, quantity: 1 }] });
    setAdding("");
  };
  return (
    <>
      {lines.map((line, at) => (
        <Stack key={line.variant_id} direction="row" sx={{ gap: 1, alignItems: "center" }}>
          <CountField
            label="Pieces"
            value={line.quantity}
            onChange={(quantity) =>
              onChange({ ...sample, lines: lines.with(at, { ...line, quantity: quantity ?? Number.NaN }) })
            }
            sx={{ width: 90, flexShrink: 0 }}
          />
          <Typography sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
            {nameOf(line.variant_id) ?? line.variant_id}
          </Typography>
          <IconButton
            aria-label={`Take ${nameOf(line.variant_id) ?? line.variant_id} out of the cart`}
            onClick={() => onChange({ ...sample, lines: lines.toSpliced(at, 1) })}
          >
            <RemoveIcon />
          </IconButton>
        </Stack>
      ))}
      <VariantField key={lines.length} label="Put into the cart" id={adding} onChange={setAdding} />
      <Button size="small" disabled={adding === "" || lines.some((line) => line.variant_id === adding)} onClick={add}>
        Put it in
      </Button>
      <Buyer sample={sample} onChange={onChange} />
    </>
  );
}

function Buyer({ sample, onChange }: Omit<Props, "nameOf">) {
  const methods = useMethodCodes();
  const tick = (name: "signed_in" | "first_order" | "others", label: string) => (
    <FormControlLabel
      control={
        <Checkbox
          size="small"
          checked={sample[name]}
          onChange={({ target }) => onChange({ ...sample, [name]: target.checked })}
        />
      }
      label={label}
    />
  );
  return (
    <Box component="details" sx={{ my: 1 }}>
      <Typography component="summary" sx={{ cursor: "pointer", color: "primary.main", fontWeight: 600 }}>
        Who buys, where and when
      </Typography>
      <CountryField
        label="It goes to"
        value={sample.country}
        onChange={(country) => onChange({ ...sample, country })}
      />
      <SelectField
        label="Shipped by"
        value={methods.includes(sample.shipping_option) ? sample.shipping_option : ""}
        choices={[["", "not chosen yet"], ...methods.map((code) => [code, code] as const)]}
        onChange={(shipping_option) => onChange({ ...sample, shipping_option })}
      />
      <MomentField label="Bought" value={sample.at} onChange={(at) => onChange({ ...sample, at })} />
      <TextsField
        label="Groups of the customer"
        value={sample.groups}
        onChange={(groups) => onChange({ ...sample, groups })}
      />
      <Stack>
        {tick("signed_in", "Signed in")}
        {tick("first_order", "Their first order")}
        {tick("others", "With the promotions that run now")}
      </Stack>
    </Box>
  );
}
