import CheckIcon from "@mui/icons-material/FactCheckOutlined";
import { Alert, Box, Button, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { when } from "../dates.ts";
import { Panel } from "../forms/panel.tsx";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { audit } from "./money-api.ts";

/** Whether the books hold: every rule that was asked, and what breaks it. */
export default function AuditPage() {
  const { data, error, isFetching, refetch } = useQuery({ queryKey: ["audit"], queryFn: audit, gcTime: 0 });
  const broken = new Map(data?.findings.map(({ rule, broken_by }) => [rule, broken_by]));
  return (
    <>
      <PageName name="The books" />
      <Stack sx={{ gap: 2, my: 2, maxWidth: 980 }}>
        {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting what="Going through the books" />}
        {data && (
          <>
            <Alert severity={broken.size === 0 ? "success" : "error"} icon={<CheckIcon />}>
              {broken.size === 0
                ? `All ${data.rules.length} rules hold.`
                : `${broken.size} of ${data.rules.length} rules do not hold. Each is a defect, or somebody's hand in the database: have it looked at before more is written.`}
              {` Looked through ${when(data.at)}.`}
            </Alert>
            <Button onClick={() => void refetch()} disabled={isFetching} sx={{ alignSelf: "start" }}>
              {isFetching ? "Looking…" : "Look again"}
            </Button>
            <Panel title="What was asked">
              <Stack component="ul" sx={{ gap: 1, pl: 0, m: 0, listStyle: "none" }}>
                {data.rules.map((rule) => (
                  <Box component="li" key={rule}>
                    <Box sx={{ color: broken.has(rule) ? "error.main" : "text.primary" }}>
                      {broken.has(rule) ? "✗ " : "✓ "}
                      {rule}
                    </Box>
                    {broken.has(rule) && (
                      <Typography variant="body2" sx={{ color: "text.secondary", overflowWrap: "anywhere" }}>
                        {broken.get(rule)?.join(", ")}
                      </Typography>
                    )}
                  </Box>
                ))}
              </Stack>
            </Panel>
          </>
        )}
      </Stack>
    </>
  );
}
