import AddIcon from "@mui/icons-material/Add";
import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormHelperText,
  IconButton,
  Typography,
} from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type Faults, faultAt, faultsOf, faultWithin } from "../forms/faults.ts";
import { SaveRefusal } from "../forms/form-frame.tsx";
import { isUnreadable } from "../forms/keyed.ts";
import { AmountField, CountField } from "../forms/number-field.tsx";
import { SelectField } from "../forms/select-field.tsx";
import { VariantField } from "../forms/variant-field.tsx";
import type { Versioned } from "../versioned.ts";
import { useCurrencies } from "./market-api.ts";
import { type ListPrice, type PriceList, setPrice, type Tier } from "./price-list-api.ts";

interface Props {
  list: Versioned<PriceList>;
  /** null for one more. */
  price: ListPrice | null;
  onClose: (changed: boolean) => void;
}

const at = "/prices/0";

const newTier = (min_quantity: number): Tier => ({ key: crypto.randomUUID(), min_quantity, amount: Number.NaN });

/** What a list asks for one variant in one currency, by how many are bought. */
export function PriceDialog({ list, price, onClose }: Props) {
  const currencies = useCurrencies();
  const [variant, setVariant] = useState(price?.variant_id ?? "");
  const [chosen, setChosen] = useState(price?.currency ?? "");
  const [tiers, setTiers] = useState<Tier[]>(price?.tiers ?? [newTier(1)]);
  const currency = chosen || currencies[0] || "EUR";
  const { mutate, isPending, error } = useMutation({
    mutationFn: (asked: Tier[]) =>
      setPrice(list, {
        variant_id: variant,
        currency,
        tiers: asked.map(({ min_quantity, amount }) => ({ min_quantity, amount })),
      }),
    onSuccess: () => onClose(true),
  });
  const faults = faultsOf(error);
  return (
    <Dialog open onClose={() => onClose(false)} maxWidth="sm" fullWidth aria-labelledby="list-price">
      <DialogTitle id="list-price">{price ? price.title : "Another price"}</DialogTitle>
      <DialogContent>
        <SaveRefusal what="price list" failure={error} onReload={() => onClose(true)} />
        {price ? (
          <Typography sx={{ color: "text.secondary" }}>{price.sku}</Typography>
        ) : (
          <VariantField label="Of what" id={variant} onChange={setVariant} {...faultAt(faults, `${at}/variant_id`)} />
        )}
        <SelectField
          label="Currency"
          value={currency}
          choices={[...new Set([...currencies, currency])].map((each) => [each, each] as const)}
          onChange={setChosen}
          disabled={price !== null}
          {...faultAt(faults, `${at}/currency`)}
        />
        <Tiers tiers={tiers} currency={currency} faults={faults} onChange={setTiers} />
      </DialogContent>
      <DialogActions>
        {price && (
          <Button color="error" disabled={isPending} onClick={() => mutate([])} sx={{ mr: "auto" }}>
            Take it out
          </Button>
        )}
        <Button onClick={() => onClose(false)}>Leave it</Button>
        <Button
          variant="contained"
          disabled={isPending || variant === "" || tiers.length === 0 || isUnreadable(tiers)}
          onClick={() => mutate(tiers)}
        >
          Set the price
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface TiersProps {
  tiers: Tier[];
  currency: string;
  faults: Faults;
  onChange: (tiers: Tier[]) => void;
}

function Tiers({ tiers, currency, faults, onChange }: TiersProps) {
  const last = tiers.at(-1)?.min_quantity ?? 0;
  const whole = faults.get(`${at}/tiers`) ?? faultWithin(faults, at);
  return (
    <>
      {tiers.map((tier, place) => (
        <Box key={tier.key ?? tier.min_quantity} sx={{ display: "flex", gap: 1, alignItems: "flex-start" }}>
          <CountField
            label="From pieces"
            value={tier.min_quantity}
            onChange={(pieces) => onChange(tiers.with(place, { ...tier, min_quantity: pieces ?? Number.NaN }))}
            sx={{ maxWidth: 130 }}
            {...faultAt(faults, `${at}/tiers/${place}/min_quantity`)}
          />
          <AmountField
            label="Each costs"
            currency={currency}
            value={tier.amount}
            onChange={(amount) => onChange(tiers.with(place, { ...tier, amount: amount ?? Number.NaN }))}
            {...faultAt(faults, `${at}/tiers/${place}/amount`)}
          />
          <IconButton
            aria-label={`Remove the price from ${tier.min_quantity} pieces`}
            disabled={tiers.length === 1}
            onClick={() => onChange(tiers.toSpliced(place, 1))}
            sx={{ mt: 1 }}
          >
            <RemoveIcon />
          </IconButton>
        </Box>
      ))}
      {whole && <FormHelperText error>{whole}</FormHelperText>}
      <Button size="small" startIcon={<AddIcon />} onClick={() => onChange([...tiers, newTier(last + 9)])}>
        Another price for more pieces
      </Button>
    </>
  );
}
