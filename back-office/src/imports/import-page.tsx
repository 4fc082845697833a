import DoneIcon from "@mui/icons-material/TaskAltOutlined";
import { Alert, Box, Button, Card, CardContent, LinearProgress, Stack, Typography } from "@mui/material";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type DragEvent, useRef, useState } from "react";
import { Link } from "react-admin";
import * as api from "../api.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice } from "../shell/notices.tsx";
import type { ImportJob } from "../wire.ts";
import { RefusedRows } from "./refused-rows.tsx";

/** Products from a file: hand it over, watch it come in, see what was refused and why. */
export default function ImportPage() {
  const [sent, setSent] = useState(0);
  const upload = useMutation({ mutationFn: (file: File) => api.startImport(file, setSent) });
  const begin = (file: File) => {
    setSent(0);
    upload.mutate(file);
  };
  return (
    <>
      <PageName name="Import products" />
      <Stack sx={{ gap: 2, mt: 2, maxWidth: 860 }}>
        {upload.error && <FailureNotice failure={upload.error} />}
        {upload.isPending && <Progress label={`Sending ${upload.variables.name}`} share={sent} />}
        {upload.data ? (
          <Job key={upload.data.id} started={upload.data} onAnother={upload.reset} />
        ) : (
          !upload.isPending && <FileDrop onFile={begin} />
        )}
      </Stack>
    </>
  );
}

function FileDrop({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <Card
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      sx={{ borderStyle: "dashed", borderWidth: 2, borderColor: over ? "primary.main" : "divider" }}
    >
      <CardContent>
        <Stack sx={{ alignItems: "center", textAlign: "center", gap: 1.5, py: 4 }}>
          <Typography variant="h2">A product file from Shopify</Typography>
          <Typography sx={{ color: "text.secondary", maxWidth: 480 }}>
            A CSV as Shopify exports it, older or current layout. Products that the store knows by their handle are
            brought up to date; rows that cannot be read are listed here with the reason, and the others come in all the
            same.
          </Typography>
          <input
            ref={input}
            type="file"
            accept=".csv,text/csv"
            hidden
            aria-label="Product file"
            onChange={(event) => take(event.target.files)}
          />
          <Button variant="contained" onClick={() => input.current?.click()}>
            Choose a file
          </Button>
          <Typography variant="caption" sx={{ color: "text.secondary", display: { xs: "none", sm: "block" } }}>
            or drop it here
          </Typography>
        </Stack>
      </CardContent>
    </Card>
  );
}

const over = (job: ImportJob) => job.status === "finished" || job.status === "failed";

function Job({ started, onAnother }: { started: ImportJob; onAnother: () => void }) {
  const { data: job, error } = useQuery({
    queryKey: ["import", started.id],
    queryFn: () => api.importJob(started.id),
    initialData: started,
    initialDataUpdatedAt: 0,
    refetchInterval: ({ state }) => (state.data && over(state.data) ? false : 1000),
  });
  const share = job.rows_total ? (job.rows_done + job.rows_refused) / job.rows_total : 0;
  return (
    <>
      {error && <FailureNotice failure={error} />}
      <Card>
        <CardContent>
          {over(job) ? (
            <Outcome job={job} onAnother={onAnother} />
          ) : (
            <Progress
              label={
                job.rows_total
                  ? `${job.rows_done + job.rows_refused} of ${job.rows_total} rows read`
                  : "Waiting for its turn"
              }
              share={share}
            />
          )}
        </CardContent>
      </Card>
      {job.rows_refused > 0 && <RefusedRows job={job} />}
    </>
  );
}

function Outcome({ job, onAnother }: { job: ImportJob; onAnother: () => void }) {
  return (
    <Stack sx={{ gap: 1.5, alignItems: "flex-start" }}>
      {job.status === "failed" ? (
        <Alert severity="error" variant="outlined">
          {job.failure ?? "The import stopped. What came in until then is in the store; send the file again to go on."}
        </Alert>
      ) : (
        <Stack direction="row" sx={{ gap: 1, alignItems: "center" }}>
          <DoneIcon color="success" />
          <Typography variant="h2">
            {job.rows_done} rows came in{job.rows_refused > 0 && `, ${job.rows_refused} were refused`}
          </Typography>
        </Stack>
      )}
      <Typography sx={{ color: "text.secondary" }}>
        Products: {job.products.created} new, {job.products.updated} brought up to date, {job.products.unchanged} as
        they were.
      </Typography>
      <Stack direction="row" sx={{ gap: 1, alignItems: "center" }}>
        <Button variant="contained" component={Link} to="/products">
          See the products
        </Button>
        <Button onClick={onAnother}>Import another file</Button>
      </Stack>
    </Stack>
  );
}

function Progress({ label, share }: { label: string; share: number }) {
  return (
    <Box role="status">
      <Typography sx={{ mb: 1 }}>{label}</Typography>
      <LinearProgress
        variant={share > 0 && share < 1 ? "determinate" : "indeterminate"}
        value={Math.round(share * 100)}
        aria-label={label}
      />
    </Box>
  );
}
