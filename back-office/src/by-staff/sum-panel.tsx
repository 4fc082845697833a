import { Alert, Box, Typography } from "@mui/material";
import { type Faults, faultAt } from "../forms/faults.ts";
import { Panel } from "../forms/panel.tsx";
import { SelectField } from "../forms/select-field.tsx";
import { money } from "../money.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { SaleQuote } from "./draft-api.ts";
import { payWords } from "./pay-words.ts";
import type { Sale } from "./sale.ts";

interface Props {
  sale: Sale;
  quote: SaleQuote | undefined;
  /** Why there is no price. */
  failure: unknown;
  faults: Faults;
  onChange: (change: Partial<Sale>) => void;
}

/** What it comes to, worked out while it is put together, and how it is paid. */
export function SumPanel({ sale, quote, failure, faults, onChange }: Props) {
  const ways = [...(quote?.payment_providers ?? []), "manual"];
  const chosen = ways.includes(sale.payment) ? sale.payment : "";
  return (
    <Panel title="What it comes to">
      {failure !== null && <FailureNotice failure={failure} />}
      {quote && <Sums quote={quote} />}
      {quote?.short_lines.map(({ variant_id, title, available }) => (
        <Alert key={variant_id} severity="warning" sx={{ my: 1 }}>
          {available === 0 ? `${title} is sold out.` : `Only ${available} of ${title} are left.`}
        </Alert>
      ))}
      <SelectField
        label="How it is paid"
        value={chosen}
        choices={[["", "Choose one"], ...ways.map((way) => [way, payWords(way).choice] as const)]}
        onChange={(payment) => onChange({ payment })}
        {...faultAt(faults, "/payment_provider")}
      />
      {chosen !== "" && payWords(chosen).waits && (
        <SelectField
          label="It waits for the money"
          value={String(sale.hours)}
          choices={patience.map(([hours, words]) => [String(hours), words] as const)}
          onChange={(hours) => onChange({ hours: Number(hours) })}
        />
      )}
    </Panel>
  );
}

/** How long an order may wait, in hours. */
export const patience = [
  [4, "four hours"],
  [24, "a day"],
  [72, "three days"],
  [168, "a week"],
  [336, "two weeks"],
] as const;

function Sums({ quote }: { quote: SaleQuote }) {
  const amount = (minor: number) => money(minor, quote.currency);
  const rows: [string, string][] = [
    ["Goods", amount(quote.subtotal)],
    ...quote.promotions.map((one): [string, string] => [one.title, one.amount > 0 ? amount(-one.amount) : "a gift"]),
    ["Shipping", quote.shipping_option === null ? "not known yet" : amount(quote.shipping_total)],
    [quote.tax_included ? "Tax, in the prices" : "Tax", amount(quote.tax_total)],
  ];
  return (
    <Box
      component="dl"
      aria-live="polite"
      sx={{
        display: "grid",
        gridTemplateColumns: "1fr auto",
        columnGap: 3,
        rowGap: 0.5,
        m: 0,
        mb: 1,
        fontVariantNumeric: "tabular-nums",
        "& dd": { m: 0, textAlign: "right" },
        "& dt": { color: "text.secondary", overflowWrap: "anywhere" },
      }}
    >
      {rows.map(([name, value]) => (
        <Box key={name} sx={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Box>
      ))}
      <Typography component="dt" sx={{ fontWeight: 700, color: "text.primary !important" }}>
        Total
      </Typography>
      <Typography component="dd" sx={{ fontWeight: 700 }}>
        {amount(quote.total)}
      </Typography>
    </Box>
  );
}
