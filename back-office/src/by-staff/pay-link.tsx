import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import { when } from "../dates.ts";
import { saying } from "../failure.ts";
import { SelectField } from "../forms/select-field.tsx";
import { FailureNotice } from "../shell/notices.tsx";
import type { Order } from "../wire.ts";
import * as api from "./draft-api.ts";
import { patience } from "./sum-panel.tsx";

/** The link by which the buyer pays, for an order that waits for its money: to be copied, or to be sent anew. */
export function PayLink({ order }: { order: Order }) {
  const [asking, setAsking] = useState(false);
  const notify = useNotify();
  const copy = useMutation({
    mutationFn: async () => navigator.clipboard.writeText((await api.payLink(order.id)).pay_url),
    onSuccess: () => notify("The link is copied.", { type: "success" }),
    onError: (failure) => notify(saying(failure, "order"), { type: "error" }),
  });
  if (order.status !== "open" || order.payment_status !== "pending" || order.expires_at === null) return null;
  return (
    <Alert severity="info" icon={false} sx={{ mt: 2 }}>
      The buyer can pay at the order's own page until {when(order.expires_at)}.
      <Stack direction="row" sx={{ gap: 1, mt: 1, flexWrap: "wrap" }}>
        <Button size="small" variant="outlined" disabled={copy.isPending} onClick={() => copy.mutate()}>
          Copy the link
        </Button>
        <Button size="small" variant="outlined" onClick={() => setAsking(true)}>
          Send the link…
        </Button>
      </Stack>
      {asking && <SendDialog order={order} onClose={() => setAsking(false)} />}
    </Alert>
  );
}

function SendDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const [hours, setHours] = useState("");
  const notify = useNotify();
  const refresh = useRefresh();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.sendPayLink(order.id, hours === "" ? null : Number(hours)),
    onSuccess: () => {
      notify(`The link is on its way to ${order.email}.`, { type: "success" });
      refresh();
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="send-link">
      <DialogTitle id="send-link">Send the link to {order.email}?</DialogTitle>
      <DialogContent>
        {error && <FailureNotice failure={error} />}
        <SelectField
          label="The order waits"
          value={hours}
          choices={[["", "as long as it does now"], ...patience.map(([each, words]) => [String(each), words] as const)]}
          onChange={setHours}
          sx={{ mt: 1 }}
          fullWidth
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button variant="contained" disabled={isPending} onClick={() => mutate()}>
          {isPending ? "Sending…" : "Send it"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
