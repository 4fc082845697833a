import { Box, Button, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { type Faults, faultAt, faultsOf } from "../forms/faults.ts";
import { FormFrame } from "../forms/form-frame.tsx";
import { Panel } from "../forms/panel.tsx";
import { useSaving } from "../forms/saving.ts";
import { SelectField } from "../forms/select-field.tsx";
import type { Versioned } from "../versioned.ts";
import { changeTaxSettings, type TaxClass, type TaxSettings } from "./tax-api.ts";
import { classChoices } from "./words.ts";

type Services = Pick<TaxSettings, "provider" | "tax_codes" | "vat_register" | "store_vat_id">;

/** Who works taxes out, and who is asked whether a VAT number is somebody's. */
export function TaxServicesForm({ began, onSaved }: { began: Versioned<TaxSettings>; onSaved: () => unknown }) {
  const { provider, tax_codes, vat_register, store_vat_id } = began;
  const [draft, setDraft] = useState<Services>({ provider, tax_codes, vat_register, store_vat_id });
  const change = (changed: Partial<Services>) => setDraft((before) => ({ ...before, ...changed }));
  const { mutate, isPending, error } = useSaving({
    send: (body) => changeTaxSettings(began.etag, body),
    lists: [],
    onSaved,
  });
  const faults = faultsOf(error);
  const submit = () => mutate({ ...draft, store_vat_id: draft.store_vat_id?.trim() || null });
  return (
    <FormFrame
      what="setting"
      failure={error}
      onReload={onSaved}
      onSubmit={submit}
      bar={
        <Button type="submit" variant="contained" disabled={isPending}>
          Save
        </Button>
      }
    >
      <Panel title="Who works taxes out">
        <SelectField
          label="Once the address is known"
          value={draft.provider}
          choices={[
            ["own", "The store, by its zones"],
            ["stripe", "Stripe Tax; the zones where it does not answer in time"],
          ]}
          onChange={(chosen) => change({ provider: chosen })}
          {...faultAt(faults, "/provider")}
        />
        {draft.provider === "stripe" && (
          <TaxCodes codes={draft.tax_codes} faults={faults} onChange={(codes) => change({ tax_codes: codes })} />
        )}
      </Panel>
      <Box sx={{ height: 16 }} />
      <Panel title="VAT numbers">
        <SelectField
          label="A number that would take the tax off"
          value={draft.vat_register}
          choices={[
            ["off", "is checked by its digits"],
            ["vies", "is looked up in VIES, too"],
          ]}
          onChange={(chosen) => change({ vat_register: chosen })}
          {...faultAt(faults, "/vat_register")}
        />
        <TextField
          label="The store's own VAT number"
          value={draft.store_vat_id ?? ""}
          onChange={({ target }) => change({ store_vat_id: target.value })}
          {...faultAt(faults, "/store_vat_id", "With it VIES answers with a number that proves that it was asked")}
        />
      </Panel>
    </FormFrame>
  );
}

type Codes = TaxSettings["tax_codes"];

/** What the service calls goods of a class; where nothing is said, its own general code. */
function TaxCodes({ codes, faults, onChange }: { codes: Codes; faults: Faults; onChange: (codes: Codes) => void }) {
  const write = (taxClass: TaxClass, typed: string) => {
    const { [taxClass]: _, ...others } = codes;
    onChange(typed.trim() === "" ? others : { ...others, [taxClass]: typed.trim() });
  };
  return (
    <>
      <Typography sx={{ color: "text.secondary" }}>
        What Stripe calls goods of each class, as txcd_35010000; its general code where nothing is said.
      </Typography>
      <Box
        sx={{
          display: "grid",
          columnGap: 1,
          gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(3, minmax(0, 1fr))" },
        }}
      >
        {classChoices.map(([taxClass, name]) => (
          <TextField
            key={taxClass}
            label={name}
            value={codes[taxClass] ?? ""}
            onChange={({ target }) => write(taxClass, target.value)}
            {...faultAt(faults, `/tax_codes/${taxClass}`)}
          />
        ))}
      </Box>
    </>
  );
}
