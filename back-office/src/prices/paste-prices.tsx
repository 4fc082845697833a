import {
  Box,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  TextField,
  Typography,
} from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ImportJobCard } from "../imports/import-job.tsx";
import { Progress } from "../imports/progress.tsx";
import { sendProducts } from "../imports/send-products.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { ImportJob } from "../wire.ts";
import type { PriceList } from "./price-list-api.ts";
import { pricesFile } from "./prices-file.ts";

/** Many prices of a list at once, pasted from a spreadsheet: they come in as a file of list prices does. */
export function PastePrices({ list, onClose }: { list: PriceList; onClose: () => void }) {
  const [text, setText] = useState("");
  const [dryRun, setDryRun] = useState(true);
  const [sent, setSent] = useState(0);
  const [job, setJob] = useState<ImportJob | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => sendProducts(pricesFile(list, text), dryRun, setSent),
    onSuccess: setJob,
  });
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby="paste-prices">
      <DialogTitle id="paste-prices">Many prices at once</DialogTitle>
      <DialogContent>
        {error && <FailureNotice failure={error} />}
        {isPending && <Progress label="Sending the prices" share={sent} />}
        {job ? (
          <ImportJobCard key={job.id} started={job} another="Back to the prices" onAnother={() => setJob(null)} />
        ) : (
          <>
            <Typography sx={{ color: "text.secondary", mb: 1 }}>
              Paste from a spreadsheet, or the lines of a CSV: SKU, currency, the price of one piece, and the prices of
              more as <Box component="code">10: 18.50; 50: 17.00</Box>. A line with neither price takes the variant out
              of the list; what no line names stays.
            </Typography>
            <TextField
              label="Prices"
              value={text}
              onChange={({ target }) => setText(target.value)}
              placeholder={"sku\tcurrency\tprice\ttiers\nPAN-24\tEUR\t19.90\t10: 18.50"}
              multiline
              minRows={8}
              maxRows={20}
              slotProps={{
                htmlInput: { spellCheck: false, sx: { fontFamily: "ui-monospace, monospace", fontSize: "0.875rem" } },
                inputLabel: { shrink: true },
              }}
            />
            <FormControlLabel
              control={<Checkbox checked={dryRun} onChange={({ target }) => setDryRun(target.checked)} />}
              label="Only try it: tell what would happen, and set nothing"
            />
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        {!job && (
          <Button variant="contained" disabled={isPending || text.trim() === ""} onClick={() => mutate()}>
            {dryRun ? "Try them" : "Set the prices"}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
