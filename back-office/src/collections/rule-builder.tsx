import AddIcon from "@mui/icons-material/Add";
import { Button, MenuItem, Stack, TextField, Typography } from "@mui/material";
import { type DraftRules, fromDraftRules, newCondition, type Question, questionFor } from "./asking.ts";
import { ConditionRow } from "./condition-row.tsx";
import { RulePreview } from "./rule-preview.tsx";

/** Conditions that a rule may have. */
const mostConditions = 20;

/** A rule, condition by condition, with what it would bring in. */
export function RuleBuilder({
  rules,
  questions,
  currency,
  faults,
  onChange,
}: {
  rules: DraftRules;
  questions: readonly Question[];
  currency: string;
  /** What the store refused, by the place in the rule: `/rules/conditions/0/values`. */
  faults: ReadonlyMap<string, string>;
  onChange: (rules: DraftRules) => void;
}) {
  const { conditions } = rules;
  const faultOf = (at: number) => [...faults].find(([pointer]) => pointer.startsWith(`/rules/conditions/${at}/`))?.[1];
  return (
    <>
      <Stack direction="row" sx={{ alignItems: "center", gap: 1, mb: 1, flexWrap: "wrap" }}>
        <Typography component="span">Products belong here that fit</Typography>
        <TextField
          select
          value={rules.match}
          onChange={({ target }) => onChange({ ...rules, match: target.value === "any" ? "any" : "all" })}
          slotProps={{ select: { SelectDisplayProps: { "aria-label": "How many conditions must hold" } } }}
          sx={{ width: "auto", my: 0 }}
        >
          <MenuItem value="all">all of these</MenuItem>
          <MenuItem value="any">any of these</MenuItem>
        </TextField>
      </Stack>
      {conditions.map((condition, at) => (
        <ConditionRow
          key={condition.key}
          place={at + 1}
          condition={condition}
          questions={questions}
          currency={currency}
          fault={faultOf(at)}
          onChange={(changed) => onChange({ ...rules, conditions: conditions.with(at, changed) })}
          onRemove={() => onChange({ ...rules, conditions: conditions.toSpliced(at, 1) })}
        />
      ))}
      <Button
        size="small"
        startIcon={<AddIcon />}
        disabled={conditions.length >= mostConditions}
        onClick={() =>
          onChange({ ...rules, conditions: [...conditions, newCondition(questionFor(questions, "category"))] })
        }
      >
        Add a condition
      </Button>
      <RulePreview rules={fromDraftRules(rules, questions, currency)} />
    </>
  );
}
