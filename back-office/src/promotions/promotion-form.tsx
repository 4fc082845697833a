import { Button, Checkbox, FormControlLabel, Typography } from "@mui/material";
import { useState } from "react";
import { type Faults, faultsOf } from "../forms/faults.ts";
import { AtTheEnd, FormColumns, FormFrame } from "../forms/form-frame.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRemoving, useSaving } from "../forms/saving.ts";
import { RemoveButton } from "../shell/remove-button.tsx";
import type { Versioned } from "../versioned.ts";
import { ActionField, Part } from "./action-field.tsx";
import { newPieces } from "./actions.ts";
import { CodesPanel } from "./codes-panel.tsx";
import { ConditionsField } from "./conditions-field.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { archivePromotion, changePromotion, createPromotion, type Promotion } from "./promotion-api.ts";
import { fieldsOf, type PromotionDraft } from "./promotion-draft.ts";
import { Identity, Limits, Schedule, Standing } from "./promotion-panels.tsx";
import { UsesPanel } from "./uses-panel.tsx";

interface Props {
  began: PromotionDraft;
  /** Missing for a new one. */
  saved?: Versioned<Promotion>;
  onSaved: (promotion: Promotion) => unknown;
}

/** A promotion: for whom, what it gives, when and how often, and its codes. */
export function PromotionForm({ began, saved, onSaved }: Props) {
  const [draft, setDraft] = useState(began);
  const { mutate, isPending, error } = useSaving({
    send: (body) => (saved ? changePromotion(saved, body) : createPromotion(body)),
    lists: ["promotions"],
    onSaved,
  });
  const faults = faultsOf(error);
  const shared = {
    draft,
    faults,
    onChange: (changed: Partial<PromotionDraft>) => setDraft((before) => ({ ...before, ...changed })),
  };
  return (
    <FormFrame
      what="promotion"
      failure={error}
      onReload={() => saved && onSaved(saved)}
      onSubmit={() => mutate(fieldsOf(draft))}
      bar={
        <>
          <Button type="submit" variant="contained" disabled={isPending}>
            {saved ? "Save" : "Create the promotion"}
          </Button>
          {saved && saved.status !== "archived" && <Archive saved={saved} />}
        </>
      }
    >
      <FormColumns
        main={
          <>
            <Panel title="What it gives">
              <ActionField action={draft.action} faults={faults} onChange={(action) => shared.onChange({ action })} />
            </Panel>
            <ForWhom {...shared} />
            {draft.needs_code && <CodesPanel saved={saved ?? null} />}
            {saved && <UsesPanel saved={saved} />}
          </>
        }
        side={
          <>
            <PreviewPanel draft={draft} id={saved?.id ?? null} />
            <Identity {...shared} />
            <Schedule {...shared} />
            <Limits {...shared} saved={saved ?? null} />
            <Standing {...shared} />
          </>
        }
      />
    </FormFrame>
  );
}

export interface PanelProps {
  draft: PromotionDraft;
  faults: Faults;
  onChange: (changed: Partial<PromotionDraft>) => void;
}

function ForWhom({ draft: { needs_code, sale, requires }, faults, onChange }: PanelProps) {
  return (
    <Panel title="For which sales">
      <FormControlLabel
        control={<Checkbox checked={needs_code} onChange={({ target }) => onChange({ needs_code: target.checked })} />}
        label="Only for who brings a code"
      />
      <ConditionsField
        about="sale"
        label="The sale"
        none="Every sale, whatever is in it."
        value={sale}
        at="/sale"
        faults={faults}
        onChange={(conditions) => onChange({ sale: conditions })}
      />
      {requires ? (
        <Part
          name="The cart must hold"
          part={requires}
          at="/requires"
          faults={faults}
          onChange={(changed) => onChange({ requires: changed })}
          onRemove={() => onChange({ requires: null })}
        />
      ) : (
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          Whatever is taken off, the cart may have to hold certain goods.{" "}
          <Button size="small" onClick={() => onChange({ requires: newPieces() })}>
            Say which
          </Button>
        </Typography>
      )}
    </Panel>
  );
}

function Archive({ saved }: { saved: Versioned<Promotion> }) {
  const { mutate, isPending } = useRemoving({
    what: "promotion",
    remove: () => archivePromotion(saved),
    lists: ["promotions"],
    home: "/promotions",
  });
  return (
    <AtTheEnd>
      <RemoveButton
        title={`Take “${saved.title}” out of use?`}
        what="Nobody gets it any more. What it gave stays in the books, and it can be brought back."
        busy={isPending}
        onRemove={() => mutate()}
      />
    </AtTheEnd>
  );
}
