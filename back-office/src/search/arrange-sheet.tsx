import PinIcon from "@mui/icons-material/PushPinOutlined";
import BuryIcon from "@mui/icons-material/SouthOutlined";
import { Alert, Box, Button, IconButton, Stack, Tooltip, Typography } from "@mui/material";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify } from "react-admin";
import { useNavigate } from "react-router-dom";
import { saying } from "../failure.ts";
import { AtTheEnd, SaveBar, SaveRefusal } from "../forms/form-frame.tsx";
import { Panel } from "../forms/panel.tsx";
import { type Named, named } from "../products/named-product.ts";
import { OrderedProducts, ProductName } from "../products/ordered-products.tsx";
import { ProductPicker } from "../products/product-picker.tsx";
import { Thumb } from "../products/thumb.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import type { ReadSearch } from "./arrange-page.tsx";
import { changeSearchRule, createSearchRule, removeSearchRule } from "./search-api.ts";

interface SheetProps {
  query: string;
  language: string;
  search: ReadSearch;
  onReload: () => Promise<unknown>;
}

/** Which products a search shows first and last, beside what it shows then. */
export function ArrangeSheet({ query, language, search, onReload }: SheetProps) {
  const { found, rule, products } = search;
  const known = (ids: readonly string[] = []) => ids.flatMap((id) => products.get(id) ?? []);
  const [pinned, setPinned] = useState<Named[]>(known(rule?.pinned));
  const [buried, setBuried] = useState<Named[]>(known(rule?.buried));
  const notify = useNotify();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const placing = { pinned: pinned.map(({ id }) => id), buried: buried.map(({ id }) => id) };
  const isEmpty = pinned.length + buried.length === 0;
  const changed =
    JSON.stringify(placing) !== JSON.stringify({ pinned: rule?.pinned ?? [], buried: rule?.buried ?? [] });
  const after = async () => {
    await Promise.all([onReload(), cache.invalidateQueries({ queryKey: ["search-rules"] })]);
  };
  const save = useMutation({
    mutationFn: async () => {
      if (rule) await (isEmpty ? removeSearchRule(rule) : changeSearchRule(rule, placing));
      else await createSearchRule({ query, language, ...placing });
    },
    onSuccess: async () => {
      notify("Saved. Shoppers find it so from now on.", { type: "success" });
      await after();
    },
  });
  const remove = useMutation({
    mutationFn: removeSearchRule,
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ["search-rules"] });
      navigate("/search");
    },
    onError: (failure) => notify(saying(failure, "search"), { type: "error" }),
  });
  const pin = (product: Named) => {
    setBuried(buried.filter(({ id }) => id !== product.id));
    setPinned([...pinned.filter(({ id }) => id !== product.id), product]);
  };
  const bury = (product: Named) => {
    setPinned(pinned.filter(({ id }) => id !== product.id));
    setBuried([...buried.filter(({ id }) => id !== product.id), product]);
  };
  const placed = new Set([...placing.pinned, ...placing.buried]);
  const between = found.data.filter(({ id }) => !placed.has(id)).map(named);
  return (
    <>
      <SaveRefusal what="search" failure={save.error} lostBy={["search-rule-exists"]} onReload={onReload} />
      {found.suggestion && (
        <Alert severity="info" variant="outlined" sx={{ mb: 2 }}>
          Nothing has these words. Shoppers are shown what “{found.suggestion}” finds.
        </Alert>
      )}
      <Box
        sx={{
          display: "grid",
          gap: 2,
          alignItems: "start",
          gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "repeat(2, minmax(0, 1fr))" },
        }}
      >
        <Stack sx={{ gap: 2, minWidth: 0 }}>
          <Panel title="First">
            <ProductPicker
              label="Put a product first"
              without={placing.pinned}
              onPick={(product) => pin(named(product))}
            />
            {pinned.length === 0 && <Hint>These stand first, in this order, also where they lack the words.</Hint>}
            <OrderedProducts products={pinned} label="First" onChange={setPinned} />
          </Panel>
          <Panel title="Last">
            {buried.length === 0 && <Hint>What is put last comes after everything else that the search finds.</Hint>}
            <OrderedProducts products={buried} label="Last" unordered onChange={setBuried} />
          </Panel>
        </Stack>
        <Panel title="What shoppers find">
          <Typography variant="body2" sx={{ color: "text.secondary", mb: 1 }}>
            {foundWords(found.total, found.all_words)}
          </Typography>
          <Box component="ol" aria-label="What shoppers find" sx={{ m: 0, p: 0, listStyle: "none" }}>
            {pinned.map((product) => (
              <Result key={product.id} product={product} mark="first" />
            ))}
            {between.map((product) => (
              <Result key={product.id} product={product} onPin={() => pin(product)} onBury={() => bury(product)} />
            ))}
            {found.next_cursor !== null && (
              <Typography component="li" sx={{ color: "text.secondary", py: 1 }}>
                … and more
              </Typography>
            )}
            {buried.map((product) => (
              <Result key={product.id} product={product} mark="last" />
            ))}
          </Box>
        </Panel>
      </Box>
      <SaveBar>
        <Button variant="contained" disabled={save.isPending || !changed} onClick={() => save.mutate()}>
          Save
        </Button>
        {rule && (
          <AtTheEnd>
            <RemoveButton
              title="Let this search find by itself?"
              what="No product stands first or last in it any more."
              busy={remove.isPending}
              onRemove={() => remove.mutate(rule)}
            />
          </AtTheEnd>
        )}
      </SaveBar>
    </>
  );
}

function Hint({ children }: { children: string }) {
  return <Typography sx={{ color: "text.secondary", my: 1 }}>{children}</Typography>;
}

function foundWords(total: number, withAll: number | null): string {
  if (total === 0) return "Nothing by itself.";
  const many = total === 1 ? "1 product" : `${total} products`;
  if (withAll === null || withAll === total) return `${many}.`;
  return `${many}, ${withAll} of them with all the words.`;
}

interface ResultProps {
  product: Named;
  /** Where staff put it. */
  mark?: "first" | "last";
  onPin?: () => void;
  onBury?: () => void;
}

function Result({ product, mark, onPin, onBury }: ResultProps) {
  return (
    <Stack
      component="li"
      direction="row"
      sx={{ gap: 1, py: 0.5, alignItems: "center", borderBottom: 1, borderColor: "divider" }}
    >
      <Thumb product={product} />
      <ProductName product={product} />
      {mark && (
        <Typography variant="caption" sx={{ color: "text.secondary" }}>
          {mark}
        </Typography>
      )}
      {onPin && (
        <Tooltip title="Put it first">
          <IconButton size="small" aria-label={`Put ${product.title} first`} onClick={onPin}>
            <PinIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
      {onBury && (
        <Tooltip title="Put it last">
          <IconButton size="small" aria-label={`Put ${product.title} last`} onClick={onBury}>
            <BuryIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
    </Stack>
  );
}
