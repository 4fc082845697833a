import DoneIcon from "@mui/icons-material/TaskAltOutlined";
import { Alert, Box, Button, LinearProgress, List, ListItem, Stack, Typography } from "@mui/material";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link } from "react-admin";
import * as catalog from "../../catalog-api.ts";
import type { BulkEdit } from "../../catalog-wire.ts";
import { FailureNotice } from "../../shell/notices.tsx";

const over = ({ status }: BulkEdit) => status !== "queued" && status !== "running";

/** How far an edit of many products has come, and what it could not be made to. It goes on without being watched. */
export function BulkProgress({ started, onEnd }: { started: BulkEdit; onEnd: () => void }) {
  const { data: edit, error } = useQuery({
    queryKey: ["bulk edit", started.id],
    queryFn: () => catalog.bulkEdit(started.id),
    initialData: started,
    refetchInterval: ({ state }) => (state.data && over(state.data) ? false : 1000),
  });
  const stop = useMutation({ mutationFn: () => catalog.stopBulkEdit(started.id) });
  const ended = over(edit);
  const told = useRef(over(started));
  useEffect(() => {
    if (!ended || told.current) return;
    told.current = true;
    onEnd();
  }, [ended, onEnd]);
  return (
    <Stack sx={{ gap: 1.5 }}>
      {error && <FailureNotice failure={error} />}
      {stop.error && <FailureNotice failure={stop.error} />}
      {ended ? <Outcome edit={edit} /> : <Going edit={edit} onStop={() => stop.mutate()} />}
      {ended && edit.products_refused > 0 && <Refused edit={edit} />}
    </Stack>
  );
}

function Going({ edit, onStop }: { edit: BulkEdit; onStop: () => void }) {
  const label = `${edit.products_done.toLocaleString()} of ${edit.products_total.toLocaleString()} products`;
  return (
    <Box role="status">
      <Typography sx={{ mb: 1 }}>{label}</Typography>
      <LinearProgress
        variant={edit.products_done > 0 ? "determinate" : "indeterminate"}
        value={Math.round((edit.products_done / Math.max(1, edit.products_total)) * 100)}
        aria-label={label}
      />
      <Typography variant="body2" sx={{ color: "text.secondary", my: 1 }}>
        It goes on when this is closed.
      </Typography>
      <Button size="small" color="error" onClick={onStop}>
        Stop here; what is done stays done
      </Button>
    </Box>
  );
}

function Outcome({ edit }: { edit: BulkEdit }) {
  const { status, products_changed, products_unchanged, products_refused } = edit;
  return (
    <>
      {status === "finished" && (
        <Stack direction="row" sx={{ gap: 1, alignItems: "center" }}>
          <DoneIcon color="success" />
          <Typography variant="h2" component="p">
            Done
          </Typography>
        </Stack>
      )}
      {status === "cancelled" && <Alert severity="info">It was stopped. What was done until then stays.</Alert>}
      {status === "failed" && (
        <Alert severity="error">It failed on the way. What was done stays; start it again for the rest.</Alert>
      )}
      <Typography role="status">
        {products_changed} changed, {products_unchanged} were so already
        {products_refused > 0 && `, ${products_refused} stayed as they were`}.
      </Typography>
    </>
  );
}

/** The products that stayed as they were, with the reason. */
function Refused({ edit }: { edit: BulkEdit }) {
  const { data, error } = useQuery({
    queryKey: ["bulk refusals", edit.id],
    queryFn: () => catalog.bulkRefusals(edit.id),
  });
  if (error) return <FailureNotice failure={error} />;
  if (!data) return null;
  return (
    <Box component="section" aria-label="Products that stayed as they were">
      <List dense disablePadding>
        {data.data.map(({ product_id, reason }) => (
          <ListItem key={product_id} disableGutters sx={{ display: "block" }}>
            <Link to={`/products/${product_id}`}>{product_id}</Link>
            <Typography variant="body2">{reason}</Typography>
          </ListItem>
        ))}
      </List>
      {data.next_cursor && <Typography variant="caption">These are the first {data.data.length}.</Typography>}
    </Box>
  );
}
