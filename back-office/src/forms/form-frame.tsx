import { Alert, AlertTitle, Box, Stack, Toolbar, Typography } from "@mui/material";
import type { FormEvent, ReactNode } from "react";
import { ApiFailure } from "../failure.ts";
import { FailureNotice } from "../shell/notices.tsx";
import { Overtaken } from "../shell/overtaken.tsx";

/** Where a form is saved: stays in sight however long the form is. */
export function SaveBar({ children }: { children: ReactNode }) {
  return (
    <Toolbar
      variant="dense"
      disableGutters
      sx={{
        position: "sticky",
        bottom: 0,
        mt: 2,
        py: 1,
        gap: 2,
        zIndex: 3,
        bgcolor: "background.default",
        borderTop: 1,
        borderColor: "divider",
      }}
    >
      {children}
    </Toolbar>
  );
}

/** What stands at the far end of the bar: what is seldom done. */
export function AtTheEnd({ children }: { children: ReactNode }) {
  return <Box sx={{ ml: "auto" }}>{children}</Box>;
}

/** A form beside what goes with it; one below the other where there is no room. */
export function FormColumns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        mt: 2,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 2fr) minmax(0, 1fr)" },
      }}
    >
      <Stack sx={{ gap: 2, minWidth: 0 }}>{main}</Stack>
      <Stack sx={{ gap: 2, minWidth: 0 }}>{side}</Stack>
    </Box>
  );
}

interface RefusalProps {
  /** What is being saved: `collection`. */
  what: string;
  failure: unknown;
  /** Answers that mean that somebody else was first, beside a 412. */
  lostBy?: readonly string[];
  onReload: () => unknown;
}

/** Why something was not saved. */
export function SaveRefusal({ what, failure, lostBy = [], onReload }: RefusalProps) {
  if (!failure) return null;
  const known = failure instanceof ApiFailure ? failure : null;
  if (known?.status === 412 || lostBy.includes(known?.code ?? "")) {
    return <Overtaken what={what} onReload={() => void onReload()} />;
  }
  return known && known.errors.length > 0 ? <Marked failure={known} /> : <FailureNotice failure={failure} />;
}

/** What the store refused of a form; most of it stands at its fields, too. */
function Marked({ failure: { errors } }: { failure: ApiFailure }) {
  const told = [...new Set(errors.map(({ detail }) => detail))];
  return (
    <Alert severity="error" variant="outlined" role="alert" sx={{ my: 1 }}>
      <AlertTitle sx={{ fontSize: "0.9375rem" }}>Nothing was saved. Mend what is marked, then save again.</AlertTitle>
      {told.map((detail) => (
        <Typography key={detail} variant="body2">
          {detail}
        </Typography>
      ))}
    </Alert>
  );
}

interface FrameProps extends RefusalProps {
  onSubmit: () => void;
  /** What stands in the bar to save by. */
  bar: ReactNode;
  children: ReactNode;
}

/** A form: why it was not saved, its fields, and the bar to save it by. */
export function FormFrame({ onSubmit, bar, children, ...refusal }: FrameProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <SaveRefusal {...refusal} />
      {children}
      <SaveBar>
        {bar}
        {refusal.failure !== null && (
          <Typography variant="body2" sx={{ color: "error.main" }}>
            Not saved. It says above why.
          </Typography>
        )}
      </SaveBar>
    </form>
  );
}
