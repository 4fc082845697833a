import EditIcon from "@mui/icons-material/EditNoteOutlined";
import {
  Button,
  Card,
  CardContent,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  LinearProgress,
  Stack,
  Typography,
} from "@mui/material";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-admin";
import * as catalog from "../../catalog-api.ts";
import type { BulkEdit } from "../../catalog-wire.ts";
import { ago } from "../../dates.ts";
import { PageName } from "../../shell/frame.tsx";
import { EmptyList, FailureNotice, Waiting } from "../../shell/notices.tsx";
import { StatusChip } from "../../shell/status-chip.tsx";
import { useCategoryChoices } from "../category-choices.ts";
import { BulkProgress } from "./bulk-progress.tsx";
import { changeInWords } from "./change-told.ts";

/** The latest edits of many products: what they changed, how far they have come. */
export default function BulkEdits() {
  const { data, error, refetch } = useQuery({
    queryKey: ["bulk edits"],
    queryFn: catalog.bulkEdits,
    refetchInterval: ({ state }) => (state.data?.data.some(going) ? 2000 : false),
  });
  const queries = useQueryClient();
  const [opened, setOpened] = useState<BulkEdit | null>(null);
  return (
    <>
      <PageName name="Edits of many products" />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the edits" />}
      {data?.data.length === 0 && (
        <EmptyList icon={<EditIcon />} title="No edits of many products yet">
          <p>
            Tick products in the list, or filter it, to change their status, categories, prices or attributes at once.
          </p>
          <Button component={Link} to="/products">
            To the products
          </Button>
        </EmptyList>
      )}
      <Stack sx={{ gap: 1, mt: 2, maxWidth: 860 }}>
        {data?.data.map((edit) => (
          <Edit key={edit.id} edit={edit} onOpen={() => setOpened(edit)} />
        ))}
      </Stack>
      {opened && (
        <Dialog open onClose={() => setOpened(null)} maxWidth="sm" fullWidth aria-labelledby="edit-of-many">
          <DialogTitle id="edit-of-many">Edit of {opened.products_total.toLocaleString()} products</DialogTitle>
          <DialogContent>
            <BulkProgress started={opened} onEnd={() => void queries.invalidateQueries({ queryKey: ["bulk edits"] })} />
          </DialogContent>
          <DialogActions>
            <Button onClick={() => setOpened(null)}>Close</Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

const going = ({ status }: BulkEdit) => status === "queued" || status === "running";

function Edit({ edit, onOpen }: { edit: BulkEdit; onOpen: () => void }) {
  const { choices } = useCategoryChoices();
  const names = new Map(choices.map(({ id, name }) => [id, name]));
  return (
    <Card>
      <CardContent sx={{ "&:last-child": { pb: 2 } }}>
        <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
          <StatusChip status={edit.status} />
          <Typography sx={{ flexGrow: 1, overflowWrap: "anywhere" }}>{changeInWords(edit.change, names)}</Typography>
          <Button size="small" onClick={onOpen}>
            {edit.products_refused > 0 ? "See what was refused" : "See how it went"}
          </Button>
        </Stack>
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          {ago(edit.created_at)} · {edit.products_total.toLocaleString()} products, {edit.products_changed} changed
          {edit.products_refused > 0 && `, ${edit.products_refused} stayed as they were`}
        </Typography>
        {going(edit) && (
          <LinearProgress
            variant="determinate"
            value={(edit.products_done / Math.max(1, edit.products_total)) * 100}
            aria-label={`${edit.products_done} of ${edit.products_total} products`}
            sx={{ mt: 1 }}
          />
        )}
      </CardContent>
    </Card>
  );
}
