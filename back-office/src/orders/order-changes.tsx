import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import { money } from "../money.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import type { Order } from "../wire.ts";
import * as api from "./desk-api.ts";

/** Sending a part, and changing how many there are, while the order has not left. */
export function OrderChanges({ order }: { order: Versioned<Order> }) {
  const [open, setOpen] = useState<"part" | "edit" | null>(null);
  const here = order.status === "open" && ["unfulfilled", "partially_shipped"].includes(order.shipping_status);
  const paid = ["paid", "authorized", "partially_refunded"].includes(order.payment_status);
  const close = () => setOpen(null);
  if (!here) return null;
  return (
    <>
      {paid && order.shipping_kind !== "pickup" && <Button onClick={() => setOpen("part")}>Send a part…</Button>}
      {order.shipping_status === "unfulfilled" && ["paid", "pending"].includes(order.payment_status) && (
        <Button onClick={() => setOpen("edit")}>Change items…</Button>
      )}
      {open === "part" && <PartDialog order={order} onClose={close} />}
      {open === "edit" && <EditDialog order={order} onClose={close} />}
    </>
  );
}

interface DialogProps {
  order: Versioned<Order>;
  onClose: () => void;
}

/** How many of each item; what is not a number counts as none. */
function Quantities({
  order,
  value,
  most,
  onChange,
}: {
  order: Order;
  value: Record<string, number>;
  most: (id: string) => number;
  onChange: (value: Record<string, number>) => void;
}) {
  return (
    <Stack sx={{ gap: 1.5 }}>
      {order.items.map(({ id, title, sku }) => (
        <Stack key={id} direction="row" sx={{ gap: 2, alignItems: "center" }}>
          <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
            {title}{" "}
            <Box component="span" sx={{ color: "text.secondary" }}>
              {sku}
            </Box>
          </Box>
          <TextField
            type="number"
            size="small"
            sx={{ width: 96 }}
            value={value[id] ?? 0}
            slotProps={{ htmlInput: { min: 0, max: most(id), "aria-label": `How many of ${title}` } }}
            onChange={(event) => onChange({ ...value, [id]: Number(event.target.value) || 0 })}
          />
        </Stack>
      ))}
    </Stack>
  );
}

function PartDialog({ order, onClose }: DialogProps) {
  const gone = new Map<string, number>();
  for (const parcel of order.shipments.filter(({ status }) => status !== "failed"))
    for (const { item_id, quantity } of parcel.items) gone.set(item_id, (gone.get(item_id) ?? 0) + quantity);
  const left = (id: string) => (order.items.find((item) => item.id === id)?.quantity ?? 0) - (gone.get(id) ?? 0);
  const [value, setValue] = useState<Record<string, number>>({});
  const [label, setLabel] = useState({ carrier: "", number: "" });
  const notify = useNotify();
  const refresh = useRefresh();
  const items = Object.entries(value).flatMap(([item_id, quantity]) => (quantity > 0 ? [{ item_id, quantity }] : []));
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.shipPart(order, items, label),
    onSuccess: () => {
      notify("The parcel is on its way. The customer is told.", { type: "success" });
      refresh();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="send-part">
      <form onSubmit={submit}>
        <DialogTitle id="send-part">What is in the parcel?</DialogTitle>
        <DialogContent>
          {error && <FailureNotice failure={error} />}
          <Quantities order={order} value={value} most={left} onChange={setValue} />
          <Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 2, mt: 2 }}>
            <TextField
              label="Tracking number"
              helperText="Made up where you leave it out"
              value={label.number}
              onChange={(event) => setLabel({ ...label, number: event.target.value })}
              fullWidth
            />
            <TextField
              label="Carrier"
              value={label.carrier}
              onChange={(event) => setLabel({ ...label, carrier: event.target.value })}
              fullWidth
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" variant="contained" disabled={isPending || items.length === 0}>
            {isPending ? "Sending…" : "It has left"}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function EditDialog({ order, onClose }: DialogProps) {
  const now = Object.fromEntries(order.items.map(({ id, quantity }) => [id, quantity]));
  const [value, setValue] = useState<Record<string, number>>(now);
  const [reason, setReason] = useState("");
  const notify = useNotify();
  const refresh = useRefresh();
  const items = Object.entries(value).flatMap(([item_id, quantity]) =>
    quantity === now[item_id] ? [] : [{ item_id, quantity }],
  );
  const preview = useMutation({ mutationFn: () => api.previewEdit(order.id, items) });
  const save = useMutation({
    mutationFn: (total: number) => api.edit(order, items, total, reason.trim()),
    onSuccess: () => {
      notify("The order is changed. The customer is told.", { type: "success" });
      refresh();
      onClose();
    },
  });
  const amount = (minor: number) => money(minor, order.currency);
  const error = save.error ?? preview.error;
  const change = (next: Record<string, number>) => {
    setValue(next);
    preview.reset();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="change-items">
      <DialogTitle id="change-items">How many are there to be?</DialogTitle>
      <DialogContent>
        {error && <FailureNotice failure={error} />}
        <Quantities order={order} value={value} most={() => 999} onChange={change} />
        <TextField
          label="Reason, for the customer"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 300 } }}
          fullWidth
          sx={{ mt: 2 }}
        />
        {preview.data && (
          <Alert severity="info" sx={{ mt: 2 }}>
            It comes to {amount(preview.data.total)} in place of {amount(preview.data.before)}.{" "}
            {preview.data.owed > 0 && `${amount(preview.data.owed)} is to be paid before it leaves.`}
            {preview.data.owed === 0 && preview.data.difference < 0 && `${amount(-preview.data.difference)} goes back.`}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Leave it as it is</Button>
        {preview.data ? (
          <Button variant="contained" disabled={save.isPending} onClick={() => save.mutate(preview.data.total)}>
            {save.isPending ? "Changing…" : "Change the order"}
          </Button>
        ) : (
          <Button
            variant="contained"
            disabled={preview.isPending || items.length === 0}
            onClick={() => preview.mutate()}
          >
            See what it comes to
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
