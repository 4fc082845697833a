import { Card, List, ListItemButton, ListItemText, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import * as api from "../api.ts";
import { when } from "../dates.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { ImportJob } from "../wire.ts";
import { counted } from "./counted.ts";

/** Imports that are listed. */
const most = 10;

const words: Record<ImportJob["status"], string> = {
  queued: "waiting for its turn",
  running: "coming in",
  finished: "came in",
  failed: "could not be read",
  cancelled: "was stopped",
};

/** Files that were sent before, and those that are still coming in: each leads to what came of it. */
export function RecentImports({ onShow }: { onShow: (job: ImportJob) => void }) {
  const { data, error } = useQuery({ queryKey: ["imports"], queryFn: () => api.importJobs(most) });
  if (error) return <FailureNotice failure={error} />;
  if (!data || data.length === 0) return null;
  return (
    <Card component="section">
      <Typography variant="h2" sx={{ p: 2, pb: 0 }}>
        Files before
      </Typography>
      <List>
        {data.map((job) => (
          <ListItemButton key={job.id} onClick={() => onShow(job)}>
            <ListItemText
              primary={job.file_name}
              secondary={`${when(job.created_at)}: ${job.dry_run && job.status === "finished" ? "was tried" : words[job.status]}, ${counted(job.rows_done, "row")}, ${job.rows_refused} refused`}
            />
          </ListItemButton>
        ))}
      </List>
    </Card>
  );
}
