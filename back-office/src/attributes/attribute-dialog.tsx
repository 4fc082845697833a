import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  MenuItem,
  Switch,
  TextField,
} from "@mui/material";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import * as catalog from "../catalog-api.ts";
import { type Attribute, type AttributeType, attributeTypes, type NewAttribute } from "../catalog-wire.ts";
import { ApiFailure, saying } from "../failure.ts";
import { FailureNotice } from "../shell/notices.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import { TranslationsPanel } from "../translations/translations-panel.tsx";
import { CategoriesField } from "./categories-field.tsx";
import { ChoicesField } from "./choices-field.tsx";
import { typesInWords } from "./types-in-words.ts";

interface Props {
  /** null to define a new one. */
  definition: Attribute | null;
  /** The category on whose page this is. */
  categoryId: string;
  onClose: () => void;
}

/** Says what an attribute means. Its code and type stay once they are given, since products are written by them. */
export function AttributeDialog({ definition, categoryId, onClose }: Props) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<NewAttribute>(() => draftOf(definition, categoryId));
  const set = (part: Partial<NewAttribute>) => setDraft((before) => ({ ...before, ...part }));
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const faults = new Map(
    save.error instanceof ApiFailure
      ? save.error.errors.map(({ pointer, detail }) => [pointer.split("/")[1], detail])
      : [],
  );
  const field = (name: "code" | "label" | "unit", label: string, help = "") => ({
    label,
    value: draft[name] ?? "",
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
    error: faults.has(name),
    helperText: faults.get(name) ?? help,
  });
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="attribute">
      <form onSubmit={submit}>
        <DialogTitle id="attribute" sx={{ pb: 0.5 }}>
          {definition ? definition.label : "Define an attribute"}
        </DialogTitle>
        <DialogContent>
          <Failed failure={save.error ?? remove.error} />
          <TextField
            {...field("label", "Name, as shoppers read it")}
            required
            slotProps={{ htmlInput: { maxLength: 120 } }}
          />
          <Box
            sx={{
              display: "grid",
              columnGap: 1,
              gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(2, minmax(0, 1fr))" },
            }}
          >
            <TextField
              {...field(
                "code",
                "Code",
                definition ? "It stays: products and files name it so" : "In files and addresses, as width",
              )}
              disabled={definition !== null}
              required
              slotProps={{ htmlInput: { maxLength: 80 } }}
            />
            <TextField
              select
              label="What it is"
              value={draft.type}
              disabled={definition !== null}
              onChange={({ target }) => set({ type: target.value as AttributeType })}
            >
              {attributeTypes.map((type) => (
                <MenuItem key={type} value={type}>
                  {typesInWords[type]}
                </MenuItem>
              ))}
            </TextField>
          </Box>
          {draft.type === "number" && (
            <TextField
              {...field("unit", "Unit", "As cm; empty where it has none")}
              slotProps={{ htmlInput: { maxLength: 20 } }}
            />
          )}
          {draft.type === "enum" && (
            <ChoicesField
              choices={draft.choices}
              fault={faults.get("choices")}
              onChange={(choices) => set({ choices })}
            />
          )}
          <CategoriesField ids={draft.category_ids} onChange={(category_ids) => set({ category_ids })} />
          <FormControlLabel
            control={<Switch checked={draft.facet} onChange={(_, facet) => set({ facet })} />}
            label="Shoppers choose by it, in lists and searches"
          />
          {(draft.type === "text" || draft.type === "enum") && (
            <FormControlLabel
              control={<Switch checked={draft.multiple} onChange={(_, multiple) => set({ multiple })} />}
              label="A product may have several"
            />
          )}
          <TextField
            label="Place among the others"
            type="number"
            value={draft.position}
            onChange={({ target }) => set({ position: Math.max(0, Math.trunc(Number(target.value)) || 0) })}
            helperText="The lower, the earlier; those with the same stand by name"
          />
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
