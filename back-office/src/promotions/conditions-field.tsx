import AddIcon from "@mui/icons-material/Add";
import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import { Box, Button, IconButton, Stack, Typography } from "@mui/material";
import { type Faults, faultWithin } from "../forms/faults.ts";
import { SelectField } from "../forms/select-field.tsx";
import { useCurrencies } from "../prices/market-api.ts";
import { ConditionAnswer } from "./condition-answer.tsx";
import { type About, factsOf, newCondition, operatorName, question } from "./facts.ts";
import type { Condition, Conditions } from "./promotion-api.ts";

interface Props {
  about: About;
  /** What these conditions decide: `The whole sale`. */
  label: string;
  /** Said where there are none. */
  none: string;
  value: Conditions;
  /** Their place in the promotion: `/sale`. */
  at: string;
  faults: Faults;
  onChange: (conditions: Conditions) => void;
}

/** Conditions of which all or any must hold. */
export function ConditionsField({ about, label, none, value, at, faults, onChange }: Props) {
  const { match, conditions } = value;
  const [currency = "EUR"] = useCurrencies();
  const facts = factsOf[about];
  return (
    <Box role="group" aria-label={label} sx={{ my: 1 }}>
      {conditions.length === 0 && <Typography sx={{ color: "text.secondary" }}>{none}</Typography>}
      {conditions.length > 1 && (
        <SelectField
          value={match}
          choices={[
            ["all", "All of these"],
            ["any", "Any of these"],
          ]}
          onChange={(chosen) => onChange({ ...value, match: chosen })}
          slotProps={{ select: { SelectDisplayProps: { "aria-label": `${label}: how many must hold` } } }}
          sx={{ width: "auto" }}
        />
      )}
      {conditions.map((condition, place) => (
        <ConditionRow
          key={condition.key ?? place}
          name={`${label}, condition ${place + 1}`}
          facts={facts}
          condition={condition}
          fault={faultWithin(faults, `${at}/conditions/${place}`)}
          currency={currency}
          onChange={(changed) => onChange({ ...value, conditions: conditions.with(place, changed) })}
          onRemove={() => onChange({ ...value, conditions: conditions.toSpliced(place, 1) })}
        />
      ))}
      <Button
        size="small"
        startIcon={<AddIcon />}
        onClick={() => onChange({ ...value, conditions: [...conditions, newCondition(facts[0], currency)] })}
      >
        Add a condition
      </Button>
    </Box>
  );
}

interface RowProps {
  name: string;
  facts: readonly Condition["attribute"][];
  condition: Condition;
  fault: string | undefined;
  currency: string;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

function ConditionRow({ name, facts, condition, fault, currency, onChange, onRemove }: RowProps) {
  const { kind, operators } = question(condition.attribute);
  return (
    <Stack role="group" aria-label={name} direction="row" sx={{ gap: 1, py: 0.5, alignItems: "flex-start" }}>
      <Box
        sx={{
          flex: 1,
          minWidth: 0,
          display: "grid",
          gap: 1,
          gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "minmax(0, 3.6fr) minmax(0, 2.2fr) minmax(0, 4.4fr)" },
        }}
      >
        <SelectField
          label="What"
          value={condition.attribute}
          choices={facts.map((fact) => [fact, question(fact).label] as const)}
          onChange={(fact) => onChange({ ...newCondition(fact, currency), ...keyOf(condition) })}
          sx={{ my: 0 }}
        />
        <SelectField
          label="How"
          value={condition.operator}
          choices={operators.map((operator) => [operator, operatorName(operator, kind)] as const)}
          onChange={(operator) => onChange({ ...condition, operator })}
          sx={{ my: 0 }}
        />
        <ConditionAnswer key={condition.attribute} condition={condition} fault={fault} onChange={onChange} />
      </Box>
      <IconButton aria-label={`Remove ${name}`} onClick={onRemove}>
        <RemoveIcon />
      </IconButton>
    </Stack>
  );
}

const keyOf = ({ key }: Condition) => (key ? { key } : {});
