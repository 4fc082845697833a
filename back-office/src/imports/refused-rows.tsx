import { Card, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import * as api from "../api.ts";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import type { ImportJob, RefusedRow } from "../wire.ts";

/** What an import refused, by the lines of the file: its heading is line 1, as a spreadsheet numbers them. */
export function RefusedRows({ job }: { job: ImportJob }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["import", job.id, "refused", job.rows_refused],
    queryFn: () => api.refusedRows(job.id),
    placeholderData: (before) => before,
  });
  return (
    <Card component="section" sx={{ overflowX: "auto" }}>
      <Typography variant="h2" sx={{ p: 2, pb: 1 }}>
        Refused rows
      </Typography>
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading what was refused" />}
      {data && <Rows rows={data.data} />}
      {data?.next_cursor && (
        <Typography variant="body2" sx={{ p: 2, color: "text.secondary" }}>
          and {job.rows_refused - data.data.length} more. Mend these and import the file again to see the others.
        </Typography>
      )}
    </Card>
  );
}

function Rows({ rows }: { rows: RefusedRow[] }) {
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell align="right">Line</TableCell>
          <TableCell>Product</TableCell>
          <TableCell>Why</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ line, handle, reason }) => (
          <TableRow key={`${line} ${reason}`} sx={{ "& td": { verticalAlign: "top", overflowWrap: "anywhere" } }}>
            <TableCell align="right" sx={{ fontVariantNumeric: "tabular-nums", width: 64 }}>
              {line}
            </TableCell>
            <TableCell>{handle}</TableCell>
            <TableCell>{reason}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
