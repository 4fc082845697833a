import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import {
  Box,
  Button,
  Card,
  IconButton,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  type Theme,
  Tooltip,
  useMediaQuery,
} from "@mui/material";
import { useFieldArray, useWatch } from "react-hook-form";
import { AddCurrency } from "./add-currency.tsx";
import { newVariant, type ProductDraft } from "./draft.ts";
import { useVariantColumns, type VariantColumn } from "./variant-columns.tsx";

/** The variants: a table where there is room, a card each on a phone. */
export function VariantsInput() {
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  const { fields, append, remove } = useFieldArray<ProductDraft, "variants", "key">({
    name: "variants",
    keyName: "key",
  });
  const variants = useWatch<ProductDraft, "variants">({ name: "variants" }) ?? [];
  const columns = useVariantColumns();
  const rows = fields.map(({ key, id }, at) => ({ key, at, fresh: !id }));
  const shown = columns.filter(({ forNew }) => !forNew || rows.some(({ fresh }) => fresh));
  const layout = { rows, columns: shown, onRemove: fields.length > 1 ? remove : undefined };
  return (
    <>
      {narrow ? <VariantCards {...layout} /> : <VariantTable {...layout} />}
      <Stack direction="row" sx={{ gap: 1, mt: 1, flexWrap: "wrap", alignItems: "center" }}>
        <Button size="small" onClick={() => append(newVariant(variants.at(-1)))}>
          Add a variant
        </Button>
        <AddCurrency />
      </Stack>
    </>
  );
}

interface Layout {
  rows: { key: string; at: number; fresh: boolean }[];
  columns: VariantColumn[];
  /** Missing on the last one: a product needs a variant. */
  onRemove: ((at: number) => void) | undefined;
}

function VariantTable({ rows, columns, onRemove }: Layout) {
  return (
    <Box sx={{ overflowX: "auto", mx: -2, px: 2 }}>
      <Table size="small" sx={{ "& td, & th": { px: 0.5, border: 0 }, "& td": { py: 0, verticalAlign: "top" } }}>
        <TableHead>
          <TableRow>
            {columns.map(({ name, width }) => (
              <TableCell key={name} sx={{ minWidth: width, whiteSpace: "nowrap" }}>
                {name}
              </TableCell>
            ))}
            <TableCell aria-label="Remove" />
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(({ key, at, fresh }) => (
            <TableRow key={key}>
              {columns.map(({ name, input, forNew }) => (
                <TableCell key={name}>{(!forNew || fresh) && input(at, { labelled: false })}</TableCell>
              ))}
              <TableCell sx={{ width: 44 }}>{onRemove && <Remove at={at} onRemove={onRemove} />}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function VariantCards({ rows, columns, onRemove }: Layout) {
  return (
    <Stack sx={{ gap: 1.5 }}>
      {rows.map(({ key, at, fresh }) => (
        <Card key={key} variant="outlined" sx={{ p: 1.5, bgcolor: "background.default" }}>
          <Box sx={{ display: "grid", columnGap: 1, gridTemplateColumns: "repeat(auto-fill, minmax(128px, 1fr))" }}>
            {columns.map(({ name, input, forNew }) => (
              <Box key={name}>{(!forNew || fresh) && input(at, { labelled: true })}</Box>
            ))}
          </Box>
          {onRemove && <Remove at={at} onRemove={onRemove} />}
        </Card>
      ))}
    </Stack>
  );
}

function Remove({ at, onRemove }: { at: number; onRemove: (at: number) => void }) {
  return (
    <Tooltip title="Remove this variant">
      <IconButton onClick={() => onRemove(at)} aria-label={`Remove variant ${at + 1}`} sx={{ mt: 0.75 }}>
        <DeleteIcon />
      </IconButton>
    </Tooltip>
  );
}
