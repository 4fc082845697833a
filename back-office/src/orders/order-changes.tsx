import { Button } from "@mui/material";
import { useState } from "react";
import type { Versioned } from "../versioned.ts";
import type { Order } from "../wire.ts";
import { EditDialog } from "./edit-dialog.tsx";
import { PartDialog } from "./part-dialog.tsx";

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
