import AddIcon from "@mui/icons-material/AddPhotoAlternateOutlined";
import { Box, Button, LinearProgress, Stack, TextField, Typography } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import * as api from "../api.ts";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { PictureTile } from "./picture-tile.tsx";
import { Panel } from "./product-form.tsx";

/** Milliseconds between looks at pictures that are being made ready. */
const lookAgain = 1500;

/** A product's pictures. They are saved by themselves, at once, not with the form around them. */
export function Pictures({ productId }: { productId: string }) {
  const queryKey = ["pictures", productId];
  const cache = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: () => api.pictures(productId),
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === "processing") ? lookAgain : false),
  });
  const changed = () => void cache.invalidateQueries({ queryKey });
  return (
    <Panel title="Pictures">
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the pictures" />}
      {data?.length === 0 && (
        <Typography sx={{ color: "text.secondary", mb: 1 }}>None yet. Shoppers buy what they can see.</Typography>
      )}
      <Box
        component="ul"
        sx={{
          display: "grid",
          gap: 1.5,
          gridTemplateColumns: "repeat(auto-fill, minmax(150px, 1fr))",
          listStyle: "none",
          m: 0,
          mb: 1.5,
          p: 0,
        }}
      >
        {data?.map((picture) => (
          <PictureTile key={picture.id} productId={productId} picture={picture} onChange={changed} />
        ))}
      </Box>
      <AddPicture productId={productId} onAdded={changed} />
    </Panel>
  );
}

function AddPicture({ productId, onAdded }: { productId: string; onAdded: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [alt, setAlt] = useState("");
  const [sent, setSent] = useState(0);
  const { mutate, isPending, error, variables } = useMutation({
    mutationFn: (file: File) => api.uploadPicture(productId, file, alt.trim(), setSent),
    onSuccess: () => {
      setAlt("");
      onAdded();
    },
  });
  const begin = (files: FileList | null) => {
    const file = files?.[0];
    if (!file) return;
    setSent(0);
    mutate(file);
  };
  return (
    <>
      {error && <FailureNotice failure={error} />}
      {isPending && (
        <Box role="status" sx={{ mb: 1 }}>
          <Typography variant="body2">Sending {variables.name}</Typography>
          <LinearProgress
            variant={sent < 1 ? "determinate" : "indeterminate"}
            value={Math.round(sent * 100)}
            aria-label={`Sending ${variables.name}`}
          />
        </Box>
      )}
      <Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 1, alignItems: { sm: "center" } }}>
        <TextField
          label="What the next picture shows"
          value={alt}
          onChange={(event) => setAlt(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 500 } }}
          sx={{ my: 0 }}
        />
        <input
          ref={input}
          type="file"
          accept="image/jpeg,image/png,image/webp,image/avif,image/gif"
          hidden
          aria-label="Picture file"
          onChange={(event) => {
            begin(event.target.files);
            event.target.value = "";
          }}
        />
        <Button
          variant="outlined"
          startIcon={<AddIcon />}
          disabled={isPending}
          onClick={() => input.current?.click()}
          sx={{ flexShrink: 0 }}
        >
          Add a picture
        </Button>
      </Stack>
      <Typography variant="caption" sx={{ color: "text.secondary" }}>
        JPEG, PNG, WebP, AVIF or GIF, up to 20 MB. Say what is to be seen, for those who cannot see it.
      </Typography>
    </>
  );
}
