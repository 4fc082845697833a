import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, TextField } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link, useNotify, useRefresh } from "react-admin";
import * as api from "../api.ts";
import { saying } from "../failure.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import type { Order } from "../wire.ts";
import { insisting } from "./insisting.ts";

/** What can be done with an order. The store decides; a button is only shown where it could say yes. */
export function OrderActions({ order }: { order: Versioned<Order> }) {
  const step = nextStep(order);
  return (
    <>
      {order.status === "open" && order.shipping_status === "unfulfilled" && <CancelOrder order={order} />}
      {step && <TakeStep order={order} step={step} />}
      {order.status === "cancelled" && (
        <Button component={Link} to={`/order-drafts/new?like=${order.id}`}>
          Order it again…
        </Button>
      )}
    </>
  );
}

/** A step of the parcel that staff saw: what the button says, and what is told once it is done. */
interface Step {
  to: "shipped" | "delivered";
  label: string;
  done: string;
}

/** What comes next for an order that stands so; null where nothing does. */
function nextStep({ status, payment_status, shipping_status, shipping_kind }: Order): Step | null {
  const pickup = shipping_kind === "pickup";
  if (status !== "open") return null;
  if (shipping_status === "shipped") {
    return pickup
      ? { to: "delivered", label: "Picked up", done: "was picked up." }
      : { to: "delivered", label: "Mark delivered", done: "has arrived." };
  }
  const paid = ["paid", "authorized", "partially_refunded"].includes(payment_status);
  if (shipping_status === "unfulfilled" && !paid) return null;
  return pickup
    ? { to: "shipped", label: "Ready to be picked up", done: "is ready to be picked up. The customer is told." }
    : { to: "shipped", label: "Mark shipped", done: "is on its way. The customer is told." };
}

function TakeStep({ order, step }: { order: Versioned<Order>; step: Step }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const { mutate, isPending } = useMutation({
    mutationFn: () => insisting(order, (seen) => api.moveShipping(seen, step.to)),
    onSuccess: () => {
      notify(`Order ${order.number} ${step.done}`, { type: "success" });
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
      {isPending ? "Marking…" : step.label}
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
