import { Alert, Autocomplete, Box, Button, Stack, TextField, Typography } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import { when } from "../dates.ts";
import { saying } from "../failure.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { Order } from "../wire.ts";
import * as api from "./desk-api.ts";
import { OrderTimeline } from "./order-timeline.tsx";

const key = (id: string) => ["order-desk", id];

/** Tags and notes of an order: what colleagues should know, and the buyer does not see. */
export function OrderDesk({ order }: { order: Order }) {
  const { data, error } = useQuery({ queryKey: key(order.id), queryFn: () => api.desk(order.id) });
  if (error) return <FailureNotice failure={error} />;
  if (!data) return null;
  return (
    <Stack sx={{ gap: 2 }}>
      <Tags order={order} tags={data.tags} />
      <Stack component="ul" sx={{ gap: 1.5, listStyle: "none", p: 0, m: 0 }}>
        {data.notes.map((note) => (
          <Box component="li" key={note.id}>
            <Box sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{note.text}</Box>
            <Typography variant="caption" sx={{ color: "text.secondary" }}>
              {note.author} · {when(note.at)}
            </Typography>
          </Box>
        ))}
      </Stack>
      <NewNote order={order} />
    </Stack>
  );
}

/** All that happened to an order, also what buyers are not told; as far as they are until that is read. */
export function OrderStory({ order }: { order: Order }) {
  const { data } = useQuery({ queryKey: key(order.id), queryFn: () => api.desk(order.id) });
  const entries = data?.story.map(({ at, type, data: told, actor }) => {
    const by = actor === "" || actor === "system" || actor === order.customer_id ? {} : { actor: whoIs(actor) };
    return { at, type, data: { ...by, ...told } };
  });
  return <OrderTimeline entries={entries ?? order.timeline} currency={order.currency} />;
}

/** Staff, a guest's cart and a payment service by what they are: ids tell nobody anything. The buyer's own account is known before. */
function whoIs(actor: string): string {
  if (actor.startsWith("cus_")) return "staff";
  return actor.startsWith("cart_") ? "the buyer" : actor;
}

function Tags({ order, tags }: { order: Order; tags: string[] }) {
  const notify = useNotify();
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (wanted: string[]) => api.setTags(order.id, wanted),
    onSuccess: ({ body }) => queries.setQueryData(key(order.id), body),
    onError: (failure) => notify(saying(failure, "order"), { type: "error" }),
  });
  return (
    <Autocomplete
      multiple
      freeSolo
      options={[]}
      value={tags}
      disabled={isPending}
      onChange={(_, wanted) => mutate(wanted)}
      renderInput={(input) => <TextField {...input} label="Tags" placeholder="Type one, then Enter" />}
    />
  );
}

function NewNote({ order }: { order: Order }) {
  const [text, setText] = useState("");
  const notify = useNotify();
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.addNote(order.id, text.trim()),
    onSuccess: ({ body }) => {
      queries.setQueryData(key(order.id), body);
      setText("");
    },
    onError: (failure) => notify(saying(failure, "order"), { type: "error" }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate();
  };
  return (
    <Box component="form" onSubmit={submit}>
      <TextField
        label="Note for colleagues"
        value={text}
        onChange={(event) => setText(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 2000 } }}
        multiline
        fullWidth
      />
      <Button type="submit" disabled={isPending || text.trim() === ""}>
        {isPending ? "Saving…" : "Add note"}
      </Button>
    </Box>
  );
}

/** Why an order is held, and what can be done about it; nothing where it was let go by itself. */
export function OrderReview({ order }: { order: Order }) {
  const { data } = useQuery({
    queryKey: ["order-assessment", order.id],
    queryFn: () => api.assessment(order.id),
    retry: false,
  });
  const [note, setNote] = useState("");
  const notify = useNotify();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (decision: "clear" | "refuse") => api.decide(order.id, decision, note.trim()),
    onSuccess: (_, decision) => {
      notify(decision === "clear" ? "The order goes on its way." : "The order is refused, and its money goes back.");
      void queries.invalidateQueries({ queryKey: ["order-assessment", order.id] });
      refresh();
    },
    onError: (failure) => notify(saying(failure, "order"), { type: "error" }),
  });
  if (!data || data.outcome === "allow") return null;
  const decided = data.decisions.find(
    ({ outcome, decided_by }) => outcome === "clear" || (outcome === "refuse" && decided_by !== "system"),
  );
  const waits = data.outcome === "review" && !decided && order.status === "open";
  return (
    <Alert severity={waits ? "warning" : "info"} sx={{ mb: 2 }}>
      <Box sx={{ fontWeight: 600 }}>
        {waits
          ? "Held: have a look before it leaves"
          : decided
            ? `Looked at by ${decided.decided_by}`
            : "Refused by the rules"}
        {` · ${data.score} points`}
      </Box>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {data.reasons.map(({ rule_id, name, points }) => (
          <li key={rule_id}>
            {name} ({points > 0 ? `+${points}` : points})
          </li>
        ))}
      </Box>
      {decided?.note && <Box>{decided.note}</Box>}
      {waits && (
        <Stack sx={{ gap: 1, mt: 1 }}>
          <TextField
            label="Why you decide so"
            value={note}
            onChange={(event) => setNote(event.target.value)}
            size="small"
          />
          <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
            <Button variant="contained" disabled={isPending} onClick={() => mutate("clear")}>
              Let it go
            </Button>
            <Button color="error" disabled={isPending} onClick={() => mutate("refuse")}>
              Refuse and send the money back
            </Button>
          </Stack>
        </Stack>
      )}
    </Alert>
  );
}
