import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import EditIcon from "@mui/icons-material/EditOutlined";
import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  IconButton,
  LinearProgress,
  Stack,
  TextField,
  Typography,
} from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Confirm, useNotify } from "react-admin";
import * as api from "../api.ts";
import { saying } from "../failure.ts";
import { inWidth } from "../picture-url.ts";
import { FailureNotice } from "../shell/notices.tsx";
import type { Picture } from "../wire.ts";

interface TileProps {
  productId: string;
  picture: Picture;
  onChange: () => void;
}

/** One picture: what it shows, whether shoppers see it already, and what to do with it. */
export function PictureTile(tile: TileProps) {
  const { picture } = tile;
  const what = picture.alt || "a picture without words";
  const [open, setOpen] = useState<"words" | "removal" | null>(null);
  const close = () => setOpen(null);
  return (
    <Box component="li" sx={{ border: 1, borderColor: "divider", borderRadius: 1, overflow: "hidden" }}>
      <Face picture={picture} />
      <Stack direction="row" sx={{ alignItems: "flex-start", p: 0.5, pl: 1 }}>
        <Typography
          variant="caption"
          sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere", color: "text.secondary", pt: 0.75 }}
        >
          {picture.alt || "No words yet"}
        </Typography>
        <IconButton size="small" aria-label={`Say what ${what} shows`} onClick={() => setOpen("words")}>
          <EditIcon fontSize="small" />
        </IconButton>
        <IconButton size="small" aria-label={`Remove ${what}`} onClick={() => setOpen("removal")}>
          <DeleteIcon fontSize="small" />
        </IconButton>
      </Stack>
      {open === "words" && <Words {...tile} onClose={close} />}
      {open === "removal" && <Removal {...tile} onClose={close} />}
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
  return (
    <Box sx={{ ...frame, p: 0 }}>
      <Box
        component="img"
        src={inWidth(picture.url, 320)}
        alt={picture.alt}
        loading="lazy"
        sx={{ width: "100%", height: "100%", objectFit: "cover", display: "block" }}
      />
    </Box>
  );
}

function Words({ productId, picture, onChange, onClose }: TileProps & { onClose: () => void }) {
  const [alt, setAlt] = useState(picture.alt);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.describePicture(productId, picture, alt.trim()),
    onSuccess: () => {
      onChange();
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="picture-words">
      <DialogTitle id="picture-words">What does it show?</DialogTitle>
      <DialogContent>
        {error && <FailureNotice failure={error} />}
        <TextField
          label="In words, for those who cannot see it"
          value={alt}
          onChange={(event) => setAlt(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 500 } }}
          multiline
          minRows={2}
          autoFocus
        />
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

function Removal({ productId, picture, onChange, onClose }: TileProps & { onClose: () => void }) {
  const notify = useNotify();
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.removePicture(productId, picture),
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
