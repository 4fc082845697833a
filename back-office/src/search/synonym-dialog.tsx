import {
  Autocomplete,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Radio,
  RadioGroup,
  TextField,
} from "@mui/material";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiFailure, saying } from "../failure.ts";
import { FailureNotice } from "../shell/notices.tsx";
import { LanguageField } from "./language-field.tsx";
import { changeSynonym, createSynonym, type Synonym, type SynonymDraft } from "./search-api.ts";

/** A set of synonyms, new or to be changed; its language stays. */
export function SynonymDialog({ began, onClose }: { began: Synonym | SynonymDraft; onClose: () => void }) {
  const saved = "id" in began ? began : null;
  const [draft, setDraft] = useState<SynonymDraft>(began);
  const [typed, setTyped] = useState("");
  const cache = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (synonym: SynonymDraft) => (saved ? changeSynonym(saved, synonym) : createSynonym(synonym)),
    onSuccess: onClose,
    onSettled: () => cache.invalidateQueries({ queryKey: ["synonyms"] }),
  });
  const last = typed.trim();
  const words = last && !draft.words.includes(last) ? [...draft.words, last] : draft.words;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { language, direction } = draft;
    mutate({ language, direction, words });
  };
  const [first = "The first", ...others] = words;
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="synonyms">
      <form onSubmit={submit}>
        <DialogTitle id="synonyms">{saved ? "Change the synonyms" : "New synonyms"}</DialogTitle>
        <DialogContent>
          {error && <FailureNotice failure={overtaken(error)} />}
          <Autocomplete
            multiple
            freeSolo
            options={[]}
            value={draft.words}
            inputValue={typed}
            onInputChange={(_, value) => setTyped(value)}
            onChange={(_, chosen) => setDraft({ ...draft, words: chosen.map((word) => word.trim()).filter(Boolean) })}
            renderInput={(input) => (
              <TextField {...input} label="Words" autoFocus helperText="Type one, then Enter: sofa, couch, settee" />
            )}
          />
          <RadioGroup
            aria-label="Which finds which"
            value={draft.direction}
            onChange={({ target }) =>
              setDraft({ ...draft, direction: target.value === "one_way" ? "one_way" : "both" })
            }
            sx={{ my: 1 }}
          >
            <FormControlLabel value="both" control={<Radio size="small" />} label="Each finds the others" />
            <FormControlLabel
              value="one_way"
              control={<Radio size="small" />}
              label={`“${first}” finds ${others.length > 0 ? others.join(", ") : "the others"}, too, not the other way round`}
            />
          </RadioGroup>
          <LanguageField
            value={draft.language}
            disabled={saved !== null}
            onChange={(language) => setDraft({ ...draft, language })}
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" variant="contained" disabled={isPending || words.length < 2}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** A lost race in words of its own. */
function overtaken(failure: unknown): unknown {
  if (!(failure instanceof ApiFailure) || failure.status !== 412) return failure;
  return new ApiFailure({ status: 412, code: failure.code, detail: saying(failure, "set") });
}
