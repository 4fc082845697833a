import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Autocomplete, Box, Button, IconButton, MenuItem, TextField, Tooltip, Typography } from "@mui/material";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { type AttributeDraft, numberFrom, type Said } from "../attributes/attribute-draft.ts";
import { AttributeField } from "../attributes/attribute-field.tsx";
import { useAttributesFor } from "../attributes/definitions.ts";
import type { Attribute } from "../catalog-wire.ts";
import type { ProductDraft } from "./draft.ts";
import { messageAt } from "./message-at.ts";

/**
 * What the product says of itself: a field for every attribute that is defined for its categories, and rows of its own for
 * anything else. All of them are one value of the form, for which fields there are depends on the categories chosen.
 */
export function AttributesInput() {
  const { clearErrors } = useFormContext<ProductDraft>();
  const categoryIds = useWatch<ProductDraft, "category_ids">({ name: "category_ids" });
  const definitions = useAttributesFor(categoryIds ?? none);
  const { field, formState } = useController<ProductDraft, "attributes">({
    name: "attributes",
    rules: { validate: (rows) => faultIn(rows) ?? true },
  });
  const rows = field.value ?? [];
  const change = (next: AttributeDraft[]) => {
    clearErrors("attributes");
    field.onChange(next);
  };
  const errorAt = (row: number): string | undefined => messageAt(formState.errors, `attributes.${row}.value`);
  const defined = new Map(definitions.map((one) => [one.code, one]));
  const free = rows.flatMap((row, at) => (defined.has(row.name) ? [] : [{ row, at }]));
  return (
    <>
      {definitions.map((definition) => (
        <Defined key={definition.id} {...{ definition, rows, errorAt }} onChange={change} />
      ))}
      {definitions.length === 0 && (
        <Typography sx={{ color: "text.secondary", mb: 1 }}>
          Nothing is defined for these categories. Attributes with a type, a unit or choices are made on the page of a
          category; here you may add any of your own.
        </Typography>
      )}
      {free.length > 0 && definitions.length > 0 && (
        <Typography variant="h3" sx={{ mt: 2 }}>
          Of its own
        </Typography>
      )}
      {free.map(({ row, at }) => (
        <FreeRow
          key={at}
          row={row}
          at={at}
          error={errorAt(at)}
          onChange={(next) => change(rows.with(at, next))}
          onRemove={() => change(rows.toSpliced(at, 1))}
        />
      ))}
      <Fault message={formState.errors.attributes?.message} />
      <Button size="small" onClick={() => change([...rows, { name: "", kind: "text", value: "" }])}>
        Add an attribute
      </Button>
    </>
  );
}

const none: string[] = [];

function Fault({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <Typography role="alert" variant="body2" sx={{ color: "error.main", my: 0.5 }}>
      {message}
    </Typography>
  );
}

function Defined({
  definition,
  rows,
  errorAt,
  onChange,
}: {
  definition: Attribute;
  rows: AttributeDraft[];
  errorAt: (row: number) => string | undefined;
  onChange: (rows: AttributeDraft[]) => void;
}) {
  const at = rows.findIndex(({ name }) => name === definition.code);
  const say = (said: Said | null) => {
    if (said === null) onChange(rows.toSpliced(at, at < 0 ? 0 : 1));
    else if (at < 0) onChange([...rows, { name: definition.code, ...said }]);
    else onChange(rows.with(at, { name: definition.code, ...said }));
  };
  return <AttributeField definition={definition} said={rows[at] ?? null} onChange={say} error={errorAt(at)} />;
}

const kinds = { text: "Text", number: "Number", boolean: "Yes or no", list: "List" } as const;
type Kind = keyof typeof kinds;

interface Row {
  row: AttributeDraft;
  at: number;
  error: string | undefined;
  onChange: (row: AttributeDraft) => void;
  onRemove: () => void;
}

/** An attribute without a definition: its name, what kind of value it is, the value. */
function FreeRow({ row, at, error, onChange, onRemove }: Row) {
  return (
    <Box
      role="group"
      aria-label={`Attribute ${row.name || at + 1}`}
      sx={{
        display: "grid",
        columnGap: 1,
        alignItems: "start",
        gridTemplateColumns: "minmax(0, 1fr) 108px auto",
        mb: 1,
      }}
    >
      <TextField
        label="Name"
        value={row.name}
        onChange={({ target }) => onChange({ ...row, name: target.value })}
        slotProps={{ htmlInput: { maxLength: 80 } }}
      />
      <TextField
        select
        label="Kind"
        value={row.kind}
        onChange={({ target }) => onChange({ name: row.name, ...asKind(row, target.value as Kind) })}
      >
        {Object.entries(kinds).map(([kind, name]) => (
          <MenuItem key={kind} value={kind}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <Tooltip title="Remove this attribute">
        <IconButton onClick={onRemove} aria-label={`Remove attribute ${row.name || at + 1}`} sx={{ mt: 1 }}>
          <DeleteIcon />
        </IconButton>
      </Tooltip>
      <Box sx={{ gridColumn: "1 / -1" }}>
        <FreeValue row={row} error={error} onChange={(said) => onChange({ name: row.name, ...said })} />
      </Box>
    </Box>
  );
}

function FreeValue({
  row,
  error,
  onChange,
}: {
  row: AttributeDraft;
  error: string | undefined;
  onChange: (s: Said) => void;
}) {
  const told = { label: "Value", error: error !== undefined, helperText: error };
  if (row.kind === "list") {
    return (
      <Autocomplete
        multiple
        freeSolo
        autoSelect
        options={[]}
        value={row.value}
        onChange={(_, value) => onChange({ kind: "list", value })}
        renderInput={(params) => <TextField {...params} {...told} helperText={error ?? "Enter after each"} />}
      />
    );
  }
  if (row.kind === "boolean") {
    return (
      <TextField
        {...told}
        select
        value={String(row.value)}
        onChange={({ target }) => onChange({ kind: "boolean", value: target.value === "true" })}
      >
        <MenuItem value="true">Yes</MenuItem>
        <MenuItem value="false">No</MenuItem>
      </TextField>
    );
  }
  const noNumber = row.kind === "number" && row.value !== "" && numberFrom(row.value) === null;
  return (
    <TextField
      {...told}
      {...(noNumber ? { error: true, helperText: "A number" } : {})}
      value={row.value}
      onChange={({ target }) => onChange({ kind: row.kind, value: target.value })}
      slotProps={{ htmlInput: { maxLength: 2000 } }}
    />
  );
}

/** The same value as another kind, as far as it can be. */
function asKind({ value }: Said, kind: Kind): Said {
  const text = [value].flat().join(", ");
  if (kind === "list") return { kind, value: Array.isArray(value) ? value : text === "" ? [] : [text] };
  if (kind === "boolean") return { kind, value: text === "true" };
  return { kind, value: text };
}

/** What is wrong with the rows as they were typed; null where nothing is. */
function faultIn(rows: readonly AttributeDraft[]): string | null {
  const names = rows.map(({ name }) => name.trim());
  if (names.includes("")) return "Every attribute needs a name.";
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return `The attribute “${twice}” stands here twice.`;
  const noNumber = rows.find(({ kind, value }) => kind === "number" && numberFrom(value) === null);
  return noNumber ? `“${noNumber.name}” needs a number.` : null;
}
