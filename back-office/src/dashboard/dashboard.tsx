import StockIcon from "@mui/icons-material/Inventory2Outlined";
import ShippedIcon from "@mui/icons-material/LocalShippingOutlined";
import MailIcon from "@mui/icons-material/MarkEmailReadOutlined";
import PaidIcon from "@mui/icons-material/PaymentsOutlined";
import SearchIcon from "@mui/icons-material/SearchOutlined";
import { Box } from "@mui/material";
import { useGetIdentity } from "react-admin";
import * as api from "../api.ts";
import { ago } from "../dates.ts";
import { money } from "../money.ts";
import { toShip, unpaid } from "../orders/order-views.ts";
import { searchMisses } from "../search/search-api.ts";
import { languageName } from "../settings.ts";
import { PageName } from "../shell/frame.tsx";
import type { OrderSummary } from "../wire.ts";
import { Pile } from "./pile.tsx";

const orderRow = (order: OrderSummary) => ({
  key: order.id,
  to: `/orders/${order.id}/show`,
  name: `${order.number} · ${order.email}`,
  remark: ago(order.created_at),
  value: money(order.total, order.currency),
});

const listLink = (resource: string, filter: object) =>
  `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`;

/** The morning's look: what waits for somebody. */
export default function Dashboard() {
  const { identity } = useGetIdentity();
  const name = identity?.fullName?.split(/[\s@]/)[0];
  return (
    <>
      <PageName name={name ? `Hello, ${name}` : "Home"} />
      <Box
        sx={{
          display: "grid",
          gap: 2,
          mt: 2,
          gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(2, minmax(0, 1fr))" },
          alignItems: "start",
        }}
      >
        <Pile
          title="To ship"
          all={listLink("orders", toShip.filter)}
          load={(limit) => api.ordersPage({ ...toShip.filter, limit })}
          row={orderRow}
          nothing={{ icon: <ShippedIcon />, title: "Everything that may leave has left" }}
        />
        <Pile
          title="Unpaid"
          all={listLink("orders", unpaid.filter)}
          load={(limit) => api.ordersPage({ ...unpaid.filter, limit })}
          row={orderRow}
          nothing={{ icon: <PaidIcon />, title: "Nobody owes the store" }}
        />
        <Pile
          title="Low stock"
          all={listLink("inventory", { low: "true" })}
          load={(limit) => api.inventoryPage({ low: true, limit })}
          row={(stock) => ({
            key: stock.sku,
            to: listLink("inventory", { q: stock.sku }),
            name: stock.title ?? stock.sku,
            remark: stock.title ? stock.sku : "",
            value: `${stock.available} left`,
          })}
          nothing={{ icon: <StockIcon />, title: "Enough of everything" }}
        />
        <Pile
          title="Searched in vain"
          all="/search/misses"
          load={async (limit) => ({ data: await searchMisses(7, limit), next_cursor: null })}
          row={({ words, locale, searches, last_at }) => ({
            key: `${locale} ${words}`,
            to: "/search/misses",
            name: words,
            remark: `${languageName(locale)} · last ${ago(last_at)}`,
            value: searches === 1 ? "once" : `${searches} times`,
          })}
          nothing={{ icon: <SearchIcon />, title: "Everybody found something" }}
        />
        <Pile
          title="Dead letters"
          all="/dead-letters"
          load={(limit) => api.deadLettersPage({ limit })}
          row={(letter) => ({
            key: letter.id,
            to: "/dead-letters",
            name: letter.queue,
            remark: letter.error ?? "no reason given",
            value: ago(letter.received_at),
          })}
          nothing={{ icon: <MailIcon />, title: "Every message was done" }}
        />
      </Box>
    </>
  );
}
