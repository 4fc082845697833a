import { Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiFailure } from "../failure.ts";
import { FailureNotice } from "../shell/notices.tsx";
import { Overtaken } from "../shell/overtaken.tsx";
import { FocalPointField } from "./focal-point-field.tsx";
import { changePicture, type Picture } from "./picture-api.ts";
import { ShownVariants } from "./shown-variants.tsx";

interface DialogProps {
  picture: Picture;
  onChange: () => void;
  onClose: () => void;
}

/** What a picture shows: in words, where the eye should rest, and which variants. */
export function PictureDialog({ picture, onChange, onClose }: DialogProps) {
  const [alt, setAlt] = useState(picture.alt);
  const [focalPoint, setFocalPoint] = useState(picture.focal_point);
  const [variantIds, setVariantIds] = useState(picture.variant_ids);
  // The list around it is read again and again; what is edited here is the version that was opened.
  const [opened] = useState(picture);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => changePicture(opened, { alt: alt.trim(), focal_point: focalPoint, variant_ids: variantIds }),
    onSuccess: () => {
      onChange();
      onClose();
    },
  });
  const overtaken = error instanceof ApiFailure && error.status === 412;
  const reload = () => {
    onChange();
    onClose();
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="picture">
      <DialogTitle id="picture">What does it show?</DialogTitle>
      <DialogContent>
        {overtaken && <Overtaken what="picture" onReload={reload} />}
        {error && !overtaken && <FailureNotice failure={error} />}
        {picture.status === "ready" && (
          <FocalPointField picture={picture} point={focalPoint} onChange={setFocalPoint} />
        )}
        <TextField
          label="In words, for those who cannot see it"
          value={alt}
          onChange={(event) => setAlt(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 500 } }}
          multiline
          minRows={2}
          autoFocus
        />
        <ShownVariants productId={picture.product_id} ids={variantIds} onChange={setVariantIds} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Leave it</Button>
        <Button variant="contained" disabled={isPending} onClick={() => mutate()}>
          Save
        </Button>
      </DialogActions>
    </Dialog>
  );
}
