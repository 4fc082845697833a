import {
  Box,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  type Theme,
  Typography,
  useMediaQuery,
} from "@mui/material";
import { useCallback, useEffect, useRef, useState } from "react";
import { get, useController, useFormContext, useWatch } from "react-hook-form";
import { AddCurrency } from "../add-currency.tsx";
import type { ProductDraft } from "../draft.ts";
import { AddVariants } from "./add-variants.tsx";
import { FormerPrices } from "./former-prices.tsx";
import { FindVariants, VariantPages } from "./leaf-variants.tsx";
import { SetForAll } from "./set-for-all.tsx";
import { useVariantColumns, type VariantColumn } from "./variant-columns.ts";
import type { VariantDraft } from "./variant-draft.ts";
import { firstFault } from "./variant-faults.ts";
import { type RowProps, VariantCard, VariantTableRow } from "./variant-row.tsx";

const none: never[] = [];

/** Variants that are drawn at once. */
const perPage = 25;

/**
 * The variants: a table where there is room, a card each on a phone. All of them are one value of the form, since a field of
 * the form for every cell of two thousand rows would be ten thousand fields; those of one page are drawn.
 */
export function VariantsInput() {
  const { getValues, clearErrors } = useFormContext<ProductDraft>();
  const options = useWatch<ProductDraft, "options">({ name: "options" }) ?? none;
  const currencies = useWatch<ProductDraft, "currencies">({ name: "currencies" }) ?? none;
  const { field, formState } = useController<ProductDraft, "variants">({
    name: "variants",
    rules: { validate: (rows) => told(firstFault(rows, { options, currencies })) ?? true },
  });
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  const columns = useVariantColumns();
  const [sought, setSought] = useState("");
  const [page, setPage] = useState(1);
  const [history, setHistory] = useState<VariantDraft | null>(null);

  const variants = field.value ?? [];
  const found = matching(variants, sought);
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  const shown = found.slice((Math.min(page, pages) - 1) * perPage).slice(0, perPage);
  const refused = formState.errors.variants;

  const { onChange } = field;
  const setVariants = useCallback(
    (next: VariantDraft[]) => {
      clearErrors("variants");
      onChange(next);
    },
    [clearErrors, onChange],
  );
  const changeOne = useCallback(
    (at: number, variant: VariantDraft) => setVariants(getValues("variants").with(at, variant)),
    [getValues, setVariants],
  );
  const removeOne = useCallback(
    (at: number) => setVariants(getValues("variants").toSpliced(at, 1)),
    [getValues, setVariants],
  );
  const add = (all: VariantDraft[]) => {
    setVariants(all);
    setSought("");
    const firstNew = all.findIndex(({ key }) => !variants.some((known) => known.key === key));
    setPage(Math.floor(firstNew / perPage) + 1);
  };
  const setAll = ({ write }: VariantColumn, typed: string) => {
    const chosen = new Set(found.map(({ at }) => at));
    setVariants(variants.map((variant, at) => (chosen.has(at) ? write(variant, typed) : variant)));
  };

  // A save that was refused leads to the first variant that is at fault, on whichever page it stands.
  const { submitCount } = formState;
  const handled = useRef(submitCount);
  useEffect(() => {
    if (handled.current === submitCount) return;
    handled.current = submitCount;
    const at = refused && (firstRefused(refused) ?? firstFault(variants, { options, currencies })?.at);
    if (at === undefined) return;
    setSought("");
    setPage(Math.floor(at / perPage) + 1);
  }, [submitCount, refused, variants, options, currencies]);

  const rows: RowProps[] = shown.map(({ variant, at }) => ({
    variant,
    at,
    columns,
    options,
    currencies,
    refused: get(refused, String(at)),
    strict: submitCount > 0,
    onChange: changeOne,
    onRemove: variants.length > 1 ? removeOne : undefined,
    onHistory: setHistory,
  }));
  return (
    <>
      {variants.length > 10 && (
        <Stack direction={{ xs: "column", md: "row" }} sx={{ gap: 1.5, my: 1, justifyContent: "space-between" }}>
          <FindVariants value={sought} found={found.length} of={variants.length} onChange={setSought} />
          <SetForAll columns={columns} count={found.length} onSet={setAll} />
        </Stack>
      )}
      {typeof refused?.message === "string" && (
        <Typography role="alert" sx={{ color: "error.main", my: 1 }}>
          {refused.message}
        </Typography>
      )}
      {narrow ? <Cards rows={rows} /> : <Rows rows={rows} columns={columns} />}
      {pages > 1 && <VariantPages {...{ page: Math.min(page, pages), pages }} onPage={setPage} />}
      <Stack direction="row" sx={{ gap: 1, mt: 1, flexWrap: "wrap", alignItems: "center" }}>
        <AddVariants variants={variants} onAdd={add} />
        <AddCurrency />
      </Stack>
      {history && <FormerPrices variant={history} onClose={() => setHistory(null)} />}
    </>
  );
}

function told(fault: { at: number; fault: string } | null): string | null {
  return fault && `Variant ${fault.at + 1}: ${fault.fault}.`;
}

/** The place of the first variant that the store refused; nothing where the form itself found the fault. */
function firstRefused(errors: object): number | undefined {
  const places = Object.keys(errors).map(Number).filter(Number.isInteger);
  return places.length === 0 ? undefined : Math.min(...places);
}

/** Those whose SKU, barcode or options have all the words, with their places. */
function matching(variants: readonly VariantDraft[], sought: string): { variant: VariantDraft; at: number }[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const placed = variants.map((variant, at) => ({ variant, at }));
  if (words.length === 0) return placed;
  return placed.filter(({ variant: { sku, barcode, choices } }) => {
    const text = [sku, barcode, ...choices].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function Rows({ rows, columns }: { rows: RowProps[]; columns: VariantColumn[] }) {
  const fresh = rows.some(({ variant }) => variant.id === undefined);
  const drawn = columns.filter(({ forNew }) => !forNew || fresh);
  return (
    <Box sx={{ overflowX: "auto", mx: -2, px: 2 }}>
      <Table size="small" sx={{ "& td, & th": { px: 0.5, border: 0 }, "& td": { py: 0, verticalAlign: "top" } }}>
        <TableHead>
          <TableRow>
            {drawn.map(({ field, name, width }) => (
              <TableCell key={field} sx={{ minWidth: width, whiteSpace: "nowrap" }}>
                {name}
              </TableCell>
            ))}
            <TableCell aria-label="Tools" />
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <VariantTableRow key={row.variant.key} {...row} columns={fresh ? columns : drawn} />
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function Cards({ rows }: { rows: RowProps[] }) {
  return (
    <Stack sx={{ gap: 1.5 }}>
      {rows.map((row) => (
        <VariantCard key={row.variant.key} {...row} />
      ))}
    </Stack>
  );
}
