import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import { Autocomplete, Box, IconButton, MenuItem, TextField } from "@mui/material";
import { CategoriesPicker } from "../forms/categories-picker.tsx";
import { TextsField } from "../forms/texts-field.tsx";
import {
  type DraftCondition,
  freeQuestion,
  isBound,
  newCondition,
  operatorName,
  type Question,
  questionFor,
} from "./asking.ts";
import { useKnownValues } from "./use-questions.ts";

interface RowProps {
  /** 1 for the first. */
  place: number;
  condition: DraftCondition;
  questions: readonly Question[];
  currency: string;
  fault: string | undefined;
  onChange: (condition: DraftCondition) => void;
  onRemove: () => void;
}

/** One condition of a rule: what is asked, how it is compared, with what. */
export function ConditionRow({ place, condition, questions, currency, fault, onChange, onRemove }: RowProps) {
  const question = questionFor(questions, condition.attribute);
  const ask = (other: Question) => onChange({ ...newCondition(other), key: condition.key });
  return (
    <Box
      role="group"
      aria-label={`Condition ${place}`}
      sx={{
        display: "grid",
        gap: 1,
        alignItems: "start",
        py: 0.5,
        gridTemplateColumns: { xs: "minmax(0, 1fr) auto", sm: "minmax(0, 3fr) minmax(0, 2.4fr) minmax(0, 5fr) auto" },
        "& > *": { gridColumn: { xs: 1, sm: "auto" } },
      }}
    >
      <QuestionField question={question} questions={questions} onAsk={ask} />
      <TextField
        select
        label="How"
        value={condition.operator}
        onChange={({ target }) => {
          const operator = question.operators.find((each) => each === target.value);
          if (operator) onChange({ ...condition, operator });
        }}
        sx={{ my: 0 }}
      >
        {question.operators.map((operator) => (
          <MenuItem key={operator} value={operator}>
            {operatorName(operator, question.kind)}
          </MenuItem>
        ))}
      </TextField>
      <Box sx={{ minWidth: 0 }}>
        <Answer question={question} condition={condition} currency={currency} fault={fault} onChange={onChange} />
      </Box>
      <Box sx={{ gridColumn: { xs: "2 !important", sm: "auto !important" }, gridRow: { xs: 1, sm: "auto" } }}>
        <IconButton aria-label={`Remove condition ${place}`} onClick={onRemove}>
          <RemoveIcon />
        </IconButton>
      </Box>
    </Box>
  );
}

/** What is asked. A name that is not in the list is that of an attribute which has no definition. */
function QuestionField({
  question,
  questions,
  onAsk,
}: {
  question: Question;
  questions: readonly Question[];
  onAsk: (question: Question) => void;
}) {
  return (
    <Autocomplete
      freeSolo
      size="small"
      disableClearable
      selectOnFocus
      handleHomeEndKeys
      options={[...questions]}
      value={question}
      getOptionLabel={(option) => (typeof option === "string" ? option : option.label)}
      getOptionKey={(option) => (typeof option === "string" ? option : option.attribute)}
      isOptionEqualToValue={(option, value) => typeof value !== "string" && option.attribute === value.attribute}
      onChange={(_, chosen) => {
        if (typeof chosen !== "string") onAsk(chosen);
        else if (chosen.trim()) onAsk(questions.find(({ label }) => label === chosen) ?? freeQuestion(chosen.trim()));
      }}
      renderInput={(input) => <TextField {...input} label="What" sx={{ my: 0 }} />}
    />
  );
}

type AnswerProps = Pick<RowProps, "condition" | "currency" | "fault" | "onChange"> & { question: Question };

function Answer({ question, condition, currency, fault, onChange }: AnswerProps) {
  const { kind } = question;
  const say = (typed: string[]) => onChange({ ...condition, typed });
  const wrong = fault ? { error: true, helperText: fault } : {};
  if (kind === "yes-or-no") {
    return (
      <TextField
        select
        label="Answer"
        value={condition.typed[0] ?? "true"}
        onChange={({ target }) => say([target.value])}
        sx={{ my: 0 }}
        {...wrong}
      >
        <MenuItem value="true">yes</MenuItem>
        <MenuItem value="false">no</MenuItem>
      </TextField>
    );
  }
  if (isBound(condition.operator)) {
    const unit = kind === "money" ? currency : (question.unit ?? (kind === "day" ? "Day" : "Number"));
    const names = condition.operator === "between" ? [`From, ${unit}`, `To, ${unit}`] : [unit];
    return (
      <Box sx={{ display: "flex", gap: 1 }}>
        {names.map((name, at) => (
          <TextField
            key={name}
            label={name}
            type={kind === "day" ? "date" : "text"}
            value={condition.typed[at] ?? ""}
            onChange={({ target }) =>
              say(names.map((_, each) => (each === at ? target.value : (condition.typed[each] ?? ""))))
            }
            slotProps={{
              htmlInput: { inputMode: "decimal", autoComplete: "off" },
              inputLabel: kind === "day" ? { shrink: true } : {},
            }}
            sx={{ my: 0 }}
            {...wrong}
          />
        ))}
      </Box>
    );
  }
  if (kind === "categories") return <CategoriesPicker ids={condition.typed} onChange={say} {...wrong} />;
  return <Several question={question} typed={condition.typed} wrong={wrong} onSay={say} />;
}

interface SeveralProps {
  typed: string[];
  wrong: { error?: boolean; helperText?: string };
  onSay: (typed: string[]) => void;
}

/** Texts, several of them; those that products have are offered. */
function Several({ question, typed, wrong, onSay }: SeveralProps & { question: Question }) {
  const values = useKnownValues();
  return (
    <TextsField
      label={question.kind === "words" ? "Words" : "Values"}
      value={typed}
      known={question.choices ?? values.get(question.attribute) ?? []}
      onChange={onSay}
      sx={{ my: 0 }}
      {...wrong}
    />
  );
}
