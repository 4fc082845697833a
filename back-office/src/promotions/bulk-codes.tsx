import { Box, Button, Stack, TextField, Typography } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useNotify } from "react-admin";
import { ago } from "../dates.ts";
import { saying } from "../failure.ts";
import { faultAt, faultsOf } from "../forms/faults.ts";
import { CountField } from "../forms/number-field.tsx";
import { Progress } from "../imports/progress.tsx";
import { saveFile } from "../imports/save-file.ts";
import { FailureNotice } from "../shell/notices.tsx";
import { StatusChip } from "../shell/status-chip.tsx";
import { type CodeJob, cancelCodeJob, codeFile, codeJobs, makeCodes } from "./promotion-api.ts";

/** Milliseconds between two looks at a job that is under way. */
const pace = 1000;

const isUnderWay = ({ status }: CodeJob) => status === "queued" || status === "running";

/** Many codes at once, each another, made by a job and handed out as a file. */
export function BulkCodes({ id }: { id: string }) {
  const cache = useQueryClient();
  const jobsKey = ["code-jobs", id];
  const { data: jobs = [] } = useQuery({
    queryKey: jobsKey,
    queryFn: () => codeJobs(id),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? pace : false),
  });
  const finished = jobs.filter((job) => !isUnderWay(job)).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the codes are read anew when a job comes to its end.
  useEffect(() => {
    void cache.invalidateQueries({ queryKey: ["promotion-codes", id] });
  }, [cache, id, finished]);
  const reread = () => cache.invalidateQueries({ queryKey: jobsKey });
  return (
    <Box component="section" aria-label="Many codes at once" sx={{ mt: 2 }}>
      <Typography variant="h3">Many codes at once</Typography>
      <Order id={id} onOrdered={reread} />
      {jobs.map((job) => (
        <Job key={job.id} id={id} job={job} onStopped={reread} />
      ))}
    </Box>
  );
}

function Order({ id, onOrdered }: { id: string; onOrdered: () => unknown }) {
  const [quantity, setQuantity] = useState<number | null>(100);
  const [prefix, setPrefix] = useState("");
  const [limit, setLimit] = useState<number | null>(1);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => makeCodes(id, { quantity: quantity ?? 0, prefix: prefix.trim(), length: 10, usage_limit: limit }),
    onSuccess: onOrdered,
  });
  const faults = faultsOf(error);
  return (
    <>
      {error && faults.size === 0 && <FailureNotice failure={error} />}
      <Stack direction={{ xs: "column", sm: "row" }} sx={{ columnGap: 1, alignItems: { sm: "flex-start" } }}>
        <CountField
          label="How many"
          value={quantity}
          onChange={setQuantity}
          {...faultAt(faults, "/quantity", "At most 100,000")}
        />
        <TextField
          label="Each begins with"
          value={prefix}
          onChange={({ target }) => setPrefix(target.value.toUpperCase())}
          {...faultAt(faults, "/prefix", "SPRING-, or nothing")}
        />
        <CountField
          label="Orders a code"
          value={limit}
          onChange={setLimit}
          {...faultAt(faults, "/usage_limit", "Empty: no limit")}
        />
        <Button
          variant="outlined"
          disabled={isPending || !quantity || Number.isNaN(limit)}
          onClick={() => mutate()}
          sx={{ mt: { sm: 1 }, flexShrink: 0 }}
        >
          Make codes
        </Button>
      </Stack>
    </>
  );
}

function Job({ id, job, onStopped }: { id: string; job: CodeJob; onStopped: () => unknown }) {
  const notify = useNotify();
  const onError = (failure: unknown) => notify(saying(failure, "job"), { type: "error" });
  const stop = useMutation({ mutationFn: () => cancelCodeJob(id, job.id), onSuccess: onStopped, onError });
  const file = useMutation({
    mutationFn: async () => saveFile(await codeFile(id, job.id), `codes-${job.prefix}${job.quantity}.csv`),
    onError,
  });
  if (isUnderWay(job)) {
    return (
      <Stack direction="row" sx={{ gap: 2, alignItems: "end", mt: 1 }}>
        <Progress label={`${job.made} of ${job.quantity} codes made`} share={job.made / job.quantity} />
        <Button onClick={() => stop.mutate()} disabled={stop.isPending}>
          Stop
        </Button>
      </Stack>
    );
  }
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap", mt: 1 }}>
      <Typography variant="body2" sx={{ flex: 1 }}>
        {job.made} codes{job.prefix && ` ${job.prefix}…`}, {ago(job.created_at)}
      </Typography>
      {job.status !== "finished" && <StatusChip status={job.status} />}
      <Button size="small" onClick={() => file.mutate()} disabled={file.isPending}>
        Download {job.made} codes
      </Button>
    </Stack>
  );
}
