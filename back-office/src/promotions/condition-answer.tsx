import { Autocomplete, Stack, TextField } from "@mui/material";
import { useKnownValues } from "../collections/use-questions.ts";
import { CategoriesPicker } from "../forms/categories-picker.tsx";
import { CountriesField } from "../forms/country-field.tsx";
import { AmountField, CountField, KilogramField } from "../forms/number-field.tsx";
import { ProductsPicker } from "../forms/products-picker.tsx";
import { SelectField } from "../forms/select-field.tsx";
import { TextsField } from "../forms/texts-field.tsx";
import { useCurrencies, useMarkets } from "../prices/market-api.ts";
import { useMethodCodes } from "../shipping/shipping-api.ts";
import { question } from "./facts.ts";
import type { Condition, Value } from "./promotion-api.ts";

interface Props {
  condition: Condition;
  fault: string | undefined;
  onChange: (condition: Condition) => void;
}

/** What a condition compares with. */
export function ConditionAnswer({ condition, fault, onChange }: Props) {
  const { kind } = question(condition.attribute);
  const texts = condition.values.map(String);
  const say = (values: Value[]) => onChange({ ...condition, values });
  const wrong = { error: fault !== undefined, ...(fault ? { helperText: fault } : {}) };
  const flat = { sx: { my: 0 }, ...wrong };
  const number = {
    value: typeof condition.values[0] === "number" ? condition.values[0] : null,
    onChange: (value: number | null) => say(value === null ? [] : [value]),
    ...flat,
  };
  switch (kind) {
    case "yes-or-no":
      return (
        <SelectField
          label="Answer"
          value={condition.values[0] === false ? "no" : "yes"}
          choices={[
            ["yes", "yes"],
            ["no", "no"],
          ]}
          onChange={(chosen) => say([chosen === "yes"])}
          {...flat}
        />
      );
    case "count":
      return <CountField label="Pieces" {...number} />;
    case "weight":
      return <KilogramField label="Kilograms" {...number} />;
    case "money":
      return <Money condition={condition} number={number} onChange={onChange} />;
    case "time":
      return (
        <TextField
          type="time"
          label="In the promotion's time zone"
          value={texts[0] ?? ""}
          onChange={({ target }) => say(target.value ? [target.value] : [])}
          slotProps={{ inputLabel: { shrink: true } }}
          {...flat}
        />
      );
    case "weekdays":
      return <Weekdays values={condition.values} onSay={say} wrong={wrong} />;
    case "countries":
      return <CountriesField label="Countries" value={texts} onChange={say} {...wrong} />;
    case "categories":
      return <CategoriesPicker ids={texts} onChange={say} {...wrong} />;
    case "products":
      return <ProductsPicker ids={texts} onChange={say} {...wrong} />;
    default:
      return <Texts kind={kind} texts={texts} onSay={say} flat={flat} />;
  }
}

type NumberProps = Parameters<typeof CountField>[0];

function Money({ condition, number, onChange }: Omit<Props, "fault"> & { number: NumberProps }) {
  const currencies = useCurrencies();
  const { currency = "EUR" } = condition;
  const known = currencies.includes(currency) ? currencies : [...currencies, currency];
  return (
    <Stack direction="row" sx={{ gap: 1 }}>
      <AmountField label="Amount" currency={currency} {...number} />
      <SelectField
        label="Currency"
        value={currency}
        choices={known.map((each) => [each, each] as const)}
        onChange={(chosen) => onChange({ ...condition, currency: chosen })}
        sx={{ my: 0, width: 110 }}
      />
    </Stack>
  );
}

/** 1 for Monday; the 2nd of November 2026 was one. */
const weekdayName = (day: number) =>
  new Intl.DateTimeFormat(undefined, { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2026, 10, 1 + day));

function Weekdays({
  values,
  onSay,
  wrong,
}: {
  values: readonly Value[];
  onSay: (values: Value[]) => void;
  wrong: { error: boolean; helperText?: string };
}) {
  return (
    <Autocomplete
      multiple
      size="small"
      options={[1, 2, 3, 4, 5, 6, 7]}
      value={values.filter((value) => typeof value === "number")}
      onChange={(_, chosen) => onSay(chosen.sort((a, b) => a - b))}
      getOptionLabel={weekdayName}
      renderInput={(input) => <TextField {...input} label="Days" sx={{ my: 0 }} {...wrong} />}
    />
  );
}

interface TextsProps {
  kind: string;
  texts: string[];
  onSay: (values: Value[]) => void;
  flat: Pick<Parameters<typeof TextsField>[0], "error" | "helperText" | "sx">;
}

/** Texts, with those offered that the store knows. */
function Texts({ kind, texts, onSay, flat }: TextsProps) {
  const brands = useKnownValues().get("brand");
  const { data } = useMarkets();
  const currencies = useCurrencies();
  const methods = useMethodCodes();
  const known: Record<string, readonly string[] | undefined> = {
    brands,
    currencies,
    markets: data && [data.home.code, ...data.data.map(({ code }) => code)],
    shipping: methods,
  };
  return <TextsField label="Values" value={texts} known={known[kind] ?? []} onChange={onSay} {...flat} />;
}
