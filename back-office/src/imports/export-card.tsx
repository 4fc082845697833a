import { Alert, Button, Card, CardContent, Stack, Typography } from "@mui/material";
import { useMutation, useQuery } from "@tanstack/react-query";
import * as api from "../api.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { ExportContents, ExportJob } from "../wire.ts";
import { Progress } from "./progress.tsx";
import { saveFile } from "./save-file.ts";

/** Milliseconds between two looks at a job that is under way. */
const pace = 1000;

/** What can be written into a file, and what that holds. */
const files: readonly { contents: ExportContents; called: string; holds: string }[] = [
  { contents: "products", called: "Products", holds: "With prices, stock, translations and pictures." },
  {
    contents: "collections",
    called: "Collections",
    holds: "With their rules or products, and their texts in all languages.",
  },
  { contents: "categories", called: "Categories", holds: "The whole tree, with its texts in all languages." },
  {
    contents: "attributes",
    called: "Attributes",
    holds: "What they mean: type, unit, choices, categories, and what they are called in all languages.",
  },
  {
    contents: "list_prices",
    called: "List prices",
    holds: "What price lists of fixed prices ask: list, SKU, currency, price, and prices for more pieces.",
  },
];

/** All of the catalogue into files that can be imported again. */
export function ExportCard() {
  return (
    <Card component="section">
      <CardContent>
        <Typography variant="h2">All of it as files</Typography>
        <Typography sx={{ color: "text.secondary", mt: 1.5 }}>
          Imported again, a file changes nothing; changed in a spreadsheet, it changes what you changed. An empty store
          takes categories and attributes first, then products, then collections and list prices.
        </Typography>
        {files.map((file) => (
          <ExportFile key={file.contents} {...file} />
        ))}
      </CardContent>
    </Card>
  );
}

function ExportFile({ contents, called, holds }: (typeof files)[number]) {
  const start = useMutation({ mutationFn: () => api.startExport(contents) });
  return (
    <Stack sx={{ gap: 1, alignItems: "flex-start", mt: 2.5 }}>
      <div>
        <Typography variant="h3">{called}</Typography>
        <Typography sx={{ color: "text.secondary" }}>{holds}</Typography>
      </div>
      {start.error && <FailureNotice failure={start.error} />}
      {start.data ? (
        <Export started={start.data} />
      ) : (
        <Button variant="outlined" onClick={() => start.mutate()} disabled={start.isPending}>
          Export all {called.toLowerCase()}
        </Button>
      )}
    </Stack>
  );
}

const singular: Record<ExportContents, string> = {
  products: "product",
  collections: "collection",
  categories: "category",
  attributes: "attribute",
  list_prices: "list price",
};

/** One product, two categories. */
const countedOf = (number: number, contents: ExportContents) =>
  `${number} ${number === 1 ? singular[contents] : contents.replace("_", " ")}`;

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
        label={`${job.products_done} of ${countedOf(total, job.contents)} written`}
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
      <Typography sx={{ color: "text.secondary" }}>{countedOf(job.products_done, job.contents)}</Typography>
    </Stack>
  );
}
