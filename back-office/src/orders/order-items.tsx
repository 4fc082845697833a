import { Box, Card, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { money } from "../money.ts";
import type { Order } from "../wire.ts";

/** What was bought, and how the total comes about. */
export function OrderItems({ order }: { order: Order }) {
  const amount = (minor: number) => money(minor, order.currency);
  return (
    <Card component="section" sx={{ overflowX: "auto" }}>
      <Typography variant="h2" sx={{ p: 2, pb: 0 }}>
        Items
      </Typography>
      <Table size="small" sx={{ fontVariantNumeric: "tabular-nums" }}>
        <TableHead>
          <TableRow>
            <TableCell>Product</TableCell>
            <TableCell align="right">Quantity</TableCell>
            <TableCell align="right" sx={{ display: { xs: "none", sm: "table-cell" } }}>
              Each
            </TableCell>
            <TableCell align="right">Total</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {order.items.map((item) => (
            <TableRow key={item.id}>
              <TableCell>
                <Box sx={{ fontWeight: 600 }}>{item.title}</Box>
                <Typography variant="caption" sx={{ color: "text.secondary" }}>
                  {item.sku}
                  {item.discount_total > 0 && ` · ${amount(item.discount_total)} off`}
                </Typography>
              </TableCell>
              <TableCell align="right">{item.quantity}</TableCell>
              <TableCell align="right" sx={{ display: { xs: "none", sm: "table-cell" } }}>
                {amount(item.unit_price)}
              </TableCell>
              <TableCell align="right">{amount(item.total)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Sums order={order} amount={amount} />
    </Card>
  );
}

function Sums({ order, amount }: { order: Order; amount: (minor: number) => string }) {
  const rows: [string, string][] = [
    ["Subtotal", amount(order.subtotal)],
    ...(order.discount_total > 0 ? [["Discount", amount(-order.discount_total)] satisfies [string, string]] : []),
    ["Shipping", amount(order.shipping_total)],
    [order.tax_included ? "Tax, in the prices" : "Tax", amount(order.tax_total)],
  ];
  return (
    <Box
      component="dl"
      sx={{
        display: "grid",
        gridTemplateColumns: "1fr auto",
        columnGap: 3,
        rowGap: 0.5,
        m: 0,
        ml: "auto",
        p: 2,
        maxWidth: 280,
        fontVariantNumeric: "tabular-nums",
        "& dd": { m: 0, textAlign: "right" },
        "& dt": { color: "text.secondary" },
      }}
    >
      {rows.map(([name, value]) => (
        <Box key={name} sx={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Box>
      ))}
      <Box component="dt" sx={{ fontWeight: 700, color: "text.primary !important" }}>
        Total
      </Box>
      <Box component="dd" sx={{ fontWeight: 700 }}>
        {amount(order.total)}
      </Box>
    </Box>
  );
}
