import { Alert, Button, Card, CardContent, Stack, Typography } from "@mui/material";
import { useMutation, useQuery } from "@tanstack/react-query";
import * as api from "../api.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { ExportJob } from "../wire.ts";
import { counted } from "./counted.ts";
import { Progress } from "./progress.tsx";
import { saveFile } from "./save-file.ts";

/** Milliseconds between two looks at a job that is under way. */
const pace = 1000;

/** All products into a file that can be imported again. */
export function ExportCard() {
  const start = useMutation({ mutationFn: api.startExport });
  return (
    <Card component="section">
      <CardContent>
        <Typography variant="h2">All products as a file</Typography>
        <Typography sx={{ color: "text.secondary", my: 1.5 }}>
          With prices, stock, translations and pictures. Imported again, the file changes nothing; changed in a
          spreadsheet, it changes what you changed.
        </Typography>
        {start.error && <FailureNotice failure={start.error} />}
        {start.data ? (
          <Export started={start.data} />
        ) : (
          <Button variant="outlined" onClick={() => start.mutate()} disabled={start.isPending}>
            Export all products
          </Button>
        )}
      </CardContent>
    </Card>
  );
}

function Export({ started }: { started: ExportJob }) {
  const { data: job, error } = useQuery({
    queryKey: ["export", started.id],
    queryFn: () => api.exportJob(started.id),
    initialData: started,
    initialDataUpdatedAt: 0,
    refetchInterval: ({ state }) =>
      state.data && state.data.status !== "queued" && state.data.status !== "running" ? false : pace,
  });
  const save = useMutation({ mutationFn: async () => saveFile(await api.exportFile(job.id), job.file_name) });
  if (error) return <FailureNotice failure={error} />;
  if (job.status === "failed" || job.status === "cancelled") {
    return <Alert severity="error">{job.failure ?? "The export was stopped."}</Alert>;
  }
  if (job.status !== "finished") {
    const total = job.products_total ?? 0;
    return (
      <Progress
        label={`${job.products_done} of ${total} products written`}
        share={total ? job.products_done / total : 0}
      />
    );
  }
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
      {save.error && <FailureNotice failure={save.error} />}
      <Button variant="contained" onClick={() => save.mutate()} disabled={save.isPending}>
        Download {job.file_name}
      </Button>
      <Typography sx={{ color: "text.secondary" }}>{counted(job.products_done, "product")}</Typography>
    </Stack>
  );
}
