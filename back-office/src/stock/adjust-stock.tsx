import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNotify } from "react-admin";
import * as api from "../api.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { Inventory, StockUpdate } from "../wire.ts";

type Way = "delta" | "set";

const usualReasons = ["Stocktake", "Delivery", "Damaged", "Returned by a customer", "Lost"];

/** Changes what is on hand of a variant, by so many or to so many, with a reason that the ledger keeps. */
export function AdjustStock({ stock, onClose }: { stock: Inventory; onClose: (changed: boolean) => void }) {
  const notify = useNotify();
  const [location, setLocation] = useState(stock.locations[0]?.location_id ?? "");
  const [way, setWay] = useState<Way>("delta");
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");

  const here = stock.locations.find(({ location_id }) => location_id === location);
  const count = /^[+-]?\d+$/.test(typed.trim()) ? Number(typed) : null;
  const after = count === null ? null : way === "set" ? count : (here?.on_hand ?? 0) + count;
  const changes = after !== null && after >= 0 && after !== here?.on_hand;

  const { mutate, isPending, error } = useMutation({
    mutationFn: (update: StockUpdate) => api.updateStock(stock.variant_id, update),
    onSuccess: () => {
      notify(`${stock.sku}: ${after} on hand now.`, { type: "success" });
      onClose(true);
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (count === null) return;
    const why = { location, reason: reason.trim() };
    mutate(way === "set" ? { ...why, set: count } : { ...why, delta: count });
  }

  return (
    <Dialog open onClose={() => onClose(false)} maxWidth="xs" fullWidth aria-labelledby="adjust-stock">
      <form onSubmit={submit}>
        <DialogTitle id="adjust-stock" sx={{ pb: 0.5 }}>
          Adjust stock
        </DialogTitle>
        <DialogContent>
          <Typography sx={{ color: "text.secondary", mb: 1, overflowWrap: "anywhere" }}>
            {stock.title ? `${stock.title} · ${stock.sku}` : stock.sku}
          </Typography>
          {error && <FailureNotice failure={error} />}
          {stock.locations.length > 1 && (
            <TextField select label="Where" value={location} onChange={(event) => setLocation(event.target.value)}>
              {stock.locations.map(({ location_id, name }) => (
                <MenuItem key={location_id} value={location_id}>
                  {name}
                </MenuItem>
              ))}
            </TextField>
          )}
          <ToggleButtonGroup
            exclusive
            fullWidth
            size="small"
            color="primary"
            value={way}
            onChange={(_, chosen: Way | null) => chosen && setWay(chosen)}
            aria-label="How to change it"
            sx={{ my: 1 }}
          >
            <ToggleButton value="delta">Add or take away</ToggleButton>
            <ToggleButton value="set">Set to a count</ToggleButton>
          </ToggleButtonGroup>
          <TextField
            label={way === "delta" ? "How many (minus takes away)" : "How many there are"}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            slotProps={{ htmlInput: { inputMode: way === "set" ? "numeric" : "text", autoComplete: "off" } }}
            helperText={outcome(here?.on_hand ?? 0, here?.reserved ?? 0, after)}
            error={after !== null && after < 0}
            autoFocus
            required
          />
          <TextField
            label="Reason"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 200, list: "usual-reasons" } }}
            required
          />
          <datalist id="usual-reasons">
            {usualReasons.map((usual) => (
              <option key={usual} value={usual} />
            ))}
          </datalist>
        </DialogContent>
        <DialogActions>
          <Stack direction="row" sx={{ gap: 1 }}>
            <Button onClick={() => onClose(false)}>Leave it</Button>
            <Button type="submit" variant="contained" disabled={isPending || !changes || reason.trim() === ""}>
              {isPending ? "Saving…" : "Save"}
            </Button>
          </Stack>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function outcome(onHand: number, reserved: number, after: number | null): string {
  const promised = reserved > 0 ? `, ${reserved} of them promised to orders` : "";
  if (after === null) return `${onHand} on hand${promised}`;
  if (after < 0) return `There are only ${onHand}.`;
  return `${onHand} on hand${promised} → ${after}`;
}
