import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, TextField } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import * as api from "../api.ts";
import { saying } from "../failure.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import type { Order } from "../wire.ts";

/** What can be done with an order. The store decides; a button is only shown where it could say yes. */
export function OrderActions({ order }: { order: Versioned<Order> }) {
  const { status, payment_status, shipping_status } = order;
  const lies = status === "open" && shipping_status === "unfulfilled";
  const ready = lies ? payment_status === "paid" : status === "open" && shipping_status === "partially_shipped";
  return (
    <>
      {lies && <CancelOrder order={order} />}
      {ready && <MarkShipped order={order} />}
    </>
  );
}

function MarkShipped({ order }: { order: Versioned<Order> }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const pickup = order.shipping_option === "pickup";
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.markShipped(order),
    onSuccess: () => {
      const done = pickup ? "is ready to be picked up" : "is on its way";
      notify(`Order ${order.number} ${done}. The customer is told.`, { type: "success" });
      refresh();
    },
    onError: (failure) => {
      notify(saying(failure, "order"), { type: "error", autoHideDuration: 10_000 });
      // Whatever stood in the way, what is shown here is no longer so.
      refresh();
    },
  });
  return (
    <Button variant="contained" disabled={isPending} onClick={() => mutate()}>
      {isPending ? "Marking…" : pickup ? "Ready to be picked up" : "Mark shipped"}
    </Button>
  );
}

function CancelOrder({ order }: { order: Order }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button color="error" onClick={() => setAsking(true)}>
        Cancel order…
      </Button>
      {asking && <CancelDialog order={order} onClose={() => setAsking(false)} />}
    </>
  );
}

function CancelDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const [reason, setReason] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.cancelOrder(order.id, reason.trim()),
    onSuccess: () => {
      notify(`Order ${order.number} is cancelled.`, { type: "success" });
      refresh();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="cancel-order">
      <form onSubmit={submit}>
        <DialogTitle id="cancel-order">Cancel order {order.number}?</DialogTitle>
        <DialogContent>
          <DialogContentText>
            Its stock is released and the customer is told. This cannot be taken back.
            {order.payment_status === "paid" && " What was paid goes back."}
          </DialogContentText>
          {error && <FailureNotice failure={error} />}
          <TextField
            label="Reason, for the customer"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 300 } }}
            autoFocus
            required
            multiline
            minRows={2}
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Keep the order</Button>
          <Button type="submit" variant="contained" color="error" disabled={isPending || reason.trim() === ""}>
            {isPending ? "Cancelling…" : "Cancel the order"}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
