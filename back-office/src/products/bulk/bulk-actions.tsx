import EditIcon from "@mui/icons-material/EditNoteOutlined";
import { Button } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useListContext } from "react-admin";
import * as api from "../../api.ts";
import type { BulkTarget } from "../../catalog-wire.ts";
import type { ProductStatus } from "../../wire.ts";
import { BulkDialog } from "./bulk-dialog.tsx";

/** Edits the products that are ticked. */
export function EditSelected() {
  const { selectedIds, onUnselectItems } = useListContext();
  const [open, setOpen] = useState(false);
  const close = (changed: boolean) => {
    setOpen(false);
    if (changed) onUnselectItems();
  };
  return (
    <>
      <Button size="small" startIcon={<EditIcon />} onClick={() => setOpen(true)}>
        Edit these
      </Button>
      {open && (
        <BulkDialog target={{ product_ids: selectedIds.map(String) }} count={selectedIds.length} onClose={close} />
      )}
    </>
  );
}

interface Filters {
  q?: string;
  status?: ProductStatus;
  category?: string;
}

/** Edits everything that the list's filters leave, on all its pages. A search's results can only be ticked. */
export function EditAll() {
  const { filterValues } = useListContext();
  const [open, setOpen] = useState(false);
  const { q, status, category } = filterValues as Filters;
  if (q) return null;
  const filter = { ...(status ? { status } : {}), ...(category ? { category } : {}) };
  return (
    <>
      <Button startIcon={<EditIcon />} onClick={() => setOpen(true)}>
        Edit all
      </Button>
      {open && <All target={{ filter }} onClose={() => setOpen(false)} />}
    </>
  );
}

function All({ target, onClose }: { target: BulkTarget & { filter: Filters }; onClose: () => void }) {
  const { status = null, category = null } = target.filter;
  const { data } = useQuery({
    queryKey: ["count products", status, category],
    queryFn: () => api.countProducts({ status: status ?? "any", category }),
    staleTime: 0,
  });
  return <BulkDialog target={target} count={data ?? null} onClose={onClose} />;
}
