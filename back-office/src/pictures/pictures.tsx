import { Alert, Box, Typography } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify } from "react-admin";
import { saying } from "../failure.ts";
import { Panel } from "../forms/panel.tsx";
import { useSettings } from "../settings.ts";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { AddPictures } from "./add-pictures.tsx";
import { changePicture, type Picture, pictures } from "./picture-api.ts";
import { PictureTile } from "./picture-tile.tsx";

/** Milliseconds between looks at pictures that are being made ready. */
const lookAgain = 1500;

/** A product's pictures. They are saved by themselves, at once, not with the form around them. */
export function Pictures({ productId }: { productId: string }) {
  const queryKey = ["pictures", productId];
  const cache = useQueryClient();
  const settings = useSettings();
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: () => pictures(productId),
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === "processing") ? lookAgain : false),
  });
  const changed = () => void cache.invalidateQueries({ queryKey });
  const { move, isMoving } = useMoving(data ?? [], changed);
  const [dragged, setDragged] = useState<number | null>(null);
  return (
    <Panel title="Pictures">
      {settings?.pictures_prepared === false && (
        <Alert severity="warning" variant="outlined" sx={{ mb: 1 }}>
          This store has no service that prepares pictures: shoppers get them as they are uploaded. Upload them upright,
          and no larger than they need to be.
        </Alert>
      )}
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the pictures" />}
      {data?.length === 0 && (
        <Typography sx={{ color: "text.secondary", mb: 1 }}>None yet. Shoppers buy what they can see.</Typography>
      )}
      <Box
        component="ol"
        aria-label="Pictures in order"
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
        {data?.map((picture, at) => (
          <PictureTile
            key={picture.id}
            picture={picture}
            place={at + 1}
            of={data.length}
            busy={isMoving}
            onMove={(to) => move({ picture, to })}
            onDrag={() => setDragged(at)}
            onDrop={() => {
              const moved = dragged === null ? undefined : data[dragged];
              if (moved && dragged !== at) move({ picture: moved, to: at });
              setDragged(null);
            }}
            onChange={changed}
          />
        ))}
      </Box>
      <AddPictures productId={productId} onAdded={changed} />
    </Panel>
  );
}

/** Moves a picture to another place, seen at once and put right by what the store then says. */
function useMoving(all: readonly Picture[], onMoved: () => void) {
  const cache = useQueryClient();
  const notify = useNotify();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ picture, to }: { picture: Picture; to: number }) => changePicture(picture, { position: to }),
    onMutate: ({ picture, to }) => {
      const others = all.filter(({ id }) => id !== picture.id);
      cache.setQueryData(["pictures", picture.product_id], others.toSpliced(to, 0, picture));
    },
    onError: (failure) => notify(saying(failure, "picture"), { type: "error" }),
    onSettled: onMoved,
  });
  return { move: mutate, isMoving: isPending };
}
