import { Box, Button, Checkbox, Stack, Typography } from "@mui/material";
import type { ReactElement } from "react";
import { Link, SimpleList, useListContext } from "react-admin";
import { ago } from "../dates.ts";
import { money } from "../money.ts";
import { StatusChip } from "../shell/status-chip.tsx";
import type { OrderSummary } from "../wire.ts";
import { OrderBulk } from "./order-bulk.tsx";

/** Orders where there is no room for a table: each can be ticked, too. */
export function OrderCards({ empty }: { empty: ReactElement }) {
  return (
    <>
      <Ticked />
      <SimpleList<OrderSummary>
        empty={empty}
        linkType={false}
        rightIcon={(order) => <Tick order={order} />}
        primaryText={(order) => (
          <Stack
            component={Link}
            to={`/orders/${order.id}/show`}
            direction="row"
            sx={{ justifyContent: "space-between", gap: 1, color: "text.primary", textDecoration: "none" }}
          >
            <Box component="span" sx={{ fontWeight: 650, minWidth: 0, overflowWrap: "anywhere" }}>
              {order.number} · {order.ships_to?.name ?? order.email}
            </Box>
            <Box component="span" sx={{ whiteSpace: "nowrap" }}>
              {money(order.total, order.currency)}
            </Box>
          </Stack>
        )}
        secondaryText={(order) => (
          <Stack component="span" direction="row" sx={{ gap: 0.75, mt: 0.5, flexWrap: "wrap", alignItems: "center" }}>
            <StatusChip status={order.payment_status} />
            <StatusChip status={order.shipping_status} />
            {order.status !== "open" && <StatusChip status={order.status} />}
            <span>{ago(order.created_at)}</span>
          </Stack>
        )}
      />
    </>
  );
}

/** What can be done with the orders that are ticked. */
function Ticked() {
  const { selectedIds, onUnselectItems } = useListContext<OrderSummary>();
  if (selectedIds.length === 0) return null;
  return (
    <Stack
      direction="row"
      sx={{ px: 2, py: 1, flexWrap: "wrap", alignItems: "center", bgcolor: "action.hover", columnGap: 1 }}
    >
      <Typography sx={{ flex: 1, whiteSpace: "nowrap" }}>{selectedIds.length} ticked</Typography>
      <Button size="small" onClick={() => onUnselectItems()}>
        Untick
      </Button>
      <Box sx={{ width: "100%" }}>
        <OrderBulk />
      </Box>
    </Stack>
  );
}

function Tick({ order: { id, number } }: { order: OrderSummary }) {
  const { selectedIds, onToggleItem } = useListContext<OrderSummary>();
  return (
    <Checkbox
      edge="end"
      checked={selectedIds.includes(id)}
      onChange={() => onToggleItem(id)}
      slotProps={{ input: { "aria-label": `Tick order ${number}` } }}
    />
  );
}
