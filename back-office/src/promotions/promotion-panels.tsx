import { Autocomplete, Checkbox, FormControlLabel, Stack, TextField, Typography } from "@mui/material";
import { faultAt, faultWithin } from "../forms/faults.ts";
import { MomentField, ownZone } from "../forms/moment-field.tsx";
import { AmountField, CountField, SignedField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { SelectField } from "../forms/select-field.tsx";
import { money } from "../money.ts";
import { useCurrencies } from "../prices/market-api.ts";
import { languageName, useSettings } from "../settings.ts";
import type { Promotion } from "./promotion-api.ts";
import type { PanelProps } from "./promotion-form.tsx";

/** What it is called, in every language, and whether it is on. */
export function Identity({ draft, faults, onChange }: PanelProps) {
  const others = useSettings()?.locales.slice(1) ?? [];
  const { title, titles, note, status } = draft;
  const statuses = [
    ["active", "On"],
    ["paused", "Off"],
    ...(status === "archived" ? [["archived", "Archived"] as const] : []),
  ] as const;
  return (
    <Panel title="What it is">
      <TextField
        label="Title"
        value={title}
        onChange={({ target }) => onChange({ title: target.value })}
        required
        {...faultAt(faults, "/title", "Shoppers read it in the cart and on the order")}
      />
      {others.map((locale) => (
        <TextField
          key={locale}
          label={`Title in ${languageName(locale)}`}
          value={titles[locale] ?? ""}
          onChange={({ target }) => onChange({ titles: { ...titles, [locale]: target.value } })}
          slotProps={{ htmlInput: { lang: locale, dir: "auto" } }}
          {...faultAt(faults, `/titles/${locale}`)}
        />
      ))}
      <SelectField
        label="Is it on?"
        value={status}
        choices={statuses}
        onChange={(chosen) => onChange({ status: chosen })}
        {...faultAt(faults, "/status")}
      />
      <TextField
        label="Note for staff"
        value={note}
        onChange={({ target }) => onChange({ note: target.value })}
        multiline
        {...faultAt(faults, "/note")}
      />
    </Panel>
  );
}

const zones = Intl.supportedValuesOf("timeZone");

/** From when until when, in the promotion's own time zone. */
export function Schedule({ draft: { starts_at, ends_at, time_zone }, faults, onChange }: PanelProps) {
  const moment = (name: "starts_at" | "ends_at", label: string) => ({
    label,
    zone: zones.includes(time_zone) ? time_zone : ownZone,
    error: faults.has(`/${name}`),
    helperText: faults.get(`/${name}`),
    onChange: (value: string | null) => onChange({ [name]: value }),
  });
  return (
    <Panel title="When">
      <MomentField {...moment("starts_at", "Begins")} value={starts_at} />
      <MomentField {...moment("ends_at", "Ends")} value={ends_at} />
      <Autocomplete
        size="small"
        options={zones.includes(time_zone) ? zones : [time_zone, ...zones]}
        value={time_zone}
        disableClearable
        onChange={(_, chosen) => onChange({ time_zone: chosen })}
        renderInput={(input) => (
          <TextField
            {...input}
            label="Time zone"
            {...faultAt(faults, "/time_zone", "Of these times, and of days and hours in conditions")}
          />
        )}
      />
    </Panel>
  );
}

/** How often, and how much in all. */
export function Limits({ draft, faults, onChange, saved }: PanelProps & { saved: Promotion | null }) {
  const [own = "EUR", ...others] = useCurrencies();
  const { usage_limit, per_customer_limit, budget } = draft;
  const currency = budget?.currency ?? own;
  const budgetFault = faultWithin(faults, "/budget");
  return (
    <Panel title="How often">
      <CountField
        label="Orders in all"
        value={usage_limit}
        onChange={(value) => onChange({ usage_limit: value })}
        {...faultAt(faults, "/usage_limit", "Empty: as many as come")}
      />
      <CountField
        label="Orders of one customer"
        value={per_customer_limit}
        onChange={(value) => onChange({ per_customer_limit: value })}
        {...faultAt(faults, "/per_customer_limit", "Empty: as many as they place")}
      />
      <Stack direction="row" sx={{ gap: 1, alignItems: "flex-start" }}>
        <AmountField
          label="Budget"
          currency={currency}
          value={budget?.amount ?? null}
          onChange={(amount) => onChange({ budget: amount === null ? null : { currency, amount } })}
          error={budgetFault !== undefined}
          helperText={budgetFault ?? "The most that it takes off, all orders together"}
        />
        {budget && (
          <SelectField
            label="In"
            value={currency}
            choices={[...new Set([own, ...others, currency])].map((each) => [each, each] as const)}
            onChange={(chosen) => onChange({ budget: { ...budget, currency: chosen } })}
            sx={{ width: 110, flexShrink: 0 }}
          />
        )}
      </Stack>
      {saved && (
        <Typography variant="body2" sx={{ color: "text.secondary", mt: 1 }}>
          Used by {saved.used === 1 ? "1 order" : `${saved.used} orders`} so far
          {saved.budget && `; it took off ${money(saved.spent, saved.budget.currency)}`}.
        </Typography>
      )}
    </Panel>
  );
}

/** What becomes of it where others apply, too. */
export function Standing({ draft: { priority, stacking_group, exclusive }, faults, onChange }: PanelProps) {
  return (
    <Panel title="Beside other promotions">
      <SignedField
        label="Priority"
        value={priority}
        onChange={(value) => onChange({ priority: value ?? 0 })}
        {...faultAt(faults, "/priority", "The higher is asked first; -1000 to 1000")}
      />
      <TextField
        label="Group"
        value={stacking_group ?? ""}
        onChange={({ target }) => onChange({ stacking_group: target.value })}
        {...faultAt(faults, "/stacking_group", "Of one group only the best counts; empty: beside all others")}
      />
      <FormControlLabel
        control={<Checkbox checked={exclusive} onChange={({ target }) => onChange({ exclusive: target.checked })} />}
        label="Alone or not at all, whichever leaves less to pay"
      />
    </Panel>
  );
}
