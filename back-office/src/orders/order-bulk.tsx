import { Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useListContext, useNotify, useRefresh, useUnselectAll } from "react-admin";
import { saying } from "../failure.ts";
import * as api from "./desk-api.ts";

/** What can be done with many orders at once; each that could not be moved is told with why. */
export function OrderBulk() {
  const { selectedIds } = useListContext();
  const [asking, setAsking] = useState<"tag" | "cancel" | null>(null);
  const [text, setText] = useState("");
  const notify = useNotify();
  const refresh = useRefresh();
  const unselect = useUnselectAll("orders");
  const { mutate, isPending } = useMutation({
    mutationFn: (body: { action: string; tag?: string; reason?: string }) =>
      api.bulk({ ...body, order_ids: selectedIds.map(String) }),
    onSuccess: ({ data }) => {
      const refused = data.filter(({ outcome }) => outcome === "refused");
      const done = `${data.length - refused.length} of ${data.length} orders are done.`;
      const why = [...new Set(refused.map(({ detail }) => detail))].join(" ");
      notify(refused.length === 0 ? done : `${done} ${why}`, {
        type: refused.length === 0 ? "success" : "warning",
        autoHideDuration: 10_000,
      });
      setAsking(null);
      setText("");
      unselect();
      refresh();
    },
    onError: (failure) => notify(saying(failure, "order"), { type: "error" }),
  });
  return (
    <>
      <Button disabled={isPending} onClick={() => setAsking("tag")}>
        Tag…
      </Button>
      <Button disabled={isPending} onClick={() => mutate({ action: "ship" })}>
        Mark shipped
      </Button>
      <Button color="error" disabled={isPending} onClick={() => setAsking("cancel")}>
        Cancel…
      </Button>
      {asking && (
        <Dialog open onClose={() => setAsking(null)} maxWidth="xs" fullWidth aria-labelledby="bulk">
          <DialogTitle id="bulk">
            {asking === "tag" ? `Tag ${selectedIds.length} orders` : `Cancel ${selectedIds.length} orders?`}
          </DialogTitle>
          <DialogContent>
            <TextField
              autoFocus
              fullWidth
              sx={{ mt: 1 }}
              label={asking === "tag" ? "Tag" : "Reason, for the customers"}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </DialogContent>
          <DialogActions>
            <Button onClick={() => setAsking(null)}>Not now</Button>
            <Button
              variant="contained"
              color={asking === "cancel" ? "error" : "primary"}
              disabled={isPending || text.trim() === ""}
              onClick={() =>
                mutate(
                  asking === "tag" ? { action: "tag", tag: text.trim() } : { action: "cancel", reason: text.trim() },
                )
              }
            >
              {asking === "tag" ? "Put the tag on" : "Cancel them"}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

/** Fetches the orders that the list shows, all pages of them, as a file for a spreadsheet. */
export function OrderTools() {
  const { filterValues } = useListContext();
  const notify = useNotify();
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      api.exportOrders(
        Object.fromEntries(
          Object.entries(filterValues).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
        ),
      ),
    onSuccess: ({ file, name }) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
    },
    onError: (failure) => notify(saying(failure, "file"), { type: "error" }),
  });
  return (
    <Button disabled={isPending} onClick={() => mutate()}>
      {isPending ? "Writing the file…" : "Download as CSV"}
    </Button>
  );
}
