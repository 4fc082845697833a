import BasketIcon from "@mui/icons-material/ShoppingBasketOutlined";
import { Box, Button, Card, CardContent, Stack, TextField, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { findCustomers } from "../by-staff/draft-api.ts";
import { money } from "../money.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { Row, Rows } from "../shell/rows.tsx";
import { useRested } from "../shell/use-rested.ts";
import { type CartFigures, cartFigures, cartOf } from "./carts-api.ts";

/** How often the figures are read again, milliseconds: carts come and go. */
const readAgain = 30_000;

/** How many carts live and what they are worth, and what is in the one that a customer asks about. */
export default function CartsPage() {
  const { data, error, refetch } = useQuery({
    queryKey: ["cart-figures"],
    queryFn: cartFigures,
    refetchInterval: readAgain,
  });
  return (
    <>
      <PageName name="Carts" />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Counting the carts" />}
      {data?.length === 0 && (
        <Nothing icon={<BasketIcon />} title="No cart has anything in it">
          What shoppers have in their carts is counted here, at most five minutes later.
        </Nothing>
      )}
      <Stack direction="row" sx={{ gap: 2, mt: 2, flexWrap: "wrap" }}>
        {data?.map((figures) => (
          <Figures key={figures.currency} figures={figures} />
        ))}
      </Stack>
      <OneCart />
    </>
  );
}

function Figures({ figures: { currency, carts, of_accounts, pieces, value } }: { figures: CartFigures }) {
  return (
    <Card component="section" aria-label={`Carts in ${currency}`} sx={{ minWidth: 240 }}>
      <CardContent>
        <Typography variant="h2">{money(value, currency)}</Typography>
        <Typography sx={{ color: "text.secondary" }}>
          {carts === 1 ? "1 cart" : `${carts} carts`}, {pieces === 1 ? "1 piece" : `${pieces} pieces`}
          <br />
          {of_accounts} of customers, {carts - of_accounts} of guests
        </Typography>
      </CardContent>
    </Card>
  );
}

/** Looks a customer up by the address that they give, and shows what is in their cart. */
function OneCart() {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<{ id: string; email: string } | null>(null);
  const q = useRested(typed.trim().toLowerCase(), 250);
  const found = useQuery({ queryKey: ["cart-customers", q], queryFn: () => findCustomers(q), enabled: q.length > 1 });
  return (
    <Box component="section" aria-label="A customer's cart" sx={{ mt: 4, maxWidth: 760 }}>
      <Typography variant="h2">What is in a customer's cart</Typography>
      <TextField
        label="E-mail address of the customer"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        fullWidth
      />
      {found.error && <FailureNotice failure={found.error} />}
      <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", mb: 2 }}>
        {found.data?.map(({ id, email }) => (
          <Button
            key={id}
            size="small"
            variant={chosen?.id === id ? "contained" : "outlined"}
            onClick={() => setChosen({ id, email })}
          >
            {email}
          </Button>
        ))}
      </Stack>
      {found.data?.length === 0 && <Typography>Nobody with an account has an address that begins so.</Typography>}
      {chosen && <CartOf key={chosen.id} {...chosen} />}
    </Box>
  );
}

function CartOf({ id, email }: { id: string; email: string }) {
  const { data, error, refetch } = useQuery({ queryKey: ["cart-of", id], queryFn: () => cartOf(id) });
  if (error) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting what="Reading the cart" />;
  const { items, currency, codes, total } = data;
  return (
    <>
      <Rows label={`In the cart of ${email}`} nothing={<Nothing icon={<BasketIcon />} title="The cart is empty" />}>
        {items.map(({ line_id, title, sku, quantity, total: sum, notice }) => (
          <Row key={line_id}>
            <Box sx={{ flex: 1, minWidth: 200 }}>
              {quantity} × {title}
              <Typography variant="body2" sx={{ color: "text.secondary" }}>
                {notice ? `${sku} · ${notice.message}` : sku}
              </Typography>
            </Box>
            {money(sum, currency)}
          </Row>
        ))}
      </Rows>
      {items.length > 0 && (
        <Typography sx={{ mt: 1, textAlign: "right" }}>
          {codes.length > 0 && `${codes.map(({ code }) => code).join(", ")} · `}
          {money(total, currency)} in all
        </Typography>
      )}
    </>
  );
}
