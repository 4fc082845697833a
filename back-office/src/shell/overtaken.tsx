import { Alert, Button } from "@mui/material";

/** Two people changed the same thing, and the other one was first. */
export function Overtaken({ what, onReload }: { what: string; onReload: () => void }) {
  return (
    <Alert
      severity="warning"
      variant="outlined"
      role="alert"
      sx={{ mt: 2 }}
      action={
        <Button color="inherit" size="small" onClick={onReload}>
          Load theirs
        </Button>
      }
    >
      Somebody else saved this {what} first, so nothing was saved. Copy what you want to keep, load theirs, then make
      your change again.
    </Alert>
  );
}
