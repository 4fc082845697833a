import { Alert, AlertTitle, Box, Button, Card, LinearProgress, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useListContext } from "react-admin";
import { ApiFailure } from "../failure.ts";

/** A failure, told for people: what happened, what to do, and what to quote. */
export function FailureNotice({ failure, onRetry }: { failure: unknown; onRetry?: () => void }) {
  const told = failure instanceof ApiFailure ? failure : null;
  return (
    <Alert
      severity="error"
      variant="outlined"
      sx={{ my: 1 }}
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <AlertTitle sx={{ fontSize: "0.9375rem" }}>
        {told?.detail ?? "Something went wrong in the back office."}
      </AlertTitle>
      {told ? (
        <Typography variant="caption" sx={{ fontFamily: "ui-monospace, monospace", overflowWrap: "anywhere" }}>
          {told.code}
          {told.requestId && ` · ${told.requestId}`}
        </Typography>
      ) : (
        <Typography variant="caption">{failure instanceof Error ? failure.message : "Load the page again."}</Typography>
      )}
    </Alert>
  );
}

/** The failure of the list around it, with a way to try again. */
export function ListFailure() {
  const { error, refetch } = useListContext();
  return <FailureNotice failure={error} onRetry={() => void refetch()} />;
}

/** Nothing here, why that is, and what to do about it. */
export function Nothing({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <Stack
      sx={{ alignItems: "center", textAlign: "center", py: { xs: 5, sm: 8 }, px: 2, gap: 1, color: "text.secondary" }}
    >
      <Box sx={{ "& svg": { fontSize: 40, color: "secondary.main" } }}>{icon}</Box>
      <Typography variant="h2" component="p" sx={{ color: "text.primary" }}>
        {title}
      </Typography>
      <Box sx={{ maxWidth: 460 }}>{children}</Box>
    </Stack>
  );
}

/** {@link Nothing} where a whole list is empty; flat, since react-admin draws it instead of the list's card. */
export function EmptyList(props: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <Card sx={{ width: "100%", mt: 1 }}>
      <Nothing {...props} />
    </Card>
  );
}

/** Something is on its way. */
export function Waiting({ what }: { what: string }) {
  return (
    <Box role="status" sx={{ py: 2 }}>
      <LinearProgress aria-label={what} />
      <Typography variant="body2" sx={{ color: "text.secondary", mt: 1 }}>
        {what}
      </Typography>
    </Box>
  );
}
