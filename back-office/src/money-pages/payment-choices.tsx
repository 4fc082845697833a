import { Button, FormControlLabel, Stack, Switch, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { SaveRefusal } from "../forms/form-frame.tsx";
import { CountField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRecord, useSaving } from "../forms/saving.ts";
import { SelectField } from "../forms/select-field.tsx";
import { TextsField } from "../forms/texts-field.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import { changePaymentSettings, type PaymentSettings, paymentSettings } from "./money-api.ts";

/** How the store is paid beside its payment services, and when it takes the money. */
export function PaymentChoices() {
  const { data, error, refetch } = useRecord(["payment-settings"], paymentSettings);
  return (
    <Panel title="How the store is paid">
      <Typography sx={{ color: "text.secondary", mb: 1 }}>
        Orders that stand keep what their buyers were told. Cards and wallets come by the payment services whose keys
        are set.
      </Typography>
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the settings" />}
      {data && <Choices key={data.etag} began={data} onReload={refetch} />}
    </Panel>
  );
}

function Choices({ began, onReload }: { began: Versioned<PaymentSettings>; onReload: () => unknown }) {
  const [draft, setDraft] = useState<PaymentSettings>(() => ({
    capture: began.capture,
    bank_transfer: began.bank_transfer,
    cash_on_delivery: began.cash_on_delivery,
  }));
  const { mutate, isPending, error } = useSaving({
    send: (body) => changePaymentSettings(began.etag, body),
    lists: [],
    onSaved: onReload,
  });
  const { bank_transfer: bank, cash_on_delivery: cash } = draft;
  const setBank = (change: Partial<typeof bank>) => setDraft({ ...draft, bank_transfer: { ...bank, ...change } });
  const setCash = (change: Partial<typeof cash>) => setDraft({ ...draft, cash_on_delivery: { ...cash, ...change } });
  return (
    <Stack sx={{ gap: 1 }}>
      <SaveRefusal what="setting" failure={error} onReload={onReload} />
      <SelectField
        label="Cards are charged"
        value={draft.capture}
        choices={[
          ["now", "at once"],
          ["on_shipment", "when the goods leave, where the service can hold the money"],
        ]}
        onChange={(capture) => setDraft({ ...draft, capture })}
      />
      <Toggle label="Bank transfer" on={bank.active} onChange={(active) => setBank({ active })} />
      {bank.active && (
        <Stack sx={{ gap: 1, pl: { sm: 4 } }}>
          <TextField
            label="Account holder"
            value={bank.holder}
            onChange={({ target }) => setBank({ holder: target.value })}
          />
          <TextField label="IBAN" value={bank.iban} onChange={({ target }) => setBank({ iban: target.value })} />
          <Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 1 }}>
            <TextField label="BIC" value={bank.bic} onChange={({ target }) => setBank({ bic: target.value })} />
            <TextField label="Bank" value={bank.bank} onChange={({ target }) => setBank({ bank: target.value })} />
            <CountField
              label="Days to pay"
              value={bank.days}
              onChange={(days) => setBank({ days: days ?? Number.NaN })}
            />
          </Stack>
          <TextsField
            label="Currencies that the account takes"
            value={bank.currencies}
            onChange={(currencies) => setBank({ currencies })}
          />
          <Countries value={bank.countries} onChange={(countries) => setBank({ countries })} />
        </Stack>
      )}
      <Toggle label="Cash on delivery" on={cash.active} onChange={(active) => setCash({ active })} />
      {cash.active && (
        <Stack sx={{ pl: { sm: 4 } }}>
          <Countries value={cash.countries} onChange={(countries) => setCash({ countries })} />
        </Stack>
      )}
      <Button
        variant="contained"
        disabled={isPending}
        onClick={() => mutate(draft)}
        sx={{ alignSelf: { sm: "start" } }}
      >
        {isPending ? "Saving…" : "Save"}
      </Button>
    </Stack>
  );
}

function Toggle({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return <FormControlLabel control={<Switch checked={on} onChange={(_, value) => onChange(value)} />} label={label} />;
}

function Countries({ value, onChange }: { value: string[]; onChange: (countries: string[]) => void }) {
  return (
    <TextsField
      label="Countries, as DE"
      helperText="Where the goods go; none: everywhere"
      value={value}
      onChange={(typed) => onChange(typed.map((code) => code.trim().toUpperCase()))}
    />
  );
}
