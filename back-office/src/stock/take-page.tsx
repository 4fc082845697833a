import CountIcon from "@mui/icons-material/FactCheckOutlined";
import { Box, Button, Chip, Stack, Typography } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router-dom";
import { when } from "../dates.ts";
import { SaveRefusal } from "../forms/form-frame.tsx";
import { CountField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRecord, useSaving } from "../forms/saving.ts";
import { VariantField } from "../forms/variant-field.tsx";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { Row } from "../shell/rows.tsx";
import type { Versioned } from "../versioned.ts";
import { LeafedRows } from "./leafed-rows.tsx";
import { type Count, counts, endStockTake, type StockTake, stockTake, writeCounts } from "./stock-api.ts";
import { StockWays } from "./stock-ways.tsx";
import { useLocations } from "./use-locations.ts";

/** One count: what was found, beside what the books expected, and how it ends. */
export default function StockTakePage() {
  const { id = "" } = useParams();
  const { nameOf } = useLocations();
  const { data, error, refetch } = useRecord(["stock-take", id], () => stockTake(id));
  return (
    <>
      <PageName name={data ? `Stock take: ${nameOf(data.location)}` : "Stock take"} />
      <StockWays here="/stock/takes" />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the stock take" />}
      {data && (
        <Stack sx={{ gap: 2, mt: 2, maxWidth: 820 }}>
          {data.status === "counting" ? (
            <Counting key={data.etag} take={data} onReload={() => refetch()} />
          ) : (
            <Typography>
              {data.status === "applied" ? "Applied" : "Dropped"} {data.closed_at && when(data.closed_at)}.
            </Typography>
          )}
          <LeafedRows
            label="What was counted"
            queryKey={["counts", id]}
            read={(cursor) => counts(id, cursor)}
            nothing={
              <Nothing icon={<CountIcon />} title="Nothing was counted yet">
                Find a product above and write down how many lie there.
              </Nothing>
            }
            row={(line) => <Counted key={line.variant_id} line={line} />}
          />
        </Stack>
      )}
    </>
  );
}

function Counting({ take, onReload }: { take: Versioned<StockTake>; onReload: () => unknown }) {
  const cache = useQueryClient();
  const [variant, setVariant] = useState("");
  const [counted, setCounted] = useState<number | null>(null);
  const reload = () => {
    void cache.invalidateQueries({ queryKey: ["counts", take.id] });
    return onReload();
  };
  const write = useSaving({ send: (body) => writeCounts(take.id, body), lists: ["stock-takes"], onSaved: reload });
  const end = useSaving({
    send: (body) => endStockTake(take, body === "applied" ? "applied" : "dropped"),
    lists: ["stock-takes", "stock-of"],
    onSaved: reload,
  });
  return (
    <Panel title="Count">
      <SaveRefusal
        what="stock take"
        failure={write.error ?? end.error}
        lostBy={["stock-take-over"]}
        onReload={reload}
      />
      <VariantField label="Product" id={variant} onChange={setVariant} />
      <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
        <CountField label="How many lie there" value={counted} onChange={setCounted} sx={{ width: 180 }} />
        <Button
          variant="contained"
          disabled={write.isPending || variant === "" || counted === null}
          onClick={() => write.mutate({ counts: [{ variant_id: variant, counted }] })}
        >
          Write it down
        </Button>
      </Stack>
      <Stack direction="row" sx={{ gap: 1, mt: 2, flexWrap: "wrap" }}>
        <Button
          variant="outlined"
          disabled={end.isPending || take.counted_lines === 0}
          onClick={() => end.mutate("applied")}
        >
          Let the books follow ({take.different_lines} differ)
        </Button>
        <Button color="inherit" disabled={end.isPending} onClick={() => end.mutate("dropped")}>
          Drop this count
        </Button>
      </Stack>
    </Panel>
  );
}

function Counted({ line: { sku, expected, counted } }: { line: Count }) {
  const difference = counted - expected;
  return (
    <Row>
      <Box sx={{ flex: 1, minWidth: 160, overflowWrap: "anywhere" }}>{sku}</Box>
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {expected} expected, {counted} counted
      </Typography>
      {difference !== 0 && (
        <Chip
          size="small"
          color={difference > 0 ? "success" : "warning"}
          label={difference > 0 ? `+${difference}` : `−${-difference}`}
        />
      )}
    </Row>
  );
}
