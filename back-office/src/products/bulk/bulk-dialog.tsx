import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useRefresh } from "react-admin";
import * as catalog from "../../catalog-api.ts";
import type { BulkTarget } from "../../catalog-wire.ts";
import { FailureNotice } from "../../shell/notices.tsx";
import { AttributeChange } from "./attribute-change.tsx";
import { type BulkForm, changeFrom, nothing } from "./bulk-form.ts";
import { BulkProgress } from "./bulk-progress.tsx";
import { PlaceChange } from "./place-change.tsx";
import { PriceChange } from "./price-change.tsx";

interface Props {
  target: BulkTarget;
  /** How many products that is; null while it is counted. */
  count: number | null;
  /** Told whether anything was changed. */
  onClose: (changed: boolean) => void;
}

/** Changes many products alike: first what, then how far it has come. */
export function BulkDialog({ target, count, onClose }: Props) {
  const refresh = useRefresh();
  const [form, setForm] = useState<BulkForm>(nothing);
  const change = changeFrom(form);
  const { mutate, data, isPending, error } = useMutation({
    mutationFn: () => {
      if (change === null) throw new Error("Nothing is to be changed.");
      return catalog.editProducts(target, change);
    },
    onSuccess: refresh,
  });
  const set = (part: Partial<BulkForm>) => setForm((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate();
  };
  const products = count === null ? "the products" : count === 1 ? "1 product" : `${count.toLocaleString()} products`;
  return (
    <Dialog open onClose={() => onClose(data !== undefined)} maxWidth="sm" fullWidth aria-labelledby="bulk-edit">
      <DialogTitle id="bulk-edit" sx={{ pb: 0.5 }}>
        Edit {products}
      </DialogTitle>
      {data ? (
        <>
          <DialogContent>
            <BulkProgress started={data} onEnd={refresh} />
          </DialogContent>
          <DialogActions>
            <Button onClick={() => onClose(true)}>Close</Button>
          </DialogActions>
        </>
      ) : (
        <form onSubmit={submit}>
          <DialogContent>
            <Typography sx={{ color: "text.secondary", mb: 1 }}>What is left empty stays as it is.</Typography>
            {error && <FailureNotice failure={error} />}
            <PlaceChange form={form} onChange={set} />
            <PriceChange form={form} onChange={set} />
            <AttributeChange form={form} onChange={set} />
          </DialogContent>
          <DialogActions>
            <Button onClick={() => onClose(false)}>Leave them</Button>
            <Button type="submit" variant="contained" disabled={isPending || change === null || count === 0}>
              {isPending ? "Starting…" : `Change ${products}`}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
