import { Button, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { when } from "../dates.ts";
import { faultAt, faultsOf } from "../forms/faults.ts";
import { FormFrame } from "../forms/form-frame.tsx";
import { CountField } from "../forms/number-field.tsx";
import { Panel } from "../forms/panel.tsx";
import { useSaving } from "../forms/saving.ts";
import type { Versioned } from "../versioned.ts";
import { receiveTransfer, type Transfer } from "./stock-api.ts";
import { useLocations } from "./use-locations.ts";

/** What was sent: what of it arrived is said here, once. */
export function ReceiveTransfer({ transfer, onReload }: { transfer: Versioned<Transfer>; onReload: () => unknown }) {
  const { nameOf } = useLocations();
  const [arrived, setArrived] = useState<Record<string, number | null>>({});
  const { mutate, isPending, error } = useSaving({
    send: (body) => receiveTransfer(transfer, body),
    lists: ["stock-transfers", "stock-of"],
    onSaved: onReload,
  });
  const faults = faultsOf(error);
  const isOpen = transfer.status === "sent";
  const lines = transfer.lines.map(({ variant_id, quantity }) => ({
    variant_id,
    received: arrived[variant_id] === undefined ? quantity : arrived[variant_id],
  }));
  return (
    <FormFrame
      what="transfer"
      failure={error}
      lostBy={["transfer-over"]}
      onReload={onReload}
      onSubmit={() => mutate({ lines })}
      bar={
        isOpen ? (
          <Button type="submit" variant="contained" disabled={isPending}>
            Take it in
          </Button>
        ) : (
          <Typography variant="body2">Received {transfer.received_at && when(transfer.received_at)}</Typography>
        )
      }
    >
      <Stack sx={{ mt: 2, maxWidth: 720 }}>
        <Panel title={`${nameOf(transfer.from)} → ${nameOf(transfer.to)}`}>
          <Typography sx={{ color: "text.secondary", mb: 1 }}>
            Sent {when(transfer.sent_at)} by {transfer.sent_by}
            {transfer.note && ` · ${transfer.note}`}
          </Typography>
          {transfer.lines.map((line, index) => (
            <Stack key={line.variant_id} direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
              <Typography sx={{ flex: 1, minWidth: 160, overflowWrap: "anywhere" }}>
                {line.sku}: {line.quantity} sent
              </Typography>
              {isOpen ? (
                <CountField
                  label="Arrived"
                  value={lines[index]?.received ?? null}
                  onChange={(received) => setArrived({ ...arrived, [line.variant_id]: received })}
                  sx={{ width: 130 }}
                  {...faultAt(faults, `/lines/${index}/received`)}
                />
              ) : (
                <Typography>{told(line)}</Typography>
              )}
            </Stack>
          ))}
        </Panel>
      </Stack>
    </FormFrame>
  );
}

function told({ quantity, received }: Transfer["lines"][number]): string {
  const missing = quantity - (received ?? 0);
  return missing > 0 ? `${received} arrived, ${missing} lost on the way` : "all arrived";
}
