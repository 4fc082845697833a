import { Box, Button, Card, CardContent, MenuItem, Stack, Switch, TextField, Typography } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNotify } from "react-admin";
import { saying } from "../failure.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import * as api from "./fraud-api.ts";

const told = new Map(api.signals);

/** The rules that orders are weighed by, and from how many points on they are held or refused. */
export default function FraudPage() {
  const rules = useQuery({ queryKey: ["fraud-rules"], queryFn: api.rules });
  const settings = useQuery({ queryKey: ["fraud-settings"], queryFn: api.settings });
  const failure = rules.error ?? settings.error;
  return (
    <>
      <PageName name="Doubtful orders" />
      {failure && <FailureNotice failure={failure} />}
      {!failure && !(rules.data && settings.data) && <Waiting what="Reading the rules" />}
      <Stack sx={{ gap: 2, mt: 2, maxWidth: 900 }}>
        {settings.data && <Bounds key={settings.data.etag} now={settings.data} />}
        {rules.data && <Rules rules={rules.data} />}
        {rules.data && <NewRule />}
      </Stack>
    </>
  );
}

/** Runs a change, says what went wrong, and reads again what stands then. */
function useChange<Input>(change: (input: Input) => Promise<unknown>, what: string, done: string) {
  const notify = useNotify();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => notify(done, { type: "success" }),
    onError: (failure) => notify(saying(failure, what), { type: "error" }),
    onSettled: () => queries.invalidateQueries({ queryKey: [what === "rule" ? "fraud-rules" : "fraud-settings"] }),
  });
}

function Bounds({ now }: { now: api.FraudSettings & { etag: string } }) {
  const [review, setReview] = useState(now.review_at);
  const [refuse, setRefuse] = useState(now.refuse_at);
  const { mutate, isPending } = useChange(
    () => api.setSettings({ review_at: review, refuse_at: refuse }, now.etag),
    "settings",
    "It holds from the next order on.",
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate(undefined);
  };
  return (
    <Card component="section">
      <CardContent component="form" onSubmit={submit}>
        <Typography variant="h2">When an order is held</Typography>
        <Typography sx={{ color: "text.secondary", my: 1 }}>
          The points of all rules that hold are added up, from 0 to 100. 101 means never.
        </Typography>
        <Stack direction="row" sx={{ gap: 2, flexWrap: "wrap", alignItems: "center" }}>
          <Points label="Held from" value={review} least={1} onChange={setReview} />
          <Points label="Refused from" value={refuse} least={1} onChange={setRefuse} />
          <Button type="submit" disabled={isPending || (review === now.review_at && refuse === now.refuse_at)}>
            {isPending ? "Saving…" : "Save"}
          </Button>
        </Stack>
      </CardContent>
    </Card>
  );
}

interface PointsProps {
  label: string;
  value: number;
  least: number;
  onChange: (value: number) => void;
}

function Points({ label, value, least, onChange }: PointsProps) {
  return (
    <TextField
      type="number"
      label={label}
      value={value}
      sx={{ width: 140 }}
      slotProps={{ htmlInput: { min: least, max: 101 } }}
      onChange={(event) => onChange(Math.trunc(Number(event.target.value)) || 0)}
    />
  );
}

function Rules({ rules }: { rules: api.FraudRule[] }) {
  const change = useChange(
    ({ rule, active }: { rule: api.FraudRule; active: boolean }) => api.changeRule(rule, { active }),
    "rule",
    "It holds from the next order on.",
  );
  const drop = useChange(api.dropRule, "rule", "The rule is gone. Orders keep what it said of them.");
  return (
    <Card component="section">
      <CardContent>
        <Typography variant="h2">Rules</Typography>
        <Stack component="ul" sx={{ listStyle: "none", p: 0, m: 0 }}>
          {rules.map((rule) => (
            <Stack
              component="li"
              key={rule.id}
              direction="row"
              sx={{ gap: 1, py: 1, alignItems: "center", borderBottom: 1, borderColor: "divider" }}
            >
              <Switch
                checked={rule.active}
                disabled={change.isPending}
                slotProps={{ input: { "aria-label": `Use the rule ${rule.name}` } }}
                onChange={(_, active) => change.mutate({ rule, active })}
              />
              <Box sx={{ flex: 1, minWidth: 0 }}>
                <Box sx={{ fontWeight: 600 }}>{rule.name}</Box>
                <Typography variant="body2" sx={{ color: "text.secondary" }}>
                  {rule.conditions
                    .map(
                      ({ signal, is, value }) =>
                        `${told.get(signal) ?? signal}: ${is === "at_least" ? "at least" : "at most"} ${value}`,
                    )
                    .join("; and ")}
                </Typography>
              </Box>
              <Box sx={{ fontWeight: 600 }}>{rule.points > 0 ? `+${rule.points}` : rule.points}</Box>
              <Button
                color="error"
                disabled={drop.isPending}
                aria-label={`Take the rule ${rule.name} away`}
                onClick={() => drop.mutate(rule)}
              >
                Remove
              </Button>
            </Stack>
          ))}
        </Stack>
      </CardContent>
    </Card>
  );
}

function NewRule() {
  const [name, setName] = useState("");
  const [signal, setSignal] = useState("total");
  const [is, setIs] = useState<"at_least" | "at_most">("at_least");
  const [value, setValue] = useState(1);
  const [points, setPoints] = useState(20);
  const { mutate, isPending } = useChange(
    () => api.addRule({ name: name.trim(), conditions: [{ signal, is, value }], points }),
    "rule",
    "It holds from the next order on.",
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate(undefined, { onSuccess: () => setName("") });
  };
  return (
    <Card component="section">
      <CardContent component="form" onSubmit={submit}>
        <Typography variant="h2" sx={{ mb: 2 }}>
          Another rule
        </Typography>
        <Stack sx={{ gap: 2 }}>
          <TextField
            label="What colleagues read of it"
            value={name}
            slotProps={{ htmlInput: { maxLength: 120 } }}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            select
            label="What is looked at"
            value={signal}
            onChange={(event) => setSignal(event.target.value)}
          >
            {api.signals.map(([id, label]) => (
              <MenuItem key={id} value={id}>
                {label}
              </MenuItem>
            ))}
          </TextField>
          <Stack direction="row" sx={{ gap: 2, flexWrap: "wrap" }}>
            <TextField
              select
              label="Is"
              value={is}
              sx={{ width: 140 }}
              onChange={(event) => setIs(event.target.value === "at_most" ? "at_most" : "at_least")}
            >
              <MenuItem value="at_least">at least</MenuItem>
              <MenuItem value="at_most">at most</MenuItem>
            </TextField>
            <TextField
              type="number"
              label="So much"
              value={value}
              sx={{ width: 140 }}
              slotProps={{ htmlInput: { min: 0 } }}
              onChange={(event) => setValue(Math.trunc(Number(event.target.value)) || 0)}
            />
            <Points label="Points" value={points} least={-100} onChange={setPoints} />
          </Stack>
          <Button
            type="submit"
            variant="contained"
            sx={{ alignSelf: "start" }}
            disabled={isPending || name.trim() === ""}
          >
            {isPending ? "Adding…" : "Add the rule"}
          </Button>
        </Stack>
      </CardContent>
    </Card>
  );
}
