import ReceiptIcon from "@mui/icons-material/ReceiptLongOutlined";
import { Box, Stack, Tab, Tabs, type Theme, useMediaQuery } from "@mui/material";
import {
  DataTable,
  FilterButton,
  List,
  SearchInput,
  SelectInput,
  SimpleList,
  TextInput,
  useListContext,
} from "react-admin";
import { ago, when } from "../dates.ts";
import { money } from "../money.ts";
import { toTheRight } from "../shell/columns.ts";
import { PageName } from "../shell/frame.tsx";
import { leafed } from "../shell/leafing.tsx";
import { EmptyList, Nothing } from "../shell/notices.tsx";
import { StatusChip, statusChoices } from "../shell/status-chip.tsx";
import { type OrderSummary, orderStatuses, paymentStatuses, shippingStatuses } from "../wire.ts";
import { OrderBulk, OrderTools } from "./order-bulk.tsx";
import { orderViews } from "./order-views.ts";

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Number, e-mail or name" />,
  <SelectInput
    key="payment"
    source="payment_status"
    label="Payment"
    choices={statusChoices(paymentStatuses)}
    alwaysOn
  />,
  <SelectInput
    key="shipping"
    source="shipping_status"
    label="Shipping"
    choices={statusChoices(shippingStatuses)}
    alwaysOn
  />,
  <SelectInput key="status" source="status" label="Order" choices={statusChoices(orderStatuses)} alwaysOn />,
  <TextInput key="tag" source="tag" label="Tag" />,
  <TextInput key="sku" source="sku" label="SKU" />,
  <TextInput
    key="country"
    source="country"
    label="Country (DE)"
    format={(value) => value ?? ""}
    parse={(value) => String(value ?? "").toUpperCase()}
  />,
  <TextInput key="from" source="from" label="Placed from" type="date" slotProps={{ inputLabel: { shrink: true } }} />,
  <TextInput key="to" source="to" label="Placed before" type="date" slotProps={{ inputLabel: { shrink: true } }} />,
];

export default function OrderList() {
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  return (
    <>
      <PageName name="Orders" />
      <List
        {...leafed}
        filters={narrow ? filters.slice(0, 1) : filters}
        actions={narrow ? false : <ListTools />}
        empty={
          <EmptyList icon={<ReceiptIcon />} title="No orders yet">
            The first one appears here the moment a shopper places it.
          </EmptyList>
        }
      >
        <Views />
        {narrow ? <OrderCards /> : <OrderTable />}
      </List>
    </>
  );
}

/** Further questions, and the file of what they find. */
function ListTools() {
  return (
    <Stack direction="row" sx={{ alignItems: "center" }}>
      <FilterButton disableSaveQuery={false} filters={filters} />
      <OrderTools />
    </Stack>
  );
}

/** The questions that staff ask most often, one touch each. */
function Views() {
  const { filterValues, setFilters } = useListContext();
  const { q, ...chosen } = filterValues;
  const same = (filter: object) => JSON.stringify(filter) === JSON.stringify(chosen);
  const present = orderViews.find(({ filter }) => same(filter));
  return (
    <Tabs
      value={present?.name ?? false}
      onChange={(_, name) => {
        const view = orderViews.find((one) => one.name === name);
        setFilters({ ...(q ? { q } : {}), ...view?.filter }, []);
      }}
      variant="scrollable"
      allowScrollButtonsMobile
      aria-label="Which orders"
      sx={{ borderBottom: 1, borderColor: "divider", px: 1 }}
    >
      {orderViews.map(({ name }) => (
        <Tab key={name} value={name} label={name} />
      ))}
    </Tabs>
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

function OrderCards() {
  return (
    <SimpleList<OrderSummary>
      empty={noMatch}
      linkType="show"
      primaryText={(order) => (
        <Stack component="span" direction="row" sx={{ justifyContent: "space-between", gap: 1 }}>
          <Box component="span" sx={{ fontWeight: 650 }}>
            {order.number} · {order.email}
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
  );
}
