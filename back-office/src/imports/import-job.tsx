import DoneIcon from "@mui/icons-material/TaskAltOutlined";
import { Alert, Button, Card, CardContent, Stack, Typography } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-admin";
import * as api from "../api.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { ImportJob } from "../wire.ts";
import { counted } from "./counted.ts";
import { Progress } from "./progress.tsx";
import { RefusedRows } from "./refused-rows.tsx";
import { saveFile } from "./save-file.ts";

/** Milliseconds between two looks at a job that is under way. */
const pace = 1000;

export const isUnderWay = ({ status }: Pick<ImportJob, "status">) => status === "queued" || status === "running";

interface Props {
  started: ImportJob;
  /** What leads away from it, to send something else. */
  another?: string;
  onAnother: () => void;
}

/** An import from its beginning to what came of it. */
export function ImportJobCard({ started, another = "Import another file", onAnother }: Props) {
  const queries = useQueryClient();
  const { data: job, error } = useQuery({
    queryKey: ["import", started.id],
    queryFn: () => api.importJob(started.id),
    initialData: started,
    initialDataUpdatedAt: 0,
    refetchInterval: ({ state }) =>
      state.data && !isUnderWay(state.data) && state.data.pictures.waiting === 0 ? false : pace,
  });
  const cancel = useMutation({
    mutationFn: () => api.cancelImport(started.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ["import", started.id] }),
  });
  return (
    <>
      {error && <FailureNotice failure={error} />}
      {cancel.error && <FailureNotice failure={cancel.error} />}
      <Card>
        <CardContent>
          {isUnderWay(job) ? (
            <Stack direction="row" sx={{ gap: 2, alignItems: "end" }}>
              <Progress
                label={
                  job.rows_total
                    ? `${job.rows_done} of ${job.rows_total} rows read`
                    : `${job.file_name}: waiting for its turn`
                }
                share={job.rows_total ? job.rows_done / job.rows_total : 0}
              />
              <Button onClick={() => cancel.mutate()} disabled={cancel.isPending}>
                Stop
              </Button>
            </Stack>
          ) : (
            <Outcome job={job} another={another} onAnother={onAnother} />
          )}
        </CardContent>
      </Card>
      {job.rows_refused > 0 && <RefusedRows job={job} />}
    </>
  );
}

function Outcome({ job, another, onAnother }: Required<Omit<Props, "started">> & { job: ImportJob }) {
  const report = useMutation({
    mutationFn: async () => saveFile(await api.importReport(job.id), `report-${job.file_name}`),
  });
  const { categories, attributes, collections } = job;
  const { waiting, stored, refused } = job.pictures;
  const groups = Object.entries({ Categories: categories, Attributes: attributes, Collections: collections }).filter(
    ([, outcomes]) => !isNone(outcomes),
  );
  const isOfProducts = groups.length === 0 || !isNone(job.products);
  // What attributes mean stands beside the categories that they are for.
  const where = isOfProducts ? "products" : isNone(collections) ? "categories" : "collections";
  return (
    <Stack sx={{ gap: 1.5, alignItems: "flex-start" }}>
      <Headline job={job} />
      <Typography sx={{ color: "text.secondary" }}>
        {job.dry_run && "Tried only; this would be the outcome. "}
        {isOfProducts && `${job.layout === "list_prices" ? "Prices of lists" : "Products"}: ${told(job.products)}`}
        {groups.map(([called, outcomes]) => ` ${called}: ${told(outcomes)}`).join("")}
        {waiting + stored + refused > 0 &&
          ` Pictures: ${stored} fetched, ${waiting} to come, ${refused} could not be fetched.`}
      </Typography>
      {report.error && <FailureNotice failure={report.error} />}
      <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
        {job.layout !== "list_prices" && (
          <Button variant="contained" component={Link} to={`/${where}`}>
            See the {where}
          </Button>
        )}
        <Button onClick={() => report.mutate()} disabled={report.isPending}>
          Download the report
        </Button>
        <Button onClick={onAnother}>{another}</Button>
      </Stack>
    </Stack>
  );
}

type Outcomes = ImportJob["products"];

const isNone = ({ created, updated, unchanged }: Outcomes) => created + updated + unchanged === 0;

const told = ({ created, updated, unchanged }: Outcomes) =>
  `${created} new, ${updated} brought up to date, ${unchanged} as they were.`;

function Headline({ job }: { job: ImportJob }) {
  if (job.status === "failed") {
    return (
      <Alert severity="error" variant="outlined">
        {job.failure ?? "The import stopped. What came in until then is in the store; send the file again to go on."}
      </Alert>
    );
  }
  if (job.status === "cancelled") {
    return (
      <Alert severity="info" variant="outlined">
        The import was stopped after {counted(job.rows_done, "row")}. What came in until then is in the store.
      </Alert>
    );
  }
  const taken = job.rows_done - job.rows_refused;
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: "center" }}>
      <DoneIcon color="success" />
      <Typography variant="h2">
        {counted(taken, "row")} {job.dry_run ? "would come in" : "came in"}
        {job.rows_refused > 0 && `, ${job.rows_refused} refused`}
      </Typography>
    </Stack>
  );
}
