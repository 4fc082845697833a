import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import HistoryIcon from "@mui/icons-material/HistoryOutlined";
import { Box, Card, IconButton, Stack, TableCell, TableRow, Tooltip, Typography } from "@mui/material";
import { memo } from "react";
import { VariantCell } from "./variant-cell.tsx";
import type { VariantColumn } from "./variant-columns.ts";
import type { VariantDraft } from "./variant-draft.ts";
import { faultsOf } from "./variant-faults.ts";

export interface RowProps {
  variant: VariantDraft;
  /** Its place among all variants, from 0. */
  at: number;
  columns: VariantColumn[];
  /** Of the product. */
  options: { name: string; values: string[] }[];
  currencies: string[];
  /** What the store found wrong with it, in the form's shape. */
  refused: object | undefined;
  /** Whether an empty cell that must be filled is told of already. */
  strict: boolean;
  onChange: (at: number, variant: VariantDraft) => void;
  /** Missing on the last one: a product needs a variant. */
  onRemove: ((at: number) => void) | undefined;
  onHistory: (variant: VariantDraft) => void;
}

/** A variant as a row of the table. Two thousand of them stay quick since one that did not change is not drawn again. */
export const VariantTableRow = memo(function VariantTableRow(props: RowProps) {
  const { columns } = props;
  const faults = faultsOf(props.variant, props);
  return (
    <TableRow>
      {columns.map((column) => (
        <TableCell key={column.field}>
          {shows(column, props) && <VariantCell {...props} {...{ column, faults }} label={null} />}
        </TableCell>
      ))}
      <TableCell sx={{ whiteSpace: "nowrap" }}>
        <Tools {...props} />
      </TableCell>
    </TableRow>
  );
});

/** A variant as a card, on a phone. */
export const VariantCard = memo(function VariantCard(props: RowProps) {
  const faults = faultsOf(props.variant, props);
  return (
    <Card variant="outlined" sx={{ p: 1.5, bgcolor: "background.default" }}>
      <Box sx={{ display: "grid", columnGap: 1, gridTemplateColumns: "repeat(auto-fill, minmax(128px, 1fr))" }}>
        {props.columns
          .filter((column) => shows(column, props))
          .map((column) => (
            <VariantCell key={column.field} {...props} {...{ column, faults }} label={column.name} />
          ))}
      </Box>
      <Tools {...props} />
    </Card>
  );
});

function shows({ forNew }: VariantColumn, { variant }: RowProps): boolean {
  return !forNew || variant.id === undefined;
}

function Tools({ variant, at, onRemove, onHistory }: RowProps) {
  return (
    <Stack direction="row" sx={{ mt: 0.75, justifyContent: "flex-end" }}>
      {variant.id && (
        <Tooltip title="What it cost before">
          <IconButton size="small" onClick={() => onHistory(variant)} aria-label={`Former prices of variant ${at + 1}`}>
            <HistoryIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
      {onRemove && (
        <Tooltip title="Remove this variant">
          <IconButton size="small" onClick={() => onRemove(at)} aria-label={`Remove variant ${at + 1}`}>
            <DeleteIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
      {!variant.id && (
        <Typography variant="caption" sx={{ alignSelf: "center", px: 0.5 }}>
          new
        </Typography>
      )}
    </Stack>
  );
}
