import AddIcon from "@mui/icons-material/Add";
import TransferIcon from "@mui/icons-material/SwapHorizOutlined";
import { Box, Button, Chip, Stack, Typography } from "@mui/material";
import { Link } from "react-admin";
import { ago } from "../dates.ts";
import { PageName } from "../shell/frame.tsx";
import { Nothing } from "../shell/notices.tsx";
import { LinkRow } from "../shell/rows.tsx";
import { LeafedRows } from "./leafed-rows.tsx";
import { type Transfer, transfers } from "./stock-api.ts";
import { StockWays } from "./stock-ways.tsx";
import { useLocations } from "./use-locations.ts";

/** What went from one location to another. */
export default function TransfersPage() {
  const { nameOf } = useLocations();
  return (
    <>
      <PageName name="Transfers" />
      <StockWays here="/stock/transfers" />
      <Stack direction="row" sx={{ my: 2, maxWidth: 980, gap: 1, alignItems: "center", flexWrap: "wrap" }}>
        <Typography variant="body2" sx={{ flex: 1, minWidth: 200, color: "text.secondary" }}>
          What is sent leaves its shelf at once, and is incoming until it is received.
        </Typography>
        <Button variant="contained" startIcon={<AddIcon />} component={Link} to="/stock/transfers/new">
          Send goods
        </Button>
      </Stack>
      <Box sx={{ maxWidth: 980 }}>
        <LeafedRows
          label="Transfers"
          queryKey={["stock-transfers"]}
          read={transfers}
          nothing={
            <Nothing icon={<TransferIcon />} title="Nothing was sent yet">
              Goods that go from one location to another are told here.
            </Nothing>
          }
          row={(one) => <Sent key={one.id} transfer={one} nameOf={nameOf} />}
        />
      </Box>
    </>
  );
}

function Sent({ transfer, nameOf }: { transfer: Transfer; nameOf: (id: string) => string }) {
  const sum = (of: "quantity" | "received") => transfer.lines.reduce((total, line) => total + (line[of] ?? 0), 0);
  const isShort = transfer.status === "received" && sum("received") < sum("quantity");
  return (
    <LinkRow to={`/stock/transfers/${transfer.id}`}>
      <Box sx={{ flex: 1, minWidth: 180, overflowWrap: "anywhere" }}>
        <Box component="strong">
          {nameOf(transfer.from)} → {nameOf(transfer.to)}
        </Box>
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {sum("quantity")} units, sent {ago(transfer.sent_at)}
          {transfer.note && ` · ${transfer.note}`}
        </Typography>
      </Box>
      {isShort && (
        <Chip size="small" variant="outlined" color="warning" label={`${sum("quantity") - sum("received")} lost`} />
      )}
      <Chip
        size="small"
        variant="outlined"
        color={transfer.status === "sent" ? "info" : "success"}
        label={transfer.status === "sent" ? "on its way" : "received"}
      />
    </LinkRow>
  );
}
