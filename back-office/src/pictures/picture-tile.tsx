import BackIcon from "@mui/icons-material/ArrowBack";
import OnIcon from "@mui/icons-material/ArrowForward";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import EditIcon from "@mui/icons-material/EditOutlined";
import { Box, Chip, IconButton, LinearProgress, Stack, Typography } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Confirm, useNotify } from "react-admin";
import { saying } from "../failure.ts";
import { inWidth } from "../picture-url.ts";
import { type Picture, removePicture } from "./picture-api.ts";
import { PictureDialog } from "./picture-dialog.tsx";

interface TileProps {
  picture: Picture;
  /** 1 is the first, which shoppers see in lists. */
  place: number;
  of: number;
  busy: boolean;
  /** @param to the place, from 0 */
  onMove: (to: number) => void;
  onDrag: () => void;
  onDrop: () => void;
  onChange: () => void;
}

/** One picture: what it shows, whether shoppers see it already, and what to do with it. */
export function PictureTile({ picture, place, of, busy, onMove, onDrag, onDrop, onChange }: TileProps) {
  const what = picture.alt || `picture ${place}, which has no words`;
  const [open, setOpen] = useState<"picture" | "removal" | null>(null);
  const close = () => setOpen(null);
  return (
    <Box
      component="li"
      draggable
      onDragStart={onDrag}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
      sx={{ border: 1, borderColor: "divider", borderRadius: 1, overflow: "hidden", cursor: "grab" }}
    >
      <Face picture={picture} />
      <Stack direction="row" sx={{ alignItems: "center", px: 0.5 }}>
        <IconButton
          size="small"
          aria-label={`Move ${what} forward`}
          disabled={busy || place === 1}
          onClick={() => onMove(place - 2)}
        >
          <BackIcon fontSize="small" />
        </IconButton>
        <IconButton
          size="small"
          aria-label={`Move ${what} back`}
          disabled={busy || place === of}
          onClick={() => onMove(place)}
        >
          <OnIcon fontSize="small" />
        </IconButton>
        <IconButton size="small" aria-label={`Change ${what}`} onClick={() => setOpen("picture")} sx={{ ml: "auto" }}>
          <EditIcon fontSize="small" />
        </IconButton>
        <IconButton size="small" aria-label={`Remove ${what}`} onClick={() => setOpen("removal")}>
          <DeleteIcon fontSize="small" />
        </IconButton>
      </Stack>
      <Typography
        variant="caption"
        component="div"
        sx={{ px: 1, pb: 0.75, overflowWrap: "anywhere", color: picture.alt ? "text.secondary" : "warning.main" }}
      >
        {picture.alt || "No words yet"}
      </Typography>
      {picture.variant_ids.length > 0 && (
        <Chip
          size="small"
          variant="outlined"
          label={picture.variant_ids.length === 1 ? "1 variant" : `${picture.variant_ids.length} variants`}
          sx={{ ml: 1, mb: 1 }}
        />
      )}
      {open === "picture" && <PictureDialog picture={picture} onChange={onChange} onClose={close} />}
      {open === "removal" && <Removal picture={picture} onChange={onChange} onClose={close} />}
    </Box>
  );
}

function Face({ picture }: { picture: Picture }) {
  const frame = { aspectRatio: "1", display: "grid", placeItems: "center", bgcolor: "action.hover", p: 1 };
  if (picture.status === "processing") {
    return (
      <Box sx={frame} role="status">
        <Box sx={{ width: "80%", textAlign: "center" }}>
          <LinearProgress aria-label="Making the picture ready" />
          <Typography variant="caption">being made ready</Typography>
        </Box>
      </Box>
    );
  }
  if (picture.status === "refused") {
    return (
      <Box sx={frame}>
        <Typography variant="caption" sx={{ color: "error.main", textAlign: "center", overflowWrap: "anywhere" }}>
          {picture.reason ?? "The picture cannot be used."}
        </Typography>
      </Box>
    );
  }
  const { x, y } = picture.focal_point;
  return (
    <Box sx={{ ...frame, p: 0 }}>
      <Box
        component="img"
        src={inWidth(picture.url, 320)}
        alt={picture.alt}
        loading="lazy"
        draggable={false}
        sx={{ width: "100%", height: "100%", objectFit: "cover", objectPosition: `${x}% ${y}%`, display: "block" }}
      />
    </Box>
  );
}

function Removal({ picture, onChange, onClose }: { picture: Picture; onChange: () => void; onClose: () => void }) {
  const notify = useNotify();
  const { mutate, isPending } = useMutation({
    mutationFn: () => removePicture(picture),
    onSuccess: onChange,
    onError: (failure) => notify(saying(failure, "picture"), { type: "error" }),
    onSettled: onClose,
  });
  return (
    <Confirm
      isOpen
      loading={isPending}
      title="Remove this picture?"
      content="Shoppers no longer see it. This cannot be taken back."
      confirm="Remove it"
      cancel="Keep it"
      confirmColor="warning"
      onConfirm={() => mutate()}
      onClose={onClose}
    />
  );
}
