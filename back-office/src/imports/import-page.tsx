import { Stack } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice } from "../shell/notices.tsx";
import type { ImportJob } from "../wire.ts";
import { ExportCard } from "./export-card.tsx";
import { FileDrop } from "./file-drop.tsx";
import { ImportJobCard } from "./import-job.tsx";
import { Progress } from "./progress.tsx";
import { RecentImports } from "./recent-imports.tsx";
import { sendProducts } from "./send-products.ts";

/** Products from a file: hand it over, watch it come in, see what was refused and why; and all products into a file. */
export default function ImportPage() {
  const [sent, setSent] = useState(0);
  const [shown, setShown] = useState<ImportJob | null>(null);
  const upload = useMutation({
    mutationFn: ({ file, dryRun }: { file: File; dryRun: boolean }) => sendProducts(file, dryRun, setSent),
    onSuccess: setShown,
  });
  const begin = (file: File, dryRun: boolean) => {
    setSent(0);
    upload.mutate({ file, dryRun });
  };
  const another = () => {
    upload.reset();
    setShown(null);
  };
  return (
    <>
      <PageName name="Import and export" />
      <Stack sx={{ gap: 2, mt: 2, maxWidth: 860 }}>
        {upload.error && <FailureNotice failure={upload.error} />}
        {upload.isPending && <Progress label={`Sending ${upload.variables.file.name}`} share={sent} />}
        {shown ? (
          <ImportJobCard key={shown.id} started={shown} onAnother={another} />
        ) : (
          !upload.isPending && (
            <>
              <FileDrop onFile={begin} />
              <RecentImports onShow={setShown} />
              <ExportCard />
            </>
          )
        )}
      </Stack>
    </>
  );
}
