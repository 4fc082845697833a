import AddIcon from "@mui/icons-material/AddPhotoAlternateOutlined";
import { Box, Button, LinearProgress, Stack, TextField, Typography } from "@mui/material";
import { type DragEvent, useRef, useState } from "react";
import { ApiFailure } from "../failure.ts";
import { FailureNotice } from "../shell/notices.tsx";
import { largestPicture, sendPicture } from "./picture-api.ts";

/** A file on its way, or one that did not get there. */
interface Sending {
  key: string;
  file: File;
  /** 0 to 1; null while it waits for those before it. */
  share: number | null;
  failure: unknown;
}

/** Takes pictures in, many at once, one after the other so that they stand in the order that they were chosen in. */
export function AddPictures({ productId, onAdded }: { productId: string; onAdded: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [alt, setAlt] = useState("");
  const [over, setOver] = useState(false);
  const { sendings, send, forget } = useSending(productId, onAdded);
  const begin = (files: FileList | null) => {
    if (!files || files.length === 0) return;
    void send([...files], alt.trim());
    setAlt("");
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    begin(event.dataTransfer.files);
  };
  return (
    <Box
      onDragOver={(event) => {
        event.preventDefault();
        setOver(event.dataTransfer.types.includes("Files"));
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      sx={{
        outline: over ? 2 : 0,
        outlineStyle: "dashed",
        outlineColor: "primary.main",
        outlineOffset: 6,
        borderRadius: 1,
      }}
    >
      {sendings.map((sending) => (
        <Progress key={sending.key} sending={sending} onForget={() => forget(sending.key)} />
      ))}
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
          multiple
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
          onClick={() => input.current?.click()}
          sx={{ flexShrink: 0 }}
        >
          Add pictures
        </Button>
      </Stack>
      <Typography variant="caption" sx={{ color: "text.secondary" }}>
        JPEG, PNG, WebP, AVIF or GIF, up to 100 MB each; many at once, or dropped here. Say what is to be seen, for
        those who cannot see it.
      </Typography>
    </Box>
  );
}

/** The files on their way to a product. Those that arrived are forgotten; those that did not stay, with the reason. */
function useSending(productId: string, onAdded: () => void) {
  const [sendings, setSendings] = useState<Sending[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const forget = (key: string) => setSendings((all) => all.filter((one) => one.key !== key));
  const tell = (key: string, news: Partial<Sending>) =>
    setSendings((all) => all.map((one) => (one.key === key ? { ...one, ...news } : one)));

  async function sendOne({ key, file }: Sending, alt: string): Promise<void> {
    try {
      if (file.size > largestPicture) throw tooLarge(file);
      tell(key, { share: 0 });
      await sendPicture(productId, file, alt, (share) => tell(key, { share }));
      forget(key);
      onAdded();
    } catch (failure) {
      tell(key, { failure });
    }
  }

  function send(files: File[], alt: string): Promise<void> {
    const added = files.map((file): Sending => ({ key: crypto.randomUUID(), file, share: null, failure: null }));
    setSendings((all) => [...all, ...added]);
    for (const one of added) queue.current = queue.current.then(() => sendOne(one, alt));
    return queue.current;
  }

  return { sendings, send, forget };
}

function tooLarge({ size }: File): ApiFailure {
  const megabytes = Math.ceil(size / 1_000_000);
  return new ApiFailure({
    status: 413,
    code: "too-large",
    detail: `A picture has at most 100 MB, and this one has ${megabytes}. Make it smaller, then add it again.`,
  });
}

function Progress({ sending: { file, share, failure }, onForget }: { sending: Sending; onForget: () => void }) {
  if (failure) {
    return (
      <Box role="group" aria-label={`${file.name} was not taken`} sx={{ mb: 1 }}>
        <Stack direction="row" sx={{ alignItems: "center", gap: 1 }}>
          <Typography variant="body2" sx={{ flex: 1, overflowWrap: "anywhere" }}>
            {file.name} was not taken:
          </Typography>
          <Button size="small" onClick={onForget} aria-label={`Close the notice on ${file.name}`}>
            Close
          </Button>
        </Stack>
        <FailureNotice failure={failure} />
      </Box>
    );
  }
  return (
    <Box role="status" sx={{ mb: 1 }}>
      <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
        {share === null ? `${file.name} waits for its turn` : `Sending ${file.name}`}
      </Typography>
      <LinearProgress
        variant={share === null || share < 1 ? "determinate" : "indeterminate"}
        value={Math.round((share ?? 0) * 100)}
        aria-label={`Sending ${file.name}`}
      />
    </Box>
  );
}
