import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from "@mui/material";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import * as catalog from "../catalog-api.ts";
import type { Attribute, NewAttribute } from "../catalog-wire.ts";
import { ApiFailure, saying } from "../failure.ts";
import { FailureNotice } from "../shell/notices.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import { TranslationsPanel } from "../translations/translations-panel.tsx";
import { AttributeFields } from "./attribute-fields.tsx";

interface Props {
  /** null to define a new one. */
  definition: Attribute | null;
  /** The category on whose page this is. */
  categoryId: string;
  onClose: () => void;
}

/** Says what an attribute means. Its code and type stay once they are given, since products are written by them. */
export function AttributeDialog({ definition, categoryId, onClose }: Props) {
  const [draft, setDraft] = useState<NewAttribute>(() => draftOf(definition, categoryId));
  const set = (part: Partial<NewAttribute>) => setDraft((before) => ({ ...before, ...part }));
  const { save, remove } = useKeeping(definition, draft, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const faults = new Map(
    save.error instanceof ApiFailure
      ? save.error.errors.map(({ pointer, detail }) => [pointer.split("/")[1], detail])
      : [],
  );
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="attribute">
      <form onSubmit={submit}>
        <DialogTitle id="attribute" sx={{ pb: 0.5 }}>
          {definition ? definition.label : "Define an attribute"}
        </DialogTitle>
        <DialogContent>
          <Failed failure={save.error ?? remove.error} />
          <AttributeFields draft={draft} isKnown={definition !== null} faults={faults} onChange={set} />
          {definition && <TranslationsPanel kind="attribute" id={definition.id} />}
        </DialogContent>
        <DialogActions sx={{ justifyContent: "space-between" }}>
          <Box>
            {definition && (
              <RemoveButton
                title={`Remove ${definition.label}?`}
                what="Products keep what they say, as attributes of their own."
                busy={remove.isPending}
                onRemove={() => remove.mutate(definition)}
              />
            )}
          </Box>
          <Box sx={{ display: "flex", gap: 1 }}>
            <Button onClick={onClose}>Leave it</Button>
            <Button
              type="submit"
              variant="contained"
              disabled={save.isPending || !draft.label.trim() || !draft.code.trim()}
            >
              {definition ? "Save" : "Define it"}
            </Button>
          </Box>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Saves what an attribute means, or takes it away; either closes the dialog. */
function useKeeping(definition: Attribute | null, draft: NewAttribute, onClose: () => void) {
  const queries = useQueryClient();
  const done = async () => {
    await queries.invalidateQueries({ queryKey: ["attributes"] });
    onClose();
  };
  const save = useMutation({
    mutationFn: () => {
      const sent = ready(draft);
      if (!definition) return catalog.createAttribute(sent);
      const { code: _, type: __, ...change } = sent;
      return catalog.changeAttribute(definition, change);
    },
    onSuccess: done,
    // After a lost race the list holds the latest, to be opened anew.
    onError: () => queries.invalidateQueries({ queryKey: ["attributes"] }),
  });
  const remove = useMutation({ mutationFn: (gone: Attribute) => catalog.removeAttribute(gone), onSuccess: done });
  return { save, remove };
}

function draftOf(definition: Attribute | null, categoryId: string): NewAttribute {
  return {
    code: definition?.code ?? "",
    label: definition?.label ?? "",
    type: definition?.type ?? "text",
    unit: definition?.unit ?? null,
    choices: definition?.choices ?? [],
    multiple: definition?.multiple ?? false,
    facet: definition?.facet ?? true,
    position: definition?.position ?? 0,
    category_ids: definition?.category_ids ?? [categoryId],
  };
}

/** Without what belongs to another type than was chosen in the end. */
function ready(draft: NewAttribute): NewAttribute {
  const { type, unit, choices, multiple } = draft;
  return {
    ...draft,
    code: draft.code.trim(),
    label: draft.label.trim(),
    unit: type === "number" ? unit?.trim() || null : null,
    choices: type === "enum" ? choices : [],
    multiple: (type === "text" || type === "enum") && multiple,
  };
}

function Failed({ failure }: { failure: unknown }) {
  if (!failure) return null;
  if (failure instanceof ApiFailure && failure.status === 412) {
    return (
      <FailureNotice
        failure={new ApiFailure({ status: 412, code: failure.code, detail: saying(failure, "attribute") })}
      />
    );
  }
  return <FailureNotice failure={failure} />;
}
