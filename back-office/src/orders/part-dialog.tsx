import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import { FailureNotice } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import type { Order } from "../wire.ts";
import * as api from "./desk-api.ts";
import { insisting } from "./insisting.ts";
import { Quantities } from "./order-quantities.tsx";

/** Sends some of an order before the rest. */
export function PartDialog({ order, onClose }: { order: Versioned<Order>; onClose: () => void }) {
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
    mutationFn: () => insisting(order, (seen) => api.shipPart(seen, items, label)),
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
          <Quantities items={order.items} value={value} most={left} onChange={setValue} />
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
