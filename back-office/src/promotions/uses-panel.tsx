import { Box, Button, Chip, Stack, Typography } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-admin";
import { when } from "../dates.ts";
import { Panel } from "../forms/panel.tsx";
import { money } from "../money.ts";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { type Promotion, type Use, usesPage } from "./promotion-api.ts";

/** Which orders used a promotion, whose they are, and how much it took off each. */
export function UsesPanel({ saved: { id, used, usage_limit, budget, spent } }: { saved: Promotion }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["promotion-uses", id],
    queryFn: ({ pageParam }) => usesPage(id, { limit: 20, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const uses = data?.pages.flatMap((page) => page.data) ?? [];
  const orders = usage_limit === null ? `${used} orders hold it` : `${used} of ${usage_limit} orders hold it`;
  const share = budget && ` · ${money(spent, budget.currency)} of ${money(budget.amount, budget.currency)} spent`;
  return (
    <Panel title="Its uses">
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading its uses" />}
      {data && (
        <Typography sx={{ color: "text.secondary", mb: 1 }}>
          {uses.length === 0 ? "No order has used it yet." : `${orders}${share ?? ""}.`}
        </Typography>
      )}
      <Box component="ul" aria-label="Orders that used it" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {uses.map((use) => (
          <OneUse key={use.order_id} use={use} />
        ))}
      </Box>
      {hasNextPage && (
        <Button size="small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Panel>
  );
}

function OneUse({ use: { order_id, number, email, code, currency, amount, state, created_at } }: { use: Use }) {
  const returned = state === "returned";
  return (
    <Stack
      component="li"
      direction="row"
      sx={{ gap: 1, py: 0.75, alignItems: "center", flexWrap: "wrap", borderBottom: 1, borderColor: "divider" }}
    >
      <Box sx={{ flex: 1, minWidth: 190, overflowWrap: "anywhere" }}>
        <Link to={`/orders/${order_id}/show`}>Order {number}</Link>
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {[email, code, when(created_at)].filter(Boolean).join(" · ")}
        </Typography>
      </Box>
      {returned && <Chip size="small" variant="outlined" label="given back" />}
      <Box
        sx={{
          fontVariantNumeric: "tabular-nums",
          ...(returned && { color: "text.secondary", textDecoration: "line-through" }),
        }}
      >
        {amount === 0 ? "a gift" : `−${money(amount, currency)}`}
      </Box>
    </Stack>
  );
}
