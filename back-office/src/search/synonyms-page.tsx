import AddIcon from "@mui/icons-material/Add";
import SameIcon from "@mui/icons-material/CompareArrowsOutlined";
import { Button, Chip, Stack, Typography } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { saying } from "../failure.ts";
import { languageName, languagesOf, useSettings } from "../settings.ts";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import { Row, Rows } from "../shell/rows.tsx";
import { removeSynonym, type Synonym, type SynonymDraft, synonyms } from "./search-api.ts";
import { SearchFrame } from "./search-frame.tsx";
import { SynonymDialog } from "./synonym-dialog.tsx";

/** Words that mean the same to shoppers. `?word=` and `?language=` begin a new set with a word. */
export default function SynonymsPage() {
  const [asked, setAsked] = useSearchParams();
  const settings = useSettings();
  const { data, error, refetch } = useQuery({ queryKey: ["synonyms"], queryFn: synonyms });
  const [open, setOpen] = useState<Synonym | SynonymDraft | null>(() => draftFrom(asked));
  const own = languagesOf(settings?.locales ?? [])[0] ?? "en";
  const close = () => {
    setOpen(null);
    setAsked({}, { replace: true });
  };
  return (
    <SearchFrame at="/search/synonyms">
      <Stack direction="row" sx={{ gap: 2, alignItems: "center", mb: 1, flexWrap: "wrap" }}>
        <Typography sx={{ flex: 1, minWidth: 200, color: "text.secondary" }}>
          Whoever searches for one of these words finds what the others find, too.
        </Typography>
        <Button
          variant="contained"
          startIcon={<AddIcon />}
          onClick={() => setOpen({ language: own, words: [], direction: "both" })}
        >
          New synonyms
        </Button>
      </Stack>
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the synonyms" />}
      {data && (
        <Rows
          label="Synonyms"
          nothing={
            <Nothing icon={<SameIcon />} title="No synonyms yet">
              Where shoppers call things by other names than the catalogue does, say so here.
            </Nothing>
          }
        >
          {data.map((synonym) => (
            <SynonymRow key={synonym.id} synonym={synonym} onEdit={() => setOpen(synonym)} />
          ))}
        </Rows>
      )}
      {open && <SynonymDialog began={open} onClose={close} />}
    </SearchFrame>
  );
}

function draftFrom(asked: URLSearchParams): SynonymDraft | null {
  const word = asked.get("word");
  return word ? { language: asked.get("language") ?? "en", words: [word], direction: "both" } : null;
}

function SynonymRow({ synonym, onEdit }: { synonym: Synonym; onEdit: () => void }) {
  const notify = useNotify();
  const cache = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => removeSynonym(synonym),
    onError: (failure) => notify(saying(failure, "set"), { type: "error" }),
    onSettled: () => cache.invalidateQueries({ queryKey: ["synonyms"] }),
  });
  const [first = "", ...others] = synonym.words;
  const words = synonym.words.join(", ");
  return (
    <Row>
      <Stack direction="row" sx={{ flex: 1, minWidth: 220, gap: 0.75, flexWrap: "wrap", alignItems: "center" }}>
        <Chip size="small" variant="outlined" label={first} />
        {synonym.direction === "one_way" ? "finds" : "="}
        {others.map((word) => (
          <Chip key={word} size="small" variant="outlined" label={word} />
        ))}
      </Stack>
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {languageName(synonym.language)}
      </Typography>
      <Button size="small" aria-label={`Change ${words}`} onClick={onEdit}>
        Change
      </Button>
      <RemoveButton
        title={`Remove ${words}?`}
        what="Each word finds for itself again."
        busy={isPending}
        onRemove={() => mutate()}
      />
    </Row>
  );
}
