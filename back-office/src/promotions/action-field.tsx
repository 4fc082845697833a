import AddIcon from "@mui/icons-material/Add";
import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import { Box, Button, IconButton, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { type Faults, faultAt, faultWithin } from "../forms/faults.ts";
import { AmountField, CountField } from "../forms/number-field.tsx";
import { SelectField } from "../forms/select-field.tsx";
import { TextsField } from "../forms/texts-field.tsx";
import { VariantField } from "../forms/variant-field.tsx";
import { useCurrencies } from "../prices/market-api.ts";
import { useMethodCodes } from "../shipping/shipping-api.ts";
import { actionChoices, changedTo, newPieces } from "./actions.ts";
import { ConditionsField } from "./conditions-field.tsx";
import { AmountsField, OffField } from "./off-field.tsx";
import type { Action, Pieces } from "./promotion-api.ts";

interface Props<Value extends Action = Action> {
  action: Value;
  faults: Faults;
  onChange: (action: Action) => void;
}

type Of<Kind extends Action["kind"]> = Props<Extract<Action, { kind: Kind }>>;

const at = "/action";

/** What a promotion does. */
export function ActionField({ action, faults, onChange }: Props) {
  const [currency = "EUR"] = useCurrencies();
  return (
    <>
      <SelectField
        label="What it gives"
        value={action.kind}
        choices={actionChoices}
        onChange={(kind) => onChange(changedTo(kind, action, currency))}
      />
      <Fields key={action.kind} action={action} faults={faults} onChange={onChange} />
    </>
  );
}

function Fields({ action, faults, onChange }: Props) {
  const shared = { faults, onChange };
  switch (action.kind) {
    case "off_order":
    case "off_lines":
      return (
        <>
          <OffField
            value={action.off}
            at={`${at}/off`}
            faults={faults}
            onChange={(off) => onChange({ ...action, off })}
          />
          <WhichLines action={action} {...shared} />
        </>
      );
    case "off_pieces":
      return <OffPieces action={action} {...shared} />;
    case "off_shipping":
      return <OffShipping action={action} {...shared} />;
    case "bundle_price":
      return <Bundle action={action} {...shared} />;
    case "buy_get":
      return <BuyGet action={action} {...shared} />;
    case "gift":
      return <Gift action={action} {...shared} />;
    case "tiers":
      return <Tiers action={action} {...shared} />;
  }
}

type WithLines = Extract<Action, { lines: unknown }>;

function WhichLines({ action, faults, onChange }: Props<WithLines>) {
  return (
    <ConditionsField
      about="line"
      label="Of which goods"
      none="Of all goods in the cart."
      value={action.lines}
      at={`${at}/lines`}
      faults={faults}
      onChange={(lines) => onChange({ ...action, lines })}
    />
  );
}

/** A whole number that must be there. */
const counted = (value: number | null) => value ?? Number.NaN;

function OffPieces({ action, faults, onChange }: Of<"off_pieces">) {
  return (
    <>
      <Box sx={{ display: "grid", gap: 1, gridTemplateColumns: "1fr 1fr" }}>
        <SelectField
          label="Which"
          value={action.which}
          choices={[
            ["cheapest", "The cheapest"],
            ["dearest", "The dearest"],
          ]}
          onChange={(which) => onChange({ ...action, which })}
        />
        <CountField
          label="Pieces"
          value={action.quantity}
          onChange={(quantity) => onChange({ ...action, quantity: counted(quantity) })}
          {...faultAt(faults, `${at}/quantity`)}
        />
      </Box>
      <OffField value={action.off} at={`${at}/off`} faults={faults} onChange={(off) => onChange({ ...action, off })} />
      <WhichLines action={action} faults={faults} onChange={onChange} />
    </>
  );
}

function OffShipping({ action, faults, onChange }: Of<"off_shipping">) {
  const known = useMethodCodes();
  const fault = faultWithin(faults, `${at}/options`);
  return (
    <>
      <OffField value={action.off} at={`${at}/off`} faults={faults} onChange={(off) => onChange({ ...action, off })} />
      <TextsField
        label="Ways to ship"
        value={action.options ?? []}
        known={known}
        onChange={(options) => onChange({ ...action, options: options.length > 0 ? options : null })}
        error={fault !== undefined}
        helperText={fault ?? "None named: all of them"}
      />
    </>
  );
}

function Bundle({ action, faults, onChange }: Of<"bundle_price">) {
  const { parts } = action;
  return (
    <>
      {parts.map((part, place) => (
        <Part
          key={part.key ?? place}
          name={`Part ${place + 1}`}
          part={part}
          at={`${at}/parts/${place}`}
          faults={faults}
          onChange={(changed) => onChange({ ...action, parts: parts.with(place, changed) })}
          onRemove={() => onChange({ ...action, parts: parts.toSpliced(place, 1) })}
        />
      ))}
      <Button
        size="small"
        startIcon={<AddIcon />}
        onClick={() => onChange({ ...action, parts: [...parts, newPieces()] })}
      >
        Add a part
      </Button>
      <Typography variant="h3" sx={{ mt: 1 }}>
        Together they cost
      </Typography>
      <AmountsField
        value={action.price}
        at={`${at}/price`}
        faults={faults}
        onChange={(price) => onChange({ ...action, price })}
      />
      <Times action={action} faults={faults} onChange={onChange} />
    </>
  );
}

function BuyGet({ action, faults, onChange }: Of<"buy_get">) {
  return (
    <>
      <Part
        name="Who buys"
        part={action.buy}
        at={`${at}/buy`}
        faults={faults}
        onChange={(buy) => onChange({ ...action, buy })}
      />
      <Part
        name="gets for less"
        part={action.get}
        at={`${at}/get`}
        faults={faults}
        onChange={(get) => onChange({ ...action, get })}
      />
      <OffField value={action.off} at={`${at}/off`} faults={faults} onChange={(off) => onChange({ ...action, off })} />
      <Times action={action} faults={faults} onChange={onChange} />
    </>
  );
}

function Times({ action, faults, onChange }: Of<"bundle_price" | "buy_get">) {
  return (
    <CountField
      label="At most so often in one order"
      value={action.times}
      onChange={(times) => onChange({ ...action, times })}
      {...faultAt(faults, `${at}/times`, "Empty: as often as it goes")}
    />
  );
}

interface PartProps {
  name: string;
  part: Pieces;
  at: string;
  faults: Faults;
  onChange: (part: Pieces) => void;
  onRemove?: () => void;
}

/** So many pieces of goods of a kind. */
export function Part({ name, part, at: place, faults, onChange, onRemove }: PartProps) {
  return (
    <Framed name={name} {...(onRemove ? { onRemove } : {})}>
      <CountField
        label="Pieces"
        value={part.quantity}
        onChange={(quantity) => onChange({ ...part, quantity: counted(quantity) })}
        sx={{ maxWidth: 160 }}
        {...faultAt(faults, `${place}/quantity`)}
      />
      <ConditionsField
        about="line"
        label={`${name}: which goods`}
        none="Any goods."
        value={part.lines}
        at={`${place}/lines`}
        faults={faults}
        onChange={(lines) => onChange({ ...part, lines })}
      />
    </Framed>
  );
}

function Framed({ name, onRemove, children }: { name: string; onRemove?: () => void; children: ReactNode }) {
  return (
    <Box role="group" aria-label={name} sx={{ borderLeft: 3, borderColor: "divider", pl: 1.5, my: 1.5 }}>
      <Box sx={{ display: "flex", alignItems: "center" }}>
        <Typography variant="h3" sx={{ flex: 1 }}>
          {name}
        </Typography>
        {onRemove && (
          <IconButton size="small" aria-label={`Remove ${name}`} onClick={onRemove}>
            <RemoveIcon />
          </IconButton>
        )}
      </Box>
      {children}
    </Box>
  );
}

function Gift({ action, faults, onChange }: Of<"gift">) {
  return (
    <>
      <VariantField
        label="The gift"
        id={action.variant_id}
        onChange={(variant_id) => onChange({ ...action, variant_id })}
        {...faultAt(faults, `${at}/variant_id`)}
      />
      <CountField
        label="Pieces"
        value={action.quantity}
        onChange={(quantity) => onChange({ ...action, quantity: counted(quantity) })}
        sx={{ maxWidth: 160 }}
        {...faultAt(faults, `${at}/quantity`)}
      />
    </>
  );
}

function Tiers({ action, faults, onChange }: Of<"tiers">) {
  const { steps, currency } = action;
  const sold = useCurrencies();
  const currencies = [...new Set([...sold, currency])].map((each) => [each, each] as const);
  return (
    <>
      <SelectField
        label="Currency of the steps"
        value={currency}
        choices={currencies}
        onChange={(chosen) => onChange({ ...action, currency: chosen })}
        {...faultAt(faults, `${at}/currency`)}
      />
      {steps.map((step, place) => (
        <Framed
          key={step.key ?? place}
          name={`Step ${place + 1}`}
          onRemove={() => onChange({ ...action, steps: steps.toSpliced(place, 1) })}
        >
          <AmountField
            label="From"
            currency={currency}
            value={step.from}
            onChange={(from) => onChange({ ...action, steps: steps.with(place, { ...step, from: counted(from) }) })}
            {...faultAt(faults, `${at}/steps/${place}/from`)}
          />
          <OffField
            value={step.off}
            at={`${at}/steps/${place}/off`}
            faults={faults}
            onChange={(off) => onChange({ ...action, steps: steps.with(place, { ...step, off }) })}
          />
        </Framed>
      ))}
      <Button
        size="small"
        startIcon={<AddIcon />}
        onClick={() =>
          onChange({
            ...action,
            steps: [...steps, { key: crypto.randomUUID(), from: Number.NaN, off: { percent: "" } }],
          })
        }
      >
        Add a step
      </Button>
      <WhichLines action={action} faults={faults} onChange={onChange} />
    </>
  );
}
