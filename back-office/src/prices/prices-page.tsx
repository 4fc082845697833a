import AddIcon from "@mui/icons-material/Add";
import PriceIcon from "@mui/icons-material/PriceChangeOutlined";
import { Box, Button, Chip, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-admin";
import { when } from "../dates.ts";
import { countryName } from "../forms/country-field.tsx";
import { counted } from "../imports/counted.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { LinkRow, Rows } from "../shell/rows.tsx";
import { StatusChip } from "../shell/status-chip.tsx";
import { type Market, type Markets, useMarkets } from "./market-api.ts";
import { type PriceList, priceLists } from "./price-list-api.ts";

/** Price lists in the order in which they are asked, and the markets that the store sells in. */
export default function PricesPage() {
  const lists = useQuery({ queryKey: ["price-lists"], queryFn: priceLists });
  const markets = useMarkets();
  return (
    <>
      <PageName name="Prices" />
      <Stack sx={{ gap: 1, mt: 2, maxWidth: 980 }}>
        <Head
          title="Price lists"
          hint="The highest priority is asked first; of equal ones the lowest price counts. Without one, the product's own price."
          action="New price list"
          to="/prices/lists/new"
        />
        {lists.error && <FailureNotice failure={lists.error} onRetry={() => void lists.refetch()} />}
        {!lists.data && !lists.error && <Waiting what="Reading the price lists" />}
        {lists.data && (
          <Rows
            label="Price lists"
            nothing={
              <Nothing icon={<PriceIcon />} title="Everybody pays the products' own prices">
                A price list asks for others: for a while, of some customers, in some markets, or for many pieces.
              </Nothing>
            }
          >
            {lists.data.map((list) => (
              <List key={list.id} list={list} />
            ))}
          </Rows>
        )}
        <Box sx={{ height: 16 }} />
        <Head
          title="Markets"
          hint="Where the store sells in another currency, or prices are told otherwise."
          action="New market"
          to="/prices/markets/new"
        />
        {markets.error && <FailureNotice failure={markets.error} onRetry={() => void markets.refetch()} />}
        {!markets.data && !markets.error && <Waiting what="Reading the markets" />}
        {markets.data && <AllMarkets markets={markets.data} />}
      </Stack>
    </>
  );
}

function Head({ title, hint, action, to }: { title: string; hint: string; action: string; to: string }) {
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
      <Box sx={{ flex: 1, minWidth: 220 }}>
        <Typography variant="h2">{title}</Typography>
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          {hint}
        </Typography>
      </Box>
      <Button variant="contained" startIcon={<AddIcon />} component={Link} to={to}>
        {action}
      </Button>
    </Stack>
  );
}

function List({ list }: { list: PriceList }) {
  const { id, name, status, priority, groups, markets, adjustment, price_count } = list;
  const whom = [groups.join(", ") || "everybody", markets.join(", ") || "everywhere"].join(" · ");
  return (
    <LinkRow to={`/prices/lists/${id}`}>
      <Box sx={{ flex: 1, minWidth: 200 }}>
        <Box component="strong">{name}</Box>
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {whom} · priority {priority}
        </Typography>
      </Box>
      {standing(list) ? (
        <Chip size="small" variant="outlined" label={standing(list)} />
      ) : (
        <StatusChip status={status} />
      )}
      <Box sx={{ width: { xs: "100%", sm: 260 } }}>
        {adjustment.kind === "percent"
          ? percentWords(adjustment.percent)
          : `${counted(price_count, "price")} of its own`}
      </Box>
    </LinkRow>
  );
}

/** Why an active list does not hold now. */
function standing({ status, starts_at, ends_at }: PriceList, now = new Date().toISOString()): string | null {
  if (status !== "active") return null;
  if (starts_at !== null && starts_at > now) return `from ${when(starts_at)}`;
  return ends_at !== null && ends_at <= now ? "over" : null;
}

const percentWords = (percent: string) =>
  percent.startsWith("-") ? `${percent.slice(1)} % off` : `${percent} % on top`;

function AllMarkets({ markets: { home, data } }: { markets: Markets }) {
  return (
    <>
      <Rows label="Markets" nothing={null}>
        {data.map((market) => (
          <MarketRow key={market.id} market={market} />
        ))}
      </Rows>
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        Everywhere else: {home.name}, in {home.currency}.
      </Typography>
    </>
  );
}

function MarketRow({ market: { id, name, code, currency, countries, conversion } }: { market: Market }) {
  return (
    <LinkRow to={`/prices/markets/${id}`}>
      <Box sx={{ flex: 1, minWidth: 200 }}>
        <Box component="strong">{name}</Box>
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {code} · {countries.map(countryName).join(", ") || "no country yet"}
        </Typography>
      </Box>
      <Box sx={{ width: { xs: "100%", sm: 260 } }}>
        {currency}
        {conversion && `, from ${conversion.from} at ${conversion.rate}`}
      </Box>
    </LinkRow>
  );
}
