import AddIcon from "@mui/icons-material/Add";
import ShippingIcon from "@mui/icons-material/LocalShippingOutlined";
import { Box, Button, Chip, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-admin";
import { useCurrencies } from "../prices/market-api.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { LinkRow, Rows } from "../shell/rows.tsx";
import { ShipFrom } from "./ship-from.tsx";
import { type ShippingMethod, type ShippingZone, shippingMethods, shippingZones } from "./shipping-api.ts";
import { costsOf, takes, whereWords } from "./words.ts";

/** Every way to ship, the zones that they lead to, and where parcels leave. */
export default function ShippingPage() {
  const methods = useQuery({ queryKey: ["shipping-methods"], queryFn: shippingMethods });
  const zones = useQuery({ queryKey: ["shipping-zones"], queryFn: shippingZones });
  return (
    <>
      <PageName name="Shipping" />
      <Stack sx={{ gap: 3, mt: 2, maxWidth: 980 }}>
        <Section
          title="Ways to ship"
          hint="In the order in which shoppers see them."
          action="New way to ship"
          to="/shipping/methods/new"
          query={methods}
        >
          {methods.data && (
            <Rows
              label="Ways to ship"
              nothing={
                <Nothing icon={<ShippingIcon />} title="Nothing can be shipped">
                  Shoppers cannot check out before there is a way to ship.
                </Nothing>
              }
            >
              {methods.data.map((method) => (
                <Method key={method.id} method={method} zones={zones.data ?? []} />
              ))}
            </Rows>
          )}
        </Section>
        <Section
          title="Zones"
          hint="An address lies in the narrowest zone that holds it."
          action="New zone"
          to="/shipping/zones/new"
          query={zones}
        >
          {zones.data && (
            <Rows
              label="Shipping zones"
              nothing={
                <Nothing icon={<ShippingIcon />} title="No zones yet">
                  A zone is a part of the world that is shipped to alike.
                </Nothing>
              }
            >
              {zones.data.map((zone) => (
                <Zone key={zone.id} zone={zone} />
              ))}
            </Rows>
          )}
        </Section>
        <ShipFrom />
      </Stack>
    </>
  );
}

interface SectionProps {
  title: string;
  hint: string;
  /** What the button to make another says, and where it leads. */
  action: string;
  to: string;
  query: { data: unknown; error: unknown; refetch: () => unknown };
  children: ReactNode;
}

function Section({ title, hint, action, to, query: { data, error, refetch }, children }: SectionProps) {
  return (
    <Box component="section" aria-label={title}>
      <Stack direction="row" sx={{ gap: 1, mb: 1, alignItems: "center", flexWrap: "wrap" }}>
        <Box sx={{ flex: 1, minWidth: 200 }}>
          <Typography variant="h2">{title}</Typography>
          <Typography variant="body2" sx={{ color: "text.secondary" }}>
            {hint}
          </Typography>
        </Box>
        <Button variant="contained" startIcon={<AddIcon />} component={Link} to={to}>
          {action}
        </Button>
      </Stack>
      {error !== null && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting what={`Reading: ${title}`} />}
      {children}
    </Box>
  );
}

function Method({ method, zones }: { method: ShippingMethod; zones: readonly ShippingZone[] }) {
  const [currency = "EUR"] = useCurrencies();
  const nameOf = (id: string) => zones.find((zone) => zone.id === id)?.name ?? id;
  return (
    <LinkRow to={`/shipping/methods/${method.id}`}>
      <Box sx={{ flex: 1, minWidth: 200 }}>
        <Box component="strong">{method.name}</Box>
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {method.kind === "pickup" ? "picked up" : (method.carrier ?? "brought to the door")} · {takes(method)}
        </Typography>
      </Box>
      {!method.active && <Chip size="small" variant="outlined" color="warning" label="not offered" />}
      <Box sx={{ width: { xs: "100%", sm: 380 } }}>
        {method.zones.map((zone) => (
          <Typography key={zone.zone_id} variant="body2">
            {nameOf(zone.zone_id)}: {costsOf(zone.rates, currency)}
          </Typography>
        ))}
        {method.zones.length === 0 && "It leads nowhere yet"}
      </Box>
    </LinkRow>
  );
}

function Zone({ zone }: { zone: ShippingZone }) {
  return (
    <LinkRow to={`/shipping/zones/${zone.id}`}>
      <Box component="strong" sx={{ flex: 1, minWidth: 160 }}>
        {zone.name}
      </Box>
      <Typography variant="body2" sx={{ width: { xs: "100%", sm: 380 }, overflowWrap: "anywhere" }}>
        {whereWords(zone)}
      </Typography>
    </LinkRow>
  );
}
