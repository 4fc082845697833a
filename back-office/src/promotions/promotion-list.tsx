import PromotionIcon from "@mui/icons-material/LoyaltyOutlined";
import { Box, Button, Stack, type Theme, Typography, useMediaQuery } from "@mui/material";
import { CreateButton, DataTable, Link, List, SearchInput, SelectInput, SimpleList, TopToolbar } from "react-admin";
import { money } from "../money.ts";
import { toTheRight } from "../shell/columns.ts";
import { PageName } from "../shell/frame.tsx";
import { leafed } from "../shell/leafing.tsx";
import { EmptyList, Nothing } from "../shell/notices.tsx";
import { StatusChip, statusChoices } from "../shell/status-chip.tsx";
import { type Promotion, promotionStates } from "./promotion-api.ts";
import { held } from "./words.ts";

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Title or code" />,
  <SelectInput
    key="state"
    source="state"
    label="Show"
    alwaysOn
    emptyText="All"
    choices={statusChoices(promotionStates)}
  />,
];

/** Every promotion, the newest first. */
export default function PromotionList() {
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  return (
    <>
      <PageName name="Promotions" />
      <List {...leafed} filters={filters} actions={<Actions />} empty={<NoPromotions />}>
        {narrow ? <PromotionCards /> : <PromotionTable />}
      </List>
    </>
  );
}

function Actions() {
  return (
    <TopToolbar>
      <CreateButton label="New promotion" variant="contained" />
    </TopToolbar>
  );
}

function NoPromotions() {
  return (
    <EmptyList icon={<PromotionIcon />} title="No promotions yet">
      <p>A promotion takes something off: for everybody, for who brings a code, or for carts of a kind.</p>
      <Button variant="contained" component={Link} to="/promotions/create">
        New promotion
      </Button>
    </EmptyList>
  );
}

const noMatch = (
  <Nothing icon={<PromotionIcon />} title="No promotion fits">
    Clear the search to see them all.
  </Nothing>
);

const Column = DataTable.Col<Promotion>;

function PromotionTable() {
  return (
    <DataTable<Promotion> bulkActionButtons={false} rowClick="edit" empty={noMatch}>
      <Column
        label="Promotion"
        render={(promotion) => (
          <Box>
            <Box component="span" sx={{ display: "block", fontWeight: 600, overflowWrap: "anywhere" }}>
              {promotion.title}
            </Box>
            <Typography component="span" variant="caption" sx={{ color: "text.secondary" }}>
              {held(promotion)}
            </Typography>
          </Box>
        )}
      />
      <Column label="State" render={({ state }) => <StatusChip status={state} />} />
      <Column {...toTheRight} source="codes" disableSort label="Codes" render={({ codes }) => codes || ""} />
      <Column {...toTheRight} source="used" disableSort label="Uses" render={uses} />
      <Column {...toTheRight} source="spent" disableSort label="Budget" render={budget} />
    </DataTable>
  );
}

function PromotionCards() {
  return (
    <SimpleList<Promotion>
      linkType="edit"
      empty={noMatch}
      primaryText={({ title }) => <strong>{title}</strong>}
      secondaryText={(promotion) => (
        <Stack component="span" direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
          <StatusChip status={promotion.state} />
          <span>
            {uses(promotion)} {promotion.used === 1 && promotion.usage_limit === null ? "use" : "uses"}
          </span>
          {promotion.budget && <span>{budget(promotion)}</span>}
          <span>{held(promotion)}</span>
        </Stack>
      )}
    />
  );
}

const uses = ({ used, usage_limit }: Promotion) => (usage_limit === null ? `${used}` : `${used} of ${usage_limit}`);

const budget = ({ budget: most, spent }: Promotion) =>
  most ? `${money(spent, most.currency)} of ${money(most.amount, most.currency)}` : "";
