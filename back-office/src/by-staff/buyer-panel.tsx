import { Autocomplete, Box, Chip, TextField, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import * as api from "../api.ts";
import { type Faults, faultAt } from "../forms/faults.ts";
import { Panel } from "../forms/panel.tsx";
import { SelectField } from "../forms/select-field.tsx";
import { languageName, useSettings } from "../settings.ts";
import { useRested } from "../shell/use-rested.ts";
import type { Address } from "../wire.ts";
import { findCustomers } from "./draft-api.ts";
import { addressForm, type Sale } from "./sale.ts";

interface Props {
  sale: Sale;
  faults: Faults;
  onChange: (change: Partial<Sale>) => void;
}

/** Somebody who bought before, or has an account. */
interface KnownBuyer {
  email: string;
  name: string;
  /** Null for a guest. */
  account: string | null;
  locale: string;
  address: Address | undefined;
}

/** Who buys: an address is enough; who is known already is offered while it is typed. */
export function BuyerPanel({ sale, faults, onChange }: Props) {
  const { data = [] } = useKnownBuyers(sale.email);
  const settings = useSettings();
  const choose = ({ email, account, locale, address }: KnownBuyer) =>
    onChange({
      email,
      customer: account ? { id: account, email } : null,
      ...(settings?.locales.includes(locale) && { locale }),
      ...(address && { to: addressForm(address) }),
    });
  return (
    <Panel title="Buyer">
      <Autocomplete
        freeSolo
        options={data}
        inputValue={sale.email}
        onInputChange={(_, email, reason) => reason !== "reset" && onChange({ email, customer: null })}
        onChange={(_, chosen) => chosen && typeof chosen !== "string" && choose(chosen)}
        filterOptions={(all) => all}
        getOptionLabel={(one) => (typeof one === "string" ? one : one.email)}
        getOptionKey={(one) => (typeof one === "string" ? one : `${one.email} ${one.account}`)}
        renderOption={({ key, ...props }, { email, name, account }) => (
          <Box component="li" key={key} {...props}>
            <Box sx={{ minWidth: 0, flexGrow: 1, overflowWrap: "anywhere" }}>
              {name || email}
              <Typography variant="caption" sx={{ display: "block", color: "text.secondary" }}>
                {email}
              </Typography>
            </Box>
            <Chip size="small" variant="outlined" label={account ? "account" : "bought before"} />
          </Box>
        )}
        renderInput={(input) => (
          <TextField
            {...input}
            label="E-mail address"
            {...faultAt(faults, "/email", "Or the name of somebody who bought before")}
          />
        )}
      />
      {sale.customer && (
        <Chip
          size="small"
          color="success"
          variant="outlined"
          label="Goes to this account, at its prices"
          onDelete={() => onChange({ customer: null })}
          sx={{ mb: 1 }}
        />
      )}
      {settings && settings.locales.length > 1 && (
        <SelectField
          label="Language of what they are sent"
          value={sale.locale}
          choices={[
            ["", languageName(settings.locale)],
            ...settings.locales
              .filter((one) => one !== settings.locale)
              .map((one) => [one, languageName(one)] as const),
          ]}
          onChange={(locale) => onChange({ locale })}
        />
      )}
    </Panel>
  );
}

/** Accounts by the address, and buyers of former orders by address or name. */
function useKnownBuyers(typed: string) {
  const q = useRested(typed.trim(), 300);
  return useQuery({
    queryKey: ["known buyers", q],
    enabled: q.length > 1,
    staleTime: 30_000,
    placeholderData: (before) => before,
    queryFn: async (): Promise<KnownBuyer[]> => {
      const [accounts, orders] = await Promise.all([findCustomers(q), api.ordersPage({ q, limit: 8 })]);
      const known = new Map<string, KnownBuyer>();
      for (const { id, email, name, locale, addresses } of accounts)
        known.set(email, { email, name, locale, account: id, address: addresses[0] });
      for (const { email, id, ships_to } of orders.data) {
        if (known.has(email)) continue;
        const { shipping_address } = await api.order(id);
        known.set(email, { email, name: ships_to?.name ?? "", account: null, locale: "", address: shipping_address });
      }
      return [...known.values()].slice(0, 8);
    },
  });
}
