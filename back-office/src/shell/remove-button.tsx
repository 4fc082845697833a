import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Button } from "@mui/material";
import { useState } from "react";
import { Confirm } from "react-admin";

interface Props {
  /** The question. */
  title: string;
  /** What it means. */
  what: string;
  busy: boolean;
  onRemove: () => void;
}

/** Removes something once that was asked again. */
export function RemoveButton({ title, what, busy, onRemove }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button color="error" startIcon={<DeleteIcon />} disabled={busy} onClick={() => setAsking(true)}>
        Remove
      </Button>
      <Confirm
        isOpen={asking}
        title={title}
        content={what}
        confirm="Remove"
        confirmColor="warning"
        cancel="Keep it"
        onConfirm={() => {
          setAsking(false);
          onRemove();
        }}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
