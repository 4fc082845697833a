import ReceiptIcon from "@mui/icons-material/ReceiptLongOutlined";
import { Box, Button, Stack, type Theme, useMediaQuery } from "@mui/material";
import { useMemo } from "react";
import { DataTable, FilterButton, Link, List } from "react-admin";
import { ago, when } from "../dates.ts";
import { money } from "../money.ts";
import { useSettings } from "../settings.ts";
import { toTheRight } from "../shell/columns.ts";
import { PageName } from "../shell/frame.tsx";
import { leafed } from "../shell/leafing.tsx";
import { EmptyList, Nothing } from "../shell/notices.tsx";
import { StatusChip } from "../shell/status-chip.tsx";
import type { OrderSummary } from "../wire.ts";
import { OrderBulk, OrderTools } from "./order-bulk.tsx";
import { OrderCards } from "./order-cards.tsx";
import { orderFilters } from "./order-filters.tsx";
import { OrderViews } from "./saved-views.tsx";

export default function OrderList() {
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  const currency = useSettings()?.currency ?? "EUR";
  const filters = useMemo(() => orderFilters(!narrow, currency), [narrow, currency]);
  return (
    <>
      <PageName name="Orders" />
      <NewOrders />
      <List
        {...leafed}
        filters={filters}
        actions={<ListTools filters={filters} />}
        empty={
          <EmptyList icon={<ReceiptIcon />} title="No orders yet">
            <p>The first one appears here the moment a shopper places it.</p>
            <Button variant="contained" component={Link} to="/order-drafts/new">
              Make one for a buyer
            </Button>
          </EmptyList>
        }
      >
        <OrderViews />
        {narrow ? <OrderCards empty={noMatch} /> : <OrderTable />}
      </List>
    </>
  );
}

/** Further questions, and the file of what they find. */
function ListTools({ filters }: { filters: ReturnType<typeof orderFilters> }) {
  return (
    <Stack direction="row" sx={{ alignItems: "center", flexShrink: 0 }}>
      <FilterButton filters={filters} />
      <OrderTools />
    </Stack>
  );
}

/** The way to an order of one's own making. */
function NewOrders() {
  return (
    <Stack direction="row" sx={{ mt: 1, gap: 1, justifyContent: "flex-end" }}>
      <Button component={Link} to="/order-drafts">
        Drafts
      </Button>
      <Button variant="contained" component={Link} to="/order-drafts/new">
        New order
      </Button>
    </Stack>
  );
}

const noMatch = (
  <Nothing icon={<ReceiptIcon />} title="No order fits">
    Choose another view, or clear the search.
  </Nothing>
);

const Column = DataTable.Col<OrderSummary>;

function OrderTable() {
  return (
    <DataTable<OrderSummary> bulkActionButtons={<OrderBulk />} rowClick="show" empty={noMatch}>
      <Column
        source="number"
        label="Order"
        disableSort
        render={(order) => <Box sx={{ fontWeight: 650, fontVariantNumeric: "tabular-nums" }}>{order.number}</Box>}
      />
      <Column
        label="Placed"
        render={(order) => (
          <time dateTime={order.created_at} title={when(order.created_at)}>
            {ago(order.created_at)}
          </time>
        )}
      />
      <Column
        label="Customer"
        render={(order) => (
          <>
            <Box>{order.ships_to?.name ?? order.email}</Box>
            <Box sx={{ color: "text.secondary", fontSize: "0.8125rem" }}>
              {order.email}
              {order.tags?.map((tag) => ` · ${tag}`)}
            </Box>
          </>
        )}
      />
      <Column label="Payment" render={(order) => <StatusChip status={order.payment_status} />} />
      <Column label="Shipping" render={(order) => <StatusChip status={order.shipping_status} />} />
      <Column label="Order" render={(order) => <StatusChip status={order.status} />} />
      <Column
        {...toTheRight}
        source="total"
        label="Total"
        disableSort
        render={(order) => money(order.total, order.currency)}
      />
    </DataTable>
  );
}
