import CollectionsIcon from "@mui/icons-material/CollectionsBookmarkOutlined";
import { Box, Button, Stack, type Theme, Typography, useMediaQuery } from "@mui/material";
import { CreateButton, DataTable, Link, List, SimpleList, TopToolbar } from "react-admin";
import { toTheRight } from "../shell/columns.ts";
import { PageName } from "../shell/frame.tsx";
import { leafed } from "../shell/leafing.tsx";
import { EmptyList } from "../shell/notices.tsx";
import { StatusChip } from "../shell/status-chip.tsx";
import type { Collection } from "./collection-api.ts";

/** Every collection, by title. */
export default function CollectionList() {
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  return (
    <>
      <PageName name="Collections" />
      <List {...leafed} actions={<Actions />} empty={<NoCollections />}>
        {narrow ? <CollectionCards /> : <CollectionTable />}
      </List>
    </>
  );
}

function Actions() {
  return (
    <TopToolbar>
      <CreateButton label="New collection" variant="contained" />
    </TopToolbar>
  );
}

function NoCollections() {
  return (
    <EmptyList icon={<CollectionsIcon />} title="No collections yet">
      <p>
        A collection shows shoppers products that belong together: picked one by one, or by a rule that keeps it full.
      </p>
      <Button variant="contained" component={Link} to="/collections/create">
        New collection
      </Button>
    </EmptyList>
  );
}

const Column = DataTable.Col<Collection>;

function CollectionTable() {
  return (
    <DataTable<Collection> bulkActionButtons={false} rowClick="edit">
      <Column
        label="Collection"
        render={({ title, slug }) => (
          <Box>
            <Box component="span" sx={{ display: "block", fontWeight: 600, overflowWrap: "anywhere" }}>
              {title}
            </Box>
            <Typography component="span" variant="caption" sx={{ color: "text.secondary" }}>
              /collections/{slug}
            </Typography>
          </Box>
        )}
      />
      <Column label="Status" render={({ status }) => <StatusChip status={status} />} />
      <Column label="Filled" render={filled} />
      <Column
        {...toTheRight}
        source="product_count"
        disableSort
        label="For sale in it"
        render={({ product_count }) => product_count}
      />
    </DataTable>
  );
}

function CollectionCards() {
  return (
    <SimpleList<Collection>
      linkType="edit"
      primaryText={({ title }) => <strong>{title}</strong>}
      secondaryText={(collection) => (
        <Stack component="span" direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
          <StatusChip status={collection.status} />
          <span>{filled(collection)}</span>
          <span>{collection.product_count} for sale</span>
        </Stack>
      )}
    />
  );
}

function filled({ rules }: Collection): string {
  return rules === null ? "by hand" : "by a rule";
}
