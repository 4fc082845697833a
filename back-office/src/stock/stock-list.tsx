import StockIcon from "@mui/icons-material/Inventory2Outlined";
import { Box, Button, Chip, Stack, type Theme, Typography, useMediaQuery } from "@mui/material";
import { useState } from "react";
import { DataTable, Link, List, SearchInput, SelectInput, SimpleList, useRefresh } from "react-admin";
import { toTheRight } from "../shell/columns.ts";
import { PageName } from "../shell/frame.tsx";
import { leafed } from "../shell/leafing.tsx";
import { EmptyList, Nothing } from "../shell/notices.tsx";
import type { Inventory, StockAtLocation } from "../wire.ts";
import { AdjustStock } from "./adjust-stock.tsx";
import { StockWays } from "./stock-ways.tsx";

/** At or under this many left, the store calls stock low. */
const lowAt = 5;

type Row = Inventory & { id: string };

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="SKU" />,
  <SelectInput
    key="low"
    source="low"
    label="Show"
    alwaysOn
    emptyText="Everything"
    choices={[{ id: "true", name: "Only what is low" }]}
  />,
];

/** What lies where, what is promised, what can still be sold. */
export default function StockList() {
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  const [adjusting, setAdjusting] = useState<Inventory | null>(null);
  const refresh = useRefresh();
  const close = (changed: boolean) => {
    setAdjusting(null);
    if (changed) refresh();
  };
  return (
    <>
      <PageName name="Stock" />
      <StockWays here="/inventory" />
      <List
        {...leafed}
        filters={filters}
        actions={false}
        empty={
          <EmptyList icon={<StockIcon />} title="No stock is tracked yet">
            Variants appear here once a product has been made or imported.
          </EmptyList>
        }
      >
        {narrow ? <StockCards onAdjust={setAdjusting} /> : <StockTable onAdjust={setAdjusting} />}
      </List>
      {adjusting && <AdjustStock stock={adjusting} onClose={close} />}
    </>
  );
}

const noMatch = (
  <Nothing icon={<StockIcon />} title="No variant fits">
    Clear the search to see everything.
  </Nothing>
);

type OnAdjust = { onAdjust: (stock: Inventory) => void };

const Column = DataTable.Col<Row>;

function StockTable({ onAdjust }: OnAdjust) {
  return (
    <DataTable<Row>
      bulkActionButtons={false}
      rowClick={false}
      empty={noMatch}
      sx={{ "& .RaDataTable-row": { cursor: "default" } }}
    >
      <Column label="Variant" render={(stock) => <Name stock={stock} />} />
      <Column label="Where" render={(stock) => stock.locations.map(({ name }) => name).join(", ")} />
      <Column {...toTheRight} source="on_hand" disableSort label="On hand" render={(stock) => sum(stock, "on_hand")} />
      <Column
        {...toTheRight}
        source="reserved"
        disableSort
        label="Reserved"
        render={(stock) => sum(stock, "reserved")}
      />
      <Column
        {...toTheRight}
        source="incoming"
        disableSort
        label="Incoming"
        render={(stock) => sum(stock, "incoming")}
      />
      <Column
        {...toTheRight}
        source="available"
        disableSort
        label="Available"
        render={(stock) => <Available stock={stock} />}
      />
      <Column
        label=""
        render={(stock) => (
          <Button size="small" onClick={() => onAdjust(stock)} aria-label={`Adjust the stock of ${stock.sku}`}>
            Adjust
          </Button>
        )}
      />
    </DataTable>
  );
}

function StockCards({ onAdjust }: OnAdjust) {
  return (
    <SimpleList<Row>
      empty={noMatch}
      linkType={false}
      primaryText={(stock) => (
        <Stack component="span" direction="row" sx={{ justifyContent: "space-between", alignItems: "center", gap: 1 }}>
          <Name stock={stock} />
          <Button size="small" onClick={() => onAdjust(stock)} aria-label={`Adjust the stock of ${stock.sku}`}>
            Adjust
          </Button>
        </Stack>
      )}
      secondaryText={(stock) => (
        <Stack component="span" direction="row" sx={{ gap: 1.5, alignItems: "center", flexWrap: "wrap" }}>
          <Available stock={stock} /> <span>available</span>
          <span>{sum(stock, "on_hand")} on hand</span>
          <span>{sum(stock, "reserved")} reserved</span>
        </Stack>
      )}
    />
  );
}

function Name({ stock }: { stock: Inventory }) {
  return (
    <Box component="span" sx={{ display: "block", minWidth: 0 }}>
      <Box component="span" sx={{ display: "block", fontWeight: 600, overflowWrap: "anywhere" }}>
        <Link to={`/stock/variants/${stock.variant_id}`}>{stock.title ?? stock.sku}</Link>
      </Box>
      {stock.removed && (
        <Typography component="span" variant="caption" sx={{ display: "block", color: "text.secondary" }}>
          Removed from the catalog
        </Typography>
      )}
      {stock.title && (
        <Typography component="span" variant="caption" sx={{ color: "text.secondary", overflowWrap: "anywhere" }}>
          {stock.sku}
        </Typography>
      )}
    </Box>
  );
}

function Available({ stock: { available } }: { stock: Inventory }) {
  if (available === null) return <>not tracked</>;
  if (available > lowAt) return <Box component="span">{available}</Box>;
  return <Chip component="span" size="small" color={available > 0 ? "warning" : "error"} label={available} />;
}

function sum({ locations }: Inventory, of: "on_hand" | "reserved" | "incoming"): number {
  return locations.reduce((total, location: StockAtLocation) => total + location[of], 0);
}
