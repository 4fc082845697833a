import { Button, ToggleButton, ToggleButtonGroup, Typography } from "@mui/material";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify } from "react-admin";
import { useNavigate } from "react-router-dom";
import { saying } from "../failure.ts";
import { faultsOf } from "../forms/faults.ts";
import { AtTheEnd, FormColumns, FormFrame } from "../forms/form-frame.tsx";
import { Panel } from "../forms/panel.tsx";
import { named } from "../products/named-product.ts";
import { OrderedProducts } from "../products/ordered-products.tsx";
import { ProductPicker } from "../products/product-picker.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import { TranslationsPanel } from "../translations/translations-panel.tsx";
import type { Versioned } from "../versioned.ts";
import type { Question } from "./asking.ts";
import { type Collection, changeCollection, createCollection, removeCollection } from "./collection-api.ts";
import { type CollectionDraft, fromDraft } from "./collection-draft.ts";
import { CollectionTexts } from "./collection-texts.tsx";
import { RuleBuilder } from "./rule-builder.tsx";

interface FormProps {
  began: CollectionDraft;
  /** Missing for a new one. */
  saved?: Versioned<Collection>;
  questions: readonly Question[];
  currency: string;
  onReload?: () => Promise<unknown>;
}

/** A collection's texts, and what is in it. */
export function CollectionForm({ began, saved, questions, currency, onReload }: FormProps) {
  const [draft, setDraft] = useState(began);
  const [unfinished, setUnfinished] = useState(false);
  const { mutate, isPending, error } = useSaving(saved, onReload);
  const change = (changed: Partial<CollectionDraft>) => {
    setUnfinished(false);
    setDraft((before) => ({ ...before, ...changed }));
  };
  const submit = () => {
    const body = fromDraft(draft, questions, currency);
    if (body) mutate(body);
    else setUnfinished(true);
  };
  const faults = faultsOf(error);
  return (
    <FormFrame
      what="collection"
      failure={error}
      onReload={() => onReload?.()}
      onSubmit={submit}
      bar={
        <>
          <Button type="submit" variant="contained" disabled={isPending}>
            {saved ? "Save" : "Create the collection"}
          </Button>
          {saved && <Removal saved={saved} />}
        </>
      }
    >
      <FormColumns
        main={
          <Panel title="What is in it">
            <Way way={draft.way} onChange={(way) => change({ way })} />
            {draft.way === "picked" ? (
              <Picked picked={draft.picked} onChange={(picked) => change({ picked })} />
            ) : (
              <RuleBuilder
                rules={draft.rules}
                questions={questions}
                currency={currency}
                faults={faults}
                onChange={(rules) => change({ rules })}
              />
            )}
            {unfinished && (
              <Typography role="alert" sx={{ color: "error.main", mt: 1 }}>
                Fill in every condition of the rule, or remove those that are not needed.
              </Typography>
            )}
          </Panel>
        }
        side={
          <>
            <CollectionTexts draft={draft} faults={faults} onChange={change} />
            {saved && <TranslationsPanel kind="collection" id={saved.id} />}
          </>
        }
      />
    </FormFrame>
  );
}

/** Creates a collection and opens it, or changes the one that was read. */
function useSaving(saved: FormProps["saved"], onReload: FormProps["onReload"]) {
  const notify = useNotify();
  const navigate = useNavigate();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (body: NonNullable<ReturnType<typeof fromDraft>>) => {
      if (!saved) return (await createCollection(body)).id;
      await changeCollection(saved.id, body, saved.etag);
      return null;
    },
    onSuccess: async (created) => {
      notify("Saved.", { type: "success" });
      void cache.invalidateQueries({ queryKey: ["collections"] });
      if (created) navigate(`/collections/${created}`);
      else await onReload?.();
    },
  });
}

function Way({ way, onChange }: { way: CollectionDraft["way"]; onChange: (way: CollectionDraft["way"]) => void }) {
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      color="primary"
      value={way}
      onChange={(_, chosen: CollectionDraft["way"] | null) => chosen && onChange(chosen)}
      aria-label="How it is filled"
      sx={{ my: 1 }}
    >
      <ToggleButton value="picked">Picked by hand</ToggleButton>
      <ToggleButton value="ruled">By a rule</ToggleButton>
    </ToggleButtonGroup>
  );
}

function Picked({
  picked,
  onChange,
}: Pick<CollectionDraft, "picked"> & { onChange: (picked: CollectionDraft["picked"]) => void }) {
  return (
    <>
      <ProductPicker
        label="Add a product"
        without={picked.map(({ id }) => id)}
        onPick={(product) => onChange([...picked, named(product)])}
      />
      {picked.length === 0 && (
        <Typography sx={{ color: "text.secondary", my: 1 }}>
          Nothing picked yet. Shoppers see the products in the order that you give them here.
        </Typography>
      )}
      <OrderedProducts products={picked} label="Picked products" onChange={onChange} />
    </>
  );
}

function Removal({ saved }: { saved: Versioned<Collection> }) {
  const notify = useNotify();
  const navigate = useNavigate();
  const { mutate, isPending } = useMutation({
    mutationFn: () => removeCollection(saved),
    onSuccess: () => navigate("/collections"),
    onError: (failure) => notify(saying(failure, "collection"), { type: "error" }),
  });
  return (
    <AtTheEnd>
      <RemoveButton
        title="Remove this collection?"
        what="Its page is gone for shoppers. The products stay."
        busy={isPending}
        onRemove={() => mutate()}
      />
    </AtTheEnd>
  );
}
