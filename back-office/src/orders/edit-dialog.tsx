import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import { type PickedVariant, VariantPicker } from "../by-staff/variant-picker.tsx";
import { money } from "../money.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import type { Order } from "../wire.ts";
import * as api from "./desk-api.ts";
import { insisting } from "./insisting.ts";
import { Quantities } from "./order-quantities.tsx";

/** Changes what an order holds before it leaves: how many there are, and what is added. */
export function EditDialog({ order, onClose }: { order: Versioned<Order>; onClose: () => void }) {
  const now = Object.fromEntries(order.items.map(({ id, quantity }) => [id, quantity]));
  const [value, setValue] = useState<Record<string, number>>(now);
  const [added, setAdded] = useState<PickedVariant[]>([]);
  const [reason, setReason] = useState("");
  const notify = useNotify();
  const refresh = useRefresh();
  const wanted: api.Edit = {
    items: order.items.flatMap(({ id }) => (value[id] === now[id] ? [] : [{ item_id: id, quantity: value[id] ?? 0 }])),
    add: added.flatMap(({ variant_id }) => {
      const quantity = value[variant_id] ?? 0;
      return quantity > 0 ? [{ variant_id, quantity }] : [];
    }),
  };
  const preview = useMutation({ mutationFn: () => api.previewEdit(order.id, wanted) });
  const save = useMutation({
    mutationFn: (total: number) => insisting(order, (seen) => api.edit(seen, wanted, total, reason.trim())),
    onSuccess: () => {
      notify("The order is changed. The customer is told.", { type: "success" });
      refresh();
      onClose();
    },
  });
  const change = (next: Record<string, number>) => {
    setValue(next);
    preview.reset();
    save.reset();
  };
  const add = (picked: PickedVariant) => {
    setAdded([...added, picked]);
    change({ ...value, [picked.variant_id]: 1 });
  };
  const error = save.error ?? preview.error;
  const rows = [...order.items, ...added.map(({ variant_id: id, title, sku }) => ({ id, title, sku }))];
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="change-items">
      <DialogTitle id="change-items">How many are there to be?</DialogTitle>
      <DialogContent>
        <Quantities items={rows} value={value} most={() => 999} onChange={change} />
        <VariantPicker
          label="Add a product, by words or SKU"
          currency={order.currency}
          without={[...order.items, ...added].map(({ variant_id }) => variant_id)}
          onPick={add}
        />
        <TextField
          label="Reason, for the customer"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 300 } }}
        />
        {error && <FailureNotice failure={error} />}
        {preview.data && <Outcome preview={preview.data} currency={order.currency} />}
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
            disabled={preview.isPending || wanted.items.length + wanted.add.length === 0}
            onClick={() => preview.mutate()}
          >
            See what it comes to
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

/** What the order would come to, and who owes whom what then. */
function Outcome({ preview, currency }: { preview: api.EditPreview; currency: string }) {
  const amount = (minor: number) => money(minor, currency);
  const { total, before, owed, difference } = preview;
  return (
    <Alert severity="info" sx={{ mt: 2 }}>
      It comes to {amount(total)} in place of {amount(before)}.{" "}
      {owed > 0 && `${amount(owed)} is to be paid before it leaves.`}
      {owed === 0 && difference < 0 && `${amount(-difference)} goes back.`}
    </Alert>
  );
}
