import { Box, Card, CardContent, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { ShowBase, useShowContext } from "react-admin";
import { PayLink } from "../by-staff/pay-link.tsx";
import { when } from "../dates.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { StatusChip } from "../shell/status-chip.tsx";
import type { Versioned } from "../versioned.ts";
import { whole } from "../whole.ts";
import type { Address, Order } from "../wire.ts";
import { addressLines } from "./address-lines.ts";
import { OrderActions } from "./order-actions.tsx";
import { OrderChanges } from "./order-changes.tsx";
import { OrderDesk, OrderReview, OrderStory } from "./order-desk.tsx";
import { OrderItems } from "./order-items.tsx";
import { OrderPayments } from "./order-payments.tsx";

// Stays on the page when the order cannot be read: react-admin would leave for the list, and take the reason along.
const staying = { ...whole, onError: () => undefined };

/** One order: what was bought, who gets it, what was paid, where the parcel is, and how it came to this. */
export default function OrderPage() {
  return (
    <ShowBase<Versioned<Order>> queryOptions={staying}>
      <OrderSheet />
    </ShowBase>
  );
}

function OrderSheet() {
  const { record: order, error, isPending, refetch } = useShowContext<Versioned<Order>>();
  if (error) {
    return (
      <>
        <PageName name="Order" />
        <FailureNotice failure={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (isPending || !order) return <Waiting what="Reading the order" />;
  return (
    <>
      <PageName name={`Order ${order.number}`} />
      <Head order={order} />
      <OrderReview order={order} />
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 2fr) minmax(0, 1fr)" },
        }}
      >
        <Stack sx={{ gap: 2 }}>
          <OrderItems order={order} />
          <Section title="Payments">
            <OrderPayments order={order} />
            <PayLink order={order} />
          </Section>
          <Section title="Parcels">
            <Parcels order={order} />
          </Section>
        </Stack>
        <Stack sx={{ gap: 2 }}>
          <Section title="Customer">
            <Typography
              component="a"
              href={`mailto:${order.email}`}
              sx={{ color: "primary.main", overflowWrap: "anywhere" }}
            >
              {order.email}
            </Typography>
            <Addresses order={order} />
            <Typography sx={{ mt: 1.5, color: "text.secondary" }}>
              {order.shipping_kind === "pickup"
                ? `Picks it up: ${order.shipping_pickup?.name ?? "at the shop"}`
                : `Chose ${order.shipping_name} shipping`}
            </Typography>
          </Section>
          <Section title="For colleagues">
            <OrderDesk order={order} />
          </Section>
          <Section title="What happened">
            <OrderStory order={order} />
          </Section>
        </Stack>
      </Box>
    </>
  );
}

function Head({ order }: { order: Versioned<Order> }) {
  return (
    <Stack direction="row" sx={{ my: 2, gap: 1, flexWrap: "wrap", alignItems: "center" }}>
      <StatusChip status={order.status} />
      <StatusChip status={order.payment_status} />
      <StatusChip status={order.shipping_status} />
      <Typography variant="body2" sx={{ color: "text.secondary", mr: "auto" }}>
        placed {when(order.created_at)}
        {order.expires_at && ` · waits for its payment until ${when(order.expires_at)}`}
      </Typography>
      <OrderChanges order={order} />
      <OrderActions order={order} />
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card component="section">
      <CardContent>
        <Typography variant="h2" sx={{ mb: 1 }}>
          {title}
        </Typography>
        {children}
      </CardContent>
    </Card>
  );
}

function Parcels({ order: { shipments, items } }: { order: Order }) {
  if (shipments.length === 0) return <Quiet>No parcel has been booked yet.</Quiet>;
  const titleOf = (id: string) => items.find((item) => item.id === id)?.title ?? id;
  return (
    <Stack component="ul" sx={{ gap: 1.5, listStyle: "none", p: 0, m: 0 }}>
      {shipments.map((parcel) => (
        <Box component="li" key={parcel.id}>
          <Stack direction="row" sx={{ columnGap: 1, flexWrap: "wrap", alignItems: "center" }}>
            <Box sx={{ fontWeight: 600, textTransform: "capitalize" }}>{parcel.carrier}</Box>
            <Box>{parcel.service}</Box>
            <StatusChip status={parcel.status} />
            <Box
              component="a"
              href={parcel.tracking_url}
              target="_blank"
              rel="noreferrer"
              sx={{ color: "primary.main", overflowWrap: "anywhere" }}
            >
              {parcel.tracking_number}
            </Box>
          </Stack>
          <Typography variant="body2" sx={{ color: "text.secondary", overflowWrap: "anywhere" }}>
            {parcel.items.length === 0
              ? "Holds all that was left"
              : parcel.items.map(({ item_id, quantity }) => `${quantity} × ${titleOf(item_id)}`).join(", ")}
          </Typography>
        </Box>
      ))}
    </Stack>
  );
}

function Addresses({ order }: { order: Order }) {
  const { shipping_address: shipping, billing_address: billing } = order;
  const same = JSON.stringify(shipping) === JSON.stringify(billing);
  return (
    <Box sx={{ display: "grid", gap: 2, mt: 1.5, gridTemplateColumns: "repeat(auto-fit, minmax(140px, 1fr))" }}>
      <AddressLines title={same ? "Ships to, billed to" : "Ships to"} address={shipping} />
      {!same && <AddressLines title="Billed to" address={billing} />}
    </Box>
  );
}

function AddressLines({ title, address }: { title: string; address: Address }) {
  const lines = [...addressLines(address), ...(address.phone ? [address.phone] : [])];
  return (
    <Box>
      <Typography variant="h3" sx={{ color: "text.secondary", fontSize: "0.8125rem" }}>
        {title}
      </Typography>
      <Box component="address" sx={{ fontStyle: "normal", overflowWrap: "anywhere" }}>
        {lines.map((line) => (
          <Box key={line}>{line}</Box>
        ))}
      </Box>
    </Box>
  );
}

function Quiet({ children }: { children: ReactNode }) {
  return <Typography sx={{ color: "text.secondary" }}>{children}</Typography>;
}
