import RemoveIcon from "@mui/icons-material/DeleteOutlined";
import { Box, Button, IconButton, Stack, TextField, Typography } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify } from "react-admin";
import { saying } from "../failure.ts";
import { CountField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { FailureNotice } from "../shell/notices.tsx";
import { useRested } from "../shell/use-rested.ts";
import { BulkCodes } from "./bulk-codes.tsx";
import { addCode, type Code, codesPage, type Promotion, withdrawCode } from "./promotion-api.ts";

/** The codes that a promotion asks for. They are kept at once, not with the form around them. */
export function CodesPanel({ saved }: { saved: Promotion | null }) {
  return (
    <Panel title="Codes">
      {saved ? (
        <>
          <AddCode id={saved.id} />
          <KnownCodes id={saved.id} />
          <BulkCodes id={saved.id} />
        </>
      ) : (
        <Typography sx={{ color: "text.secondary" }}>
          Create the promotion first; then give it its codes here.
        </Typography>
      )}
    </Panel>
  );
}

const codesKey = (id: string) => ["promotion-codes", id];

function AddCode({ id }: { id: string }) {
  const cache = useQueryClient();
  const [code, setCode] = useState("");
  const [limit, setLimit] = useState<number | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => addCode(id, { code: code.trim(), usage_limit: limit }),
    onSuccess: async () => {
      setCode("");
      await cache.invalidateQueries({ queryKey: codesKey(id) });
    },
  });
  return (
    <>
      {error && <FailureNotice failure={error} />}
      <Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 1, alignItems: { sm: "flex-start" } }}>
        <TextField
          label="Code"
          value={code}
          onChange={({ target }) => setCode(target.value.toUpperCase())}
          helperText="3 to 40 letters, figures, - and _"
          slotProps={{ htmlInput: { maxLength: 40, autoComplete: "off" } }}
        />
        <CountField label="Orders that may use it" value={limit} onChange={setLimit} helperText="Empty: no limit" />
        <Button
          variant="outlined"
          disabled={isPending || code.trim().length < 3 || Number.isNaN(limit)}
          onClick={() => mutate()}
          sx={{ mt: { sm: 1 }, flexShrink: 0 }}
        >
          Add the code
        </Button>
      </Stack>
    </>
  );
}

function KnownCodes({ id }: { id: string }) {
  const [sought, setSought] = useState("");
  const beginning = useRested(sought.trim(), 300);
  const { data, error, refetch } = useQuery({
    queryKey: [...codesKey(id), beginning],
    queryFn: () => codesPage(id, { q: beginning, limit: 20 }),
    placeholderData: (before) => before,
  });
  return (
    <>
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {data?.data.length === 0 && beginning === "" && (
        <Typography sx={{ color: "text.secondary", my: 1 }}>No code yet: nobody can use this promotion.</Typography>
      )}
      {(beginning !== "" || data?.next_cursor) && (
        <TextField
          label="Find codes that begin with"
          value={sought}
          onChange={({ target }) => setSought(target.value)}
        />
      )}
      <Box component="ul" aria-label="Codes" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {data?.data.map((code) => (
          <KnownCode key={code.code} id={id} code={code} />
        ))}
      </Box>
      {data?.next_cursor && (
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          … and more. Type how a code begins to find it.
        </Typography>
      )}
    </>
  );
}

function KnownCode({ id, code: { code, used, usage_limit } }: { id: string; code: Code }) {
  const notify = useNotify();
  const cache = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => withdrawCode(id, code),
    onError: (failure) => notify(saying(failure, "code"), { type: "error" }),
    onSettled: () => cache.invalidateQueries({ queryKey: codesKey(id) }),
  });
  return (
    <Stack
      component="li"
      direction="row"
      sx={{ gap: 1, alignItems: "center", borderBottom: 1, borderColor: "divider" }}
    >
      <Box component="code" sx={{ flex: 1, overflowWrap: "anywhere", fontSize: "0.9375rem" }}>
        {code}
      </Box>
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {usage_limit === null ? `used ${used} times` : `used ${used} of ${usage_limit}`}
      </Typography>
      <IconButton size="small" aria-label={`Take ${code} back`} disabled={isPending} onClick={() => mutate()}>
        <RemoveIcon fontSize="small" />
      </IconButton>
    </Stack>
  );
}
