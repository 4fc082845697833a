import RemoveIcon from "@mui/icons-material/CloseOutlined";
import { Button, IconButton, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { faultAt, faultsOf, faultWithin } from "../forms/faults.ts";
import { FormFrame } from "../forms/form-frame.tsx";
import { CountField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { useSaving } from "../forms/saving.ts";
import { SelectField } from "../forms/select-field.tsx";
import { VariantField } from "../forms/variant-field.tsx";
import { sendTransfer } from "./stock-api.ts";
import { choicesOf, useLocations } from "./use-locations.ts";

interface Line {
  key: string;
  variant_id: string;
  quantity: number | null;
}

const newLine = (): Line => ({ key: crypto.randomUUID(), variant_id: "", quantity: 1 });

/** Sends goods from one location to another. */
export function NewTransfer() {
  const navigate = useNavigate();
  const { locations } = useLocations();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  const [lines, setLines] = useState([newLine()]);
  const { mutate, isPending, error } = useSaving({
    send: sendTransfer,
    lists: ["stock-transfers"],
    onSaved: ({ id }) => navigate(`/stock/transfers/${id}`),
  });
  const faults = faultsOf(error);
  const set = (key: string, changed: Partial<Line>) =>
    setLines((before) => before.map((line) => (line.key === key ? { ...line, ...changed } : line)));
  return (
    <FormFrame
      what="transfer"
      failure={error}
      onReload={() => undefined}
      onSubmit={() => mutate({ from, to, note, lines })}
      bar={
        <Button type="submit" variant="contained" disabled={isPending || !from || !to}>
          Send
        </Button>
      }
    >
      <Stack sx={{ gap: 2, mt: 2, maxWidth: 720 }}>
        <Panel title="From where to where">
          <SelectField
            label="From"
            value={from}
            choices={[["", "Choose"], ...choicesOf(locations)]}
            onChange={setFrom}
            {...faultAt(faults, "/from")}
          />
          <SelectField
            label="To"
            value={to}
            choices={[["", "Choose"], ...choicesOf(locations)]}
            onChange={setTo}
            {...faultAt(faults, "/to", locations.length < 2 ? "Open a second location first" : undefined)}
          />
          <TextField label="Note" value={note} onChange={({ target }) => setNote(target.value)} />
        </Panel>
        <Panel title="What is sent">
          {lines.map((line, index) => (
            <Stack key={line.key} direction="row" sx={{ gap: 1, alignItems: "flex-start", flexWrap: "wrap", mb: 2 }}>
              <Stack sx={{ flex: 1, minWidth: 220 }}>
                <VariantField
                  label="Product"
                  id={line.variant_id}
                  onChange={(variant_id) => set(line.key, { variant_id })}
                  error={faultWithin(faults, `/lines/${index}/variant_id`) !== undefined}
                  helperText={faultWithin(faults, `/lines/${index}/variant_id`) ?? ""}
                />
              </Stack>
              <CountField
                label="Units"
                value={line.quantity}
                onChange={(quantity) => set(line.key, { quantity })}
                sx={{ width: 110 }}
                {...faultAt(faults, `/lines/${index}/quantity`)}
              />
              {lines.length > 1 && (
                <IconButton
                  aria-label="Take this line out"
                  onClick={() => setLines(lines.filter(({ key }) => key !== line.key))}
                >
                  <RemoveIcon />
                </IconButton>
              )}
            </Stack>
          ))}
          <Button onClick={() => setLines([...lines, newLine()])}>Another product</Button>
          <Typography variant="body2" sx={{ color: "text.secondary" }}>
            What is promised to orders stays where it is.
          </Typography>
        </Panel>
      </Stack>
    </FormFrame>
  );
}
