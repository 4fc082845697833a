import { Box, Button, Card, Chip, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-admin";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import type { Page } from "../wire.ts";

/** So many are counted; past it the count says "50+", since the store tells of a list only where it goes on. */
const counted = 50;
const shown = 5;

export interface PileRow {
  key: string;
  to: string;
  name: string;
  remark: string;
  value: string;
}

interface PileProps<Row> {
  title: string;
  /** Where the whole list is. */
  all: string;
  load: (limit: number) => Promise<Page<Row>>;
  row: (row: Row) => PileRow;
  nothing: { icon: ReactNode; title: string };
}

/** One kind of thing that waits: how many, the first few, the way to all of them. */
export function Pile<Row>({ title, all, load, row, nothing }: PileProps<Row>) {
  const { data, error, refetch } = useQuery({ queryKey: ["pile", title], queryFn: () => load(counted) });
  const count = data ? `${data.data.length}${data.next_cursor === null ? "" : "+"}` : "";
  return (
    <Card component="section" aria-label={title} sx={{ minHeight: 180 }}>
      <Stack direction="row" sx={{ p: 2, pb: 1, gap: 1, alignItems: "center" }}>
        <Typography variant="h2">{title}</Typography>
        {data && data.data.length > 0 && <Chip size="small" color="secondary" label={count} />}
        <Button component={Link} to={all} size="small" sx={{ ml: "auto" }} aria-label={`All of: ${title}`}>
          See all
        </Button>
      </Stack>
      <Box sx={{ px: 2, pb: 1 }}>
        {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting what="Looking" />}
      </Box>
      {data?.data.length === 0 && <Calm {...nothing} />}
      <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, pb: 1 }}>
        {data?.data.slice(0, shown).map((entry) => {
          const { key, ...line } = row(entry);
          return <Line key={key} {...line} />;
        })}
      </Box>
    </Card>
  );
}

function Calm(nothing: { icon: ReactNode; title: string }) {
  return (
    <Box sx={{ mt: { xs: -4, sm: -7 }, mb: -3 }}>
      <Nothing {...nothing} />
    </Box>
  );
}

function Line({ to, name, remark, value }: Omit<PileRow, "key">) {
  return (
    <li>
      <Box
        component={Link}
        to={to}
        sx={{
          display: "grid",
          gridTemplateColumns: "minmax(0, 1fr) auto",
          gap: 2,
          px: 2,
          py: 0.75,
          color: "text.primary",
          textDecoration: "none",
          "&:hover": { bgcolor: "action.hover" },
        }}
      >
        <Box sx={{ minWidth: 0 }}>
          <Typography noWrap sx={{ fontWeight: 600 }}>
            {name}
          </Typography>
          <Typography noWrap variant="caption" component="div" sx={{ color: "text.secondary" }}>
            {remark}
          </Typography>
        </Box>
        <Box sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>{value}</Box>
      </Box>
    </li>
  );
}
