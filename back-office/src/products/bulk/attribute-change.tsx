import { Autocomplete, FormControlLabel, Switch, TextField } from "@mui/material";
import type { Said } from "../../attributes/attribute-draft.ts";
import { AttributeField } from "../../attributes/attribute-field.tsx";
import { useAttributes } from "../../attributes/definitions.ts";
import type { Attribute } from "../../catalog-wire.ts";
import type { PartProps } from "./place-change.tsx";

/** One attribute, to be set or taken away: a defined one by its field, any other as text. */
export function AttributeChange({ form: { attribute }, onChange }: PartProps) {
  const { data: definitions = [] } = useAttributes();
  const name = attribute?.name ?? "";
  const definition = definitions.find(({ code }) => code === name);
  const takeAway = attribute?.kind === "none";
  const say = (said: Said | null) =>
    onChange({ attribute: { name, ...(said ?? { kind: "text" as const, value: "" }) } });
  return (
    <>
      <Autocomplete
        freeSolo
        options={definitions.map(({ code }) => code)}
        inputValue={name}
        onInputChange={(_, typed) =>
          onChange({ attribute: typed === "" ? null : { name: typed, kind: "text", value: "" } })
        }
        renderInput={(params) => (
          <TextField
            {...params}
            label="Attribute"
            placeholder="As it is"
            slotProps={{ ...params.slotProps, inputLabel: { ...params.slotProps.inputLabel, shrink: true } }}
          />
        )}
      />
      {attribute && !takeAway && <Value definition={definition} said={attribute} onChange={say} />}
      {attribute && (
        <FormControlLabel
          control={
            <Switch
              checked={takeAway}
              onChange={(_, on) =>
                onChange({ attribute: on ? { name, kind: "none" } : { name, kind: "text", value: "" } })
              }
            />
          }
          label="Take it away instead"
        />
      )}
    </>
  );
}

function Value({
  definition,
  said,
  onChange,
}: {
  definition: Attribute | undefined;
  said: Said;
  onChange: (said: Said | null) => void;
}) {
  if (definition) {
    const empty = said.kind === "text" && said.value === "";
    return <AttributeField definition={definition} said={empty ? null : said} onChange={onChange} />;
  }
  return (
    <TextField
      label="Value"
      value={String(said.value)}
      onChange={({ target }) => onChange({ kind: "text", value: target.value })}
    />
  );
}
