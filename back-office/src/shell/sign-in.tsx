import { Alert, Box, Button, Card, Stack, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { Notification, useLogin } from "react-admin";
import { ApiFailure } from "../failure.ts";
import { lastEnd } from "../session.ts";
import { Mark } from "./mark.tsx";

/** Nothing went wrong here: this is how it is meant. */
const gentle = new Set(["not-staff", "session-over"]);

/** The door. Says plainly why someone cannot come in. */
export function SignIn() {
  const login = useLogin();
  const [failure, setFailure] = useState<ApiFailure | null>(lastEnd);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    try {
      await login({ email: String(form.get("email")).trim(), password: String(form.get("password")) });
    } catch (thrown) {
      if (!(thrown instanceof ApiFailure)) throw thrown;
      setFailure(thrown);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Box
      component="main"
      sx={{ minHeight: "100vh", display: "grid", placeItems: "center", bgcolor: "background.default", p: 2 }}
    >
      <title>Sign in · Souk back office</title>
      <Card sx={{ width: "100%", maxWidth: 380, p: { xs: 3, sm: 4 } }}>
        <Stack component="form" onSubmit={submit} sx={{ gap: 1.5 }}>
          <Mark size={44} />
          <Typography variant="h1">Souk back office</Typography>
          <Typography sx={{ color: "text.secondary", mb: 0.5 }}>For the people who run the store.</Typography>
          {failure && (
            <Alert severity={gentle.has(failure.code) ? "info" : "error"} variant="outlined" role="alert">
              {failure.detail}
              {failure.requestId && (
                <Typography variant="caption" sx={{ display: "block", overflowWrap: "anywhere" }}>
                  {failure.code} · {failure.requestId}
                </Typography>
              )}
            </Alert>
          )}
          <TextField name="email" type="email" label="E-mail address" autoComplete="username" autoFocus required />
          <TextField name="password" type="password" label="Password" autoComplete="current-password" required />
          <Button type="submit" variant="contained" size="large" disabled={busy}>
            {busy ? "Signing in…" : "Sign in"}
          </Button>
        </Stack>
      </Card>
      <Notification />
    </Box>
  );
}
