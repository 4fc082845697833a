import AddIcon from "@mui/icons-material/Add";
import PasteIcon from "@mui/icons-material/ContentPasteGoOutlined";
import { Box, Button, Stack, Typography } from "@mui/material";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Panel } from "../forms/panel.tsx";
import { money } from "../money.ts";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import { PastePrices } from "./paste-prices.tsx";
import { PriceDialog } from "./price-dialog.tsx";
import { type ListPrice, type PriceList, pricesOf } from "./price-list-api.ts";

/** What a list asks for, variant by variant. Prices are kept at once, not with the form around them. */
export function ListPrices({ list, onChanged }: { list: Versioned<PriceList>; onChanged: () => unknown }) {
  const cache = useQueryClient();
  const queryKey = ["list-prices", list.id];
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => pricesOf(list.id, { limit: 50, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const [open, setOpen] = useState<ListPrice | "new" | null>(null);
  const [pasting, setPasting] = useState(false);
  const prices = data?.pages.flatMap((page) => page.data) ?? [];
  const close = async (changed: boolean) => {
    setOpen(null);
    if (changed) await Promise.all([onChanged(), cache.invalidateQueries({ queryKey })]);
  };
  return (
    <Panel title="Its prices">
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the prices" />}
      {data && prices.length === 0 && (
        <Typography sx={{ color: "text.secondary" }}>None yet: the list changes nothing.</Typography>
      )}
      <Box component="ul" aria-label="Prices of the list" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {prices.map((price) => (
          <Line key={`${price.variant_id} ${price.currency}`} price={price} onEdit={() => setOpen(price)} />
        ))}
      </Box>
      {hasNextPage && (
        <Button size="small" onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
      <Button size="small" startIcon={<AddIcon />} onClick={() => setOpen("new")}>
        Add a price
      </Button>
      <Button size="small" startIcon={<PasteIcon />} onClick={() => setPasting(true)}>
        Paste many
      </Button>
      {pasting && (
        <PastePrices
          list={list}
          onClose={() => {
            setPasting(false);
            void close(true);
          }}
        />
      )}
      {open && (
        <PriceDialog list={list} price={open === "new" ? null : open} onClose={(changed) => void close(changed)} />
      )}
    </Panel>
  );
}

function Line({ price, onEdit }: { price: ListPrice; onEdit: () => void }) {
  const { title, sku, options, currency, base_amount, tiers } = price;
  const told = tiers.map(
    ({ min_quantity, amount }) => `${min_quantity > 1 ? `from ${min_quantity}: ` : ""}${money(amount, currency)}`,
  );
  return (
    <Stack
      component="li"
      direction="row"
      sx={{ gap: 1, py: 0.5, alignItems: "center", flexWrap: "wrap", borderBottom: 1, borderColor: "divider" }}
    >
      <Box sx={{ flex: 1, minWidth: 180 }}>
        {[title, ...Object.values(options)].join(" · ")}
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {sku}
          {base_amount !== null && ` · its own price ${money(base_amount, currency)}`}
        </Typography>
      </Box>
      <Box sx={{ fontVariantNumeric: "tabular-nums" }}>{told.join(" · ")}</Box>
      <Button size="small" aria-label={`Change the price of ${sku} in ${currency}`} onClick={onEdit}>
        Change
      </Button>
    </Stack>
  );
}
