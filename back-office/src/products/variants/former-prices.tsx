import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import * as catalog from "../../catalog-api.ts";
import { when } from "../../dates.ts";
import { money } from "../../money.ts";
import { toTheRight } from "../../shell/columns.ts";
import { FailureNotice, Waiting } from "../../shell/notices.tsx";
import type { VariantDraft } from "./variant-draft.ts";

/** What a variant was offered for before: where the price beside a reduction comes from. */
export function FormerPrices({ variant, onClose }: { variant: VariantDraft; onClose: () => void }) {
  const id = variant.id ?? "";
  const { data, error } = useQuery({ queryKey: ["former prices", id], queryFn: () => catalog.formerPrices(id) });
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="former-prices">
      <DialogTitle id="former-prices" sx={{ pb: 0.5 }}>
        Former prices of {variant.sku}
      </DialogTitle>
      <DialogContent>
        <Typography variant="body2" sx={{ color: "text.secondary", mb: 1 }}>
          Beside a reduction shoppers read the lowest price of the 30 days before it (EU directive 98/6/EC, article 6a).
        </Typography>
        {error && <FailureNotice failure={error} />}
        {!data && !error && <Waiting what="Reading the prices" />}
        {data?.data.length === 0 && <Typography>It has never cost anything else.</Typography>}
        {data && data.data.length > 0 && (
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>Until</TableCell>
                <TableCell {...toTheRight}>Price</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {data.data.map(({ currency, amount, until }) => (
                <TableRow key={currency + until}>
                  <TableCell>{when(until)}</TableCell>
                  <TableCell {...toTheRight}>{money(amount, currency)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
        {data?.next_cursor && (
          <Typography variant="caption" sx={{ color: "text.secondary" }}>
            These are the latest {data.data.length}; there are older ones.
          </Typography>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}
