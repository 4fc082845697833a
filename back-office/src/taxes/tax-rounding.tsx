import { Button, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { SaveRefusal } from "../forms/form-frame.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRecord, useSaving } from "../forms/saving.ts";
import { SelectField } from "../forms/select-field.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import { changeTaxSettings, type TaxSettings, taxSettings } from "./tax-api.ts";

/** How amounts of tax are rounded from now on. */
export function TaxRounding() {
  const { data, error, refetch } = useRecord(["tax-settings"], taxSettings);
  return (
    <Panel title="Rounding">
      <Typography sx={{ color: "text.secondary", mb: 1 }}>
        For orders from now on; each order keeps what it was rounded by.
      </Typography>
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the settings" />}
      {data && <Choices key={data.etag} began={data} onReload={refetch} />}
    </Panel>
  );
}

function Choices({ began, onReload }: { began: Versioned<TaxSettings>; onReload: () => unknown }) {
  const [mode, setMode] = useState(began.rounding_mode);
  const [level, setLevel] = useState(began.rounding_level);
  const { mutate, isPending, error } = useSaving({
    send: (body) => changeTaxSettings(began.etag, body),
    lists: [],
    onSaved: onReload,
  });
  const changed = mode !== began.rounding_mode || level !== began.rounding_level;
  return (
    <>
      <SaveRefusal what="setting" failure={error} onReload={onReload} />
      <Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 1, alignItems: { sm: "center" } }}>
        <SelectField
          label="Where"
          value={level}
          choices={[
            ["line", "Each line by itself"],
            ["document", "The sum of each rate, then split"],
          ]}
          onChange={setLevel}
        />
        <SelectField
          label="Half a cent"
          value={mode}
          choices={[
            ["half_up", "is rounded up"],
            ["half_even", "goes to the even one (banker's)"],
          ]}
          onChange={setMode}
        />
        <Button
          variant="outlined"
          disabled={!changed || isPending}
          onClick={() => mutate({ rounding_mode: mode, rounding_level: level })}
          sx={{ flexShrink: 0 }}
        >
          Round so
        </Button>
      </Stack>
    </>
  );
}
