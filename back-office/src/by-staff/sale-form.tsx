import { Button, Checkbox, FormControlLabel } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useNotify } from "react-admin";
import { useNavigate } from "react-router-dom";
import { ApiFailure } from "../failure.ts";
import { faultsOf } from "../forms/faults.ts";
import { AtTheEnd, FormColumns, FormFrame } from "../forms/form-frame.tsx";
import { Panel } from "../forms/panel.tsx";
import { useRemoving } from "../forms/saving.ts";
import { useSettings } from "../settings.ts";
import { RemoveButton } from "../shell/remove-button.tsx";
import { useRested } from "../shell/use-rested.ts";
import type { Versioned } from "../versioned.ts";
import { AddressFields } from "./address-fields.tsx";
import { BuyerPanel } from "./buyer-panel.tsx";
import * as api from "./draft-api.ts";
import { GoodsPanel } from "./goods-panel.tsx";
import { payWords } from "./pay-words.ts";
import { addressForm, contentOf, pricedPart, type Sale } from "./sale.ts";
import { SumPanel } from "./sum-panel.tsx";
import { TermsPanel } from "./terms-panel.tsx";

interface Props {
  began: Sale;
  /** The draft that it was kept as; null for a new one. */
  kept: Versioned<api.OrderDraft> | null;
  onReload: () => unknown;
}

/** An order for a buyer, put together by staff: kept as a draft, or placed. */
export function SaleForm({ began, kept: keptBefore, onReload }: Props) {
  const [sale, setSale] = useState(began);
  const [kept, setKept] = useState(keptBefore);
  const change = (changed: Partial<Sale>) => setSale((before) => ({ ...before, ...changed }));
  const content = contentOf(sale);
  const { quote, failure } = useQuote(content);
  const keep = useKeeping(kept, setKept);
  const place = usePlacing(kept, setKept);
  const currency = useSettings()?.currency ?? "EUR";
  const error = place.error ?? keep.error;
  const faults = faultsOf(error ?? failure);
  const shared = { sale, quote, faults, onChange: change };
  const busy = place.isPending || keep.isPending;
  const words = sale.payment ? payWords(sale.payment) : null;
  return (
    <FormFrame
      what="draft"
      failure={error}
      onReload={onReload}
      onSubmit={() => quote && place.mutate({ sale, quote })}
      bar={
        <>
          <Button
            type="submit"
            variant="contained"
            disabled={busy || !quote || failure !== null || !words || sale.items.length === 0}
          >
            {place.isPending ? "Placing…" : (words?.action ?? "Place the order")}
          </Button>
          <Button disabled={busy} onClick={() => keep.mutate(content)}>
            {keep.isPending ? "Keeping…" : "Keep as a draft"}
          </Button>
          {kept && <Removal kept={kept} />}
        </>
      }
    >
      <FormColumns
        main={
          <>
            <BuyerPanel {...shared} />
            <GoodsPanel {...shared} currency={quote?.currency ?? currency} />
            <Addresses {...shared} />
          </>
        }
        side={
          <>
            <TermsPanel {...shared} />
            <SumPanel {...shared} failure={failure} />
          </>
        }
      />
    </FormFrame>
  );
}

function Addresses({ sale, faults, onChange }: Pick<Parameters<typeof BuyerPanel>[0], "sale" | "faults" | "onChange">) {
  const { to, bill } = sale;
  return (
    <Panel title="Where it goes">
      <AddressFields
        value={to}
        faults={faults}
        pointer="/shipping_address"
        onChange={(changed) => onChange({ to: changed })}
      />
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            checked={bill !== null}
            onChange={({ target }) => onChange({ bill: target.checked ? addressForm({ country: to.country }) : null })}
          />
        }
        label="The bill goes somewhere else"
      />
      {bill && (
        <AddressFields
          value={bill}
          faults={faults}
          pointer="/billing_address"
          onChange={(changed) => onChange({ bill: changed })}
        />
      )}
    </Panel>
  );
}

/** What it comes to, worked out anew a moment after the last change; what was known last stays in sight, also where that fails. */
function useQuote(content: api.DraftContent) {
  const asked = useRested(JSON.stringify(pricedPart(content)), 350);
  const { data, error } = useQuery({
    queryKey: ["sale quote", asked],
    queryFn: () => api.quoteSale(JSON.parse(asked)),
    placeholderData: (before) => before,
    staleTime: 10_000,
  });
  const known = useRef<api.SaleQuote>(undefined);
  if (data) known.current = data;
  return { quote: data ?? known.current, failure: error };
}

type Kept = Versioned<api.OrderDraft> | null;

function useKeeping(kept: Kept, onKept: (kept: Kept) => void) {
  const notify = useNotify();
  const cache = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (content: api.DraftContent) => api.keepDraft(kept, content),
    onSuccess: (saved) => {
      notify("The draft is kept. Nothing is held for it.", { type: "success" });
      void cache.invalidateQueries({ queryKey: ["order drafts"] });
      onKept(saved);
      if (!kept) navigate(`/order-drafts/${saved.id}`, { replace: true });
    },
  });
}

/** Placing keeps the draft first, so that pressed twice, or tried again after an answer was lost, it is one order. */
function usePlacing(kept: Kept, onKept: (kept: Kept) => void) {
  const notify = useNotify();
  const cache = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async ({ sale, quote }: { sale: Sale; quote: api.SaleQuote }) => {
      const content = { ...contentOf(sale), ...(quote.shipping_option && { shipping_option: quote.shipping_option }) };
      const saved = await api.keepDraft(kept, content);
      onKept(saved);
      const { link } = payWords(sale.payment);
      const { order } = await api.orderDraft(saved, { expected_total: quote.total, send_link: link });
      return { order, told: payWords(sale.payment).done(sale.email) };
    },
    onSuccess: ({ order, told }) => {
      notify(`Order ${order.number}: ${told}`, { type: "success", autoHideDuration: 10_000 });
      for (const list of ["order drafts", "orders"]) void cache.invalidateQueries({ queryKey: [list] });
      navigate(`/orders/${order.id}/show`);
    },
    onError: (failure) => {
      // What it comes to has changed: the new price is to be seen before it is placed.
      if (failure instanceof ApiFailure && failure.status === 409)
        void cache.invalidateQueries({ queryKey: ["sale quote"] });
    },
  });
}

function Removal({ kept }: { kept: Versioned<api.OrderDraft> }) {
  const { mutate, isPending } = useRemoving({
    what: "draft",
    remove: () => api.dropDraft(kept),
    lists: ["order drafts"],
    home: "/order-drafts",
  });
  return (
    <AtTheEnd>
      <RemoveButton
        title="Throw this draft away?"
        what="Nothing is held for it, and no buyer was told of it."
        busy={isPending}
        onRemove={() => mutate()}
      />
    </AtTheEnd>
  );
}
