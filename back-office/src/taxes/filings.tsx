import FiledIcon from "@mui/icons-material/AssuredWorkloadOutlined";
import { Box, Button, Stack, Typography } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-admin";
import { when } from "../dates.ts";
import { SelectField } from "../forms/select-field.tsx";
import { money } from "../money.ts";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { Row, Rows } from "../shell/rows.tsx";
import { StatusChip } from "../shell/status-chip.tsx";
import { type Filing, filingsPage } from "./tax-api.ts";

const statuses = [
  ["", "All"],
  ["pending", "Still to be told"],
  ["filed", "Told"],
  ["refused", "Refused: to be told by hand"],
] as const;

/** What the outside service was told of sales and refunds, for the store's tax returns. */
export function Filings() {
  const [status, setStatus] = useState<(typeof statuses)[number][0]>("");
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["tax-filings", status],
    queryFn: ({ pageParam }) => filingsPage({ limit: 25, cursor: pageParam, status }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const filings = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Stack component="section" aria-label="Filings" sx={{ gap: 1 }}>
      <Stack direction="row" sx={{ gap: 2, alignItems: "center", flexWrap: "wrap" }}>
        <Box sx={{ flex: 1, minWidth: 220 }}>
          <Typography variant="h2">What it was told</Typography>
          <Typography variant="body2" sx={{ color: "text.secondary" }}>
            Sales that were taxed by its calculation, and what was given back of them.
          </Typography>
        </Box>
        <SelectField label="Show" value={status} choices={statuses} onChange={setStatus} sx={{ width: 260, my: 0 }} />
      </Stack>
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the filings" />}
      {data && (
        <Rows
          label="Filings"
          nothing={
            <Nothing icon={<FiledIcon />} title="Nothing to tell">
              {status === ""
                ? "Where the store works taxes out by its own zones, no service is told of sales."
                : "No filing stands there."}
            </Nothing>
          }
        >
          {filings.map((filing) => (
            <OneFiling key={filing.subject} filing={filing} />
          ))}
        </Rows>
      )}
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>Show more</Button>}
    </Stack>
  );
}

function OneFiling({ filing }: { filing: Filing }) {
  const { order_id, number, kind, amount, currency, status, reference, failure, attempts, next_at, created_at } =
    filing;
  const told = {
    filed: reference,
    refused: failure,
    pending:
      attempts === 0 ? null : `${failure ?? "It did not answer."} Tried ${attempts} times; again ${when(next_at)}.`,
  }[status];
  return (
    <Row>
      <Box sx={{ flex: 1, minWidth: 200, overflowWrap: "anywhere" }}>
        <Link to={`/orders/${order_id}/show`}>Order {number}</Link>
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {[when(created_at), told].filter(Boolean).join(" · ")}
        </Typography>
      </Box>
      <StatusChip status={status === "pending" ? "queued" : status} />
      <Box sx={{ minWidth: 110, textAlign: "end", fontVariantNumeric: "tabular-nums" }}>
        {kind === "refund" ? "−" : ""}
        {money(amount, currency)}
      </Box>
    </Row>
  );
}
