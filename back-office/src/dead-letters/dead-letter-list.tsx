import MailIcon from "@mui/icons-material/MarkEmailReadOutlined";
import { Box, Button, Stack, Typography } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Confirm, List, useListContext, useNotify, useRefresh } from "react-admin";
import * as api from "../api.ts";
import { ago, when } from "../dates.ts";
import { saying } from "../failure.ts";
import { PageName } from "../shell/frame.tsx";
import { leafed } from "../shell/leafing.tsx";
import { EmptyList, Nothing, Waiting } from "../shell/notices.tsx";
import type { DeadLetter } from "../wire.ts";

const allWell = {
  icon: <MailIcon />,
  title: "No dead letters",
  children: "Every message that the store sent itself was done. One that keeps failing would be kept here.",
};

/** Messages that no consumer could do, to be tried again or given up. */
export default function DeadLetterList() {
  return (
    <>
      <PageName name="Dead letters" />
      <List {...leafed} actions={false} empty={<EmptyList {...allWell} />}>
        <Letters />
      </List>
    </>
  );
}

function Letters() {
  const { data, isPending } = useListContext<DeadLetter>();
  if (isPending) return <Waiting what="Reading the dead letters" />;
  if (!data || data.length === 0) return <Nothing {...allWell} />;
  return (
    <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {data.map((letter) => (
        <Letter key={letter.id} letter={letter} />
      ))}
    </Box>
  );
}

function Letter({ letter }: { letter: DeadLetter }) {
  return (
    <Box component="li" sx={{ p: 2, borderBottom: 1, borderColor: "divider", "&:last-child": { borderBottom: 0 } }}>
      <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
        <Box sx={{ mr: "auto" }}>
          <Typography variant="h3" component="h2">
            {letter.queue}
          </Typography>
          <Typography variant="body2" sx={{ color: "text.secondary" }}>
            <time dateTime={letter.received_at} title={when(letter.received_at)}>
              {ago(letter.received_at)}
            </time>
            {` · tried ${letter.attempts} ${letter.attempts === 1 ? "time" : "times"}`}
          </Typography>
        </Box>
        <Drop letter={letter} />
        <Retry letter={letter} />
      </Stack>
      <Typography sx={{ mt: 1, color: "error.main", overflowWrap: "anywhere" }}>
        {letter.error ?? "The consumer gave no reason."}
      </Typography>
      <Box component="details" sx={{ mt: 1 }}>
        <Box component="summary" sx={{ cursor: "pointer", color: "text.secondary" }}>
          The message
        </Box>
        <Box
          component="pre"
          sx={{
            m: 0,
            mt: 1,
            p: 1.5,
            maxHeight: 320,
            overflow: "auto",
            fontSize: "0.8125rem",
            borderRadius: 1,
            bgcolor: "background.default",
          }}
        >
          {bodyText(letter.body)}
        </Box>
      </Box>
    </Box>
  );
}

function Retry({ letter }: { letter: DeadLetter }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.retryDeadLetter(letter.id),
    onSuccess: () => {
      notify(`Sent to ${letter.queue} again.`, { type: "success" });
      refresh();
    },
    onError: (failure) => notify(saying(failure, "letter"), { type: "error" }),
  });
  return (
    <Button variant="outlined" size="small" disabled={isPending} onClick={() => mutate()}>
      {isPending ? "Sending…" : "Try again"}
    </Button>
  );
}

function Drop({ letter }: { letter: DeadLetter }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const [asking, setAsking] = useState(false);
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.dropDeadLetter(letter.id),
    onSuccess: () => {
      notify("Dropped.", { type: "success" });
      refresh();
    },
    onError: (failure) => notify(saying(failure, "letter"), { type: "error" }),
    onSettled: () => setAsking(false),
  });
  return (
    <>
      <Button color="error" size="small" onClick={() => setAsking(true)}>
        Drop…
      </Button>
      <Confirm
        isOpen={asking}
        loading={isPending}
        title="Drop this message?"
        content="What it was to do will not be done. This cannot be taken back."
        confirm="Drop it"
        cancel="Keep it"
        confirmColor="warning"
        onConfirm={() => mutate()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

/** Messages are JSON mostly; what was kept as text is laid out too where it can be read as JSON. */
function bodyText(body: unknown): string {
  if (typeof body !== "string") return JSON.stringify(body, null, 2);
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
