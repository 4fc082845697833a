import HistoryIcon from "@mui/icons-material/HistoryOutlined";
import { Box, Button, Chip, Stack, Typography } from "@mui/material";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-admin";
import { useParams } from "react-router-dom";
import * as api from "../api.ts";
import { when } from "../dates.ts";
import { FormColumns } from "../forms/form-frame.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRecord } from "../forms/saving.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { Row } from "../shell/rows.tsx";
import type { Inventory } from "../wire.ts";
import { AdjustStock } from "./adjust-stock.tsx";
import { LeafedRows } from "./leafed-rows.tsx";
import { PolicyForm } from "./policy-form.tsx";
import { type Movement, movements, stockPolicy } from "./stock-api.ts";
import { StockWays } from "./stock-ways.tsx";
import { useLocations } from "./use-locations.ts";

/** The stock of one variant: where it lies, how it is sold, and what happened to it. */
export default function VariantStockPage() {
  const { id = "" } = useParams();
  const cache = useQueryClient();
  const stock = useQuery({ queryKey: ["stock-of", id], queryFn: () => api.stockOfVariant(id) });
  const policy = useRecord(["stock-policy", id], () => stockPolicy(id));
  const [adjusting, setAdjusting] = useState(false);
  const close = (changed: boolean) => {
    setAdjusting(false);
    if (changed) for (const list of ["stock-of", "movements"]) void cache.invalidateQueries({ queryKey: [list, id] });
  };
  const name = stock.data?.title ?? stock.data?.sku;
  return (
    <>
      <PageName name={name ? `Stock: ${name}` : "Stock"} />
      <StockWays here="/inventory" />
      {stock.error && <FailureNotice failure={stock.error} onRetry={() => void stock.refetch()} />}
      {!stock.data && !stock.error && <Waiting what="Reading the stock" />}
      {stock.data && (
        <FormColumns
          main={
            <>
              <Levels stock={stock.data} onAdjust={() => setAdjusting(true)} />
              <History id={id} />
            </>
          }
          side={
            <Panel title="How it is sold">
              {policy.error && <FailureNotice failure={policy.error} onRetry={() => void policy.refetch()} />}
              {policy.data && (
                <PolicyForm key={policy.data.etag} began={policy.data} onReload={() => policy.refetch()} />
              )}
            </Panel>
          }
        />
      )}
      {adjusting && stock.data && <AdjustStock stock={stock.data} onClose={close} />}
    </>
  );
}

const figures = ["on_hand", "reserved", "incoming", "available"] as const;
const names = { on_hand: "On hand", reserved: "Reserved", incoming: "Incoming", available: "To sell" };

function Levels({ stock, onAdjust }: { stock: Inventory; onAdjust: () => void }) {
  return (
    <Panel title={stock.sku}>
      <Stack direction="row" sx={{ gap: 1, alignItems: "center", justifyContent: "space-between", flexWrap: "wrap" }}>
        <Typography sx={{ color: "text.secondary" }}>
          {stock.available} can be sold{stock.removed && "; it is no longer in the catalog"}
        </Typography>
        <Button variant="outlined" size="small" onClick={onAdjust}>
          Adjust
        </Button>
      </Stack>
      <Box component="ul" aria-label="Levels by location" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {stock.locations.map((level) => (
          <Stack
            key={level.location_id}
            component="li"
            direction="row"
            sx={{ gap: 1, py: 1, flexWrap: "wrap", alignItems: "center", borderTop: 1, borderColor: "divider" }}
          >
            <Box sx={{ flex: 1, minWidth: { xs: "100%", sm: 160 }, overflowWrap: "anywhere" }}>{level.name}</Box>
            {figures.map((figure) => (
              <Box key={figure} sx={{ minWidth: 70, textAlign: { sm: "right" } }}>
                <Typography component="span" variant="caption" sx={{ display: "block", color: "text.secondary" }}>
                  {names[figure]}
                </Typography>
                {level[figure]}
              </Box>
            ))}
          </Stack>
        ))}
      </Box>
    </Panel>
  );
}

function History({ id }: { id: string }) {
  const { nameOf } = useLocations();
  return (
    <Box component="section" aria-label="What happened">
      <Typography variant="h2" sx={{ mb: 1 }}>
        What happened
      </Typography>
      <LeafedRows
        label="Movements"
        queryKey={["movements", id]}
        read={(cursor) => movements(id, cursor)}
        nothing={
          <Nothing icon={<HistoryIcon />} title="Nothing has moved yet">
            Every change of what is on hand is kept here, with its reason.
          </Nothing>
        }
        row={(movement) => <Moved key={movement.id} movement={movement} where={nameOf(movement.location_id)} />}
      />
    </Box>
  );
}

function Moved({ movement, where }: { movement: Movement; where: string }) {
  const { delta, reason, order_id, transfer_id, stock_take_id, actor, at } = movement;
  const origin = order_id
    ? `/orders/${order_id}/show`
    : transfer_id
      ? `/stock/transfers/${transfer_id}`
      : stock_take_id && `/stock/takes/${stock_take_id}`;
  return (
    <Row>
      <Chip
        size="small"
        variant="outlined"
        color={delta > 0 ? "success" : "default"}
        label={delta > 0 ? `+${delta}` : `−${-delta}`}
        sx={{ minWidth: 56 }}
      />
      <Box sx={{ flex: 1, minWidth: 160, overflowWrap: "anywhere" }}>
        {origin ? <Link to={origin}>{reason}</Link> : reason}
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {where} · {actor}
        </Typography>
      </Box>
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {when(at)}
      </Typography>
    </Row>
  );
}
