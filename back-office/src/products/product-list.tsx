import HistoryIcon from "@mui/icons-material/HistoryOutlined";
import SellIcon from "@mui/icons-material/SellOutlined";
import { Avatar, Box, Button, Checkbox, Stack, type Theme, Typography, useMediaQuery } from "@mui/material";
import {
  CreateButton,
  DataTable,
  FilterButton,
  Link,
  List,
  SearchInput,
  SelectInput,
  SimpleList,
  TopToolbar,
  useListContext,
} from "react-admin";
import { money } from "../money.ts";
import { inWidth } from "../picture-url.ts";
import { toTheRight } from "../shell/columns.ts";
import { PageName } from "../shell/frame.tsx";
import { leafed } from "../shell/leafing.tsx";
import { EmptyList, Nothing } from "../shell/notices.tsx";
import { StatusChip, statusChoices } from "../shell/status-chip.tsx";
import { type Product, productStatuses } from "../wire.ts";
import { EditAll, EditSelected } from "./bulk/bulk-actions.tsx";
import { useCategoryChoices } from "./category-choices.ts";

export default function ProductList() {
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  const { choices } = useCategoryChoices();
  const filters = [
    <SearchInput key="q" source="q" alwaysOn placeholder="Words, brand or SKU" />,
    <SelectInput key="category" source="category" label="Category" choices={choices} alwaysOn={!narrow} />,
    <SelectInput
      key="status"
      source="status"
      label="Status"
      choices={statusChoices(productStatuses)}
      alwaysOn={!narrow}
    />,
  ];
  return (
    <>
      <PageName name="Products" />
      <List {...leafed} filters={filters} actions={<Actions narrow={narrow} />} empty={<NoProducts />}>
        {narrow ? <ProductCards /> : <ProductTable />}
      </List>
    </>
  );
}

function Actions({ narrow }: { narrow: boolean }) {
  return (
    <TopToolbar>
      {narrow && <FilterButton disableSaveQuery />}
      <Button component={Link} to="/bulk-edits" startIcon={<HistoryIcon />}>
        Edits of many
      </Button>
      <EditAll />
      <CreateButton label="New product" variant="contained" />
    </TopToolbar>
  );
}

function NoProducts() {
  return (
    <EmptyList icon={<SellIcon />} title="The shelves are empty">
      <p>Make the first product by hand, or bring a whole catalogue from a file.</p>
      <Stack direction="row" sx={{ justifyContent: "center", gap: 1 }}>
        <Button variant="contained" component={Link} to="/products/create">
          New product
        </Button>
        <Button component={Link} to="/import">
          Import a file
        </Button>
      </Stack>
    </EmptyList>
  );
}

const noMatch = (
  <Nothing icon={<SellIcon />} title="No product fits">
    Try another word, or clear the filters.
  </Nothing>
);

const Column = DataTable.Col<Product>;

function ProductTable() {
  return (
    <DataTable<Product> bulkActionButtons={<EditSelected />} rowClick="edit" empty={noMatch}>
      <Column label="" render={(product) => <Thumb product={product} />} sx={{ width: 56 }} />
      <Column
        source="title"
        label="Product"
        disableSort
        render={(product) => (
          <>
            <Box sx={{ fontWeight: 600 }}>{product.title}</Box>
            <Typography variant="caption" sx={{ color: "text.secondary" }}>
              {[product.brand, variantCount(product)].filter(Boolean).join(" · ")}
            </Typography>
          </>
        )}
      />
      <Column label="Status" render={(product) => <StatusChip status={product.status} />} />
      <Column
        {...toTheRight}
        source="price_range"
        disableSort
        label="Price"
        render={(product) => priceRange(product)}
      />
      <Column
        {...toTheRight}
        source="variants"
        disableSort
        label="Available"
        render={(product) => available(product)}
      />
    </DataTable>
  );
}

function ProductCards() {
  return (
    <>
      <Ticked />
      <SimpleList<Product>
        empty={noMatch}
        linkType={false}
        leftAvatar={(product) => <Thumb product={product} />}
        rightIcon={(product) => <Tick product={product} />}
        primaryText={(product) => (
          <Box component={Link} to={`/products/${product.id}`} sx={{ fontWeight: 600, color: "text.primary" }}>
            {product.title}
          </Box>
        )}
        secondaryText={(product) => (
          <Stack component="span" direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
            <StatusChip status={product.status} />
            <span>{priceRange(product)}</span>
            <span>{inHand(product)}</span>
          </Stack>
        )}
      />
    </>
  );
}

/** What can be done with the products that are ticked. */
function Ticked() {
  const { selectedIds, onUnselectItems } = useListContext<Product>();
  if (selectedIds.length === 0) return null;
  return (
    <Stack direction="row" sx={{ gap: 1, px: 2, py: 1, alignItems: "center", bgcolor: "action.hover" }}>
      <Typography sx={{ flex: 1 }}>{selectedIds.length} ticked</Typography>
      <EditSelected />
      <Button size="small" onClick={() => onUnselectItems()}>
        Untick
      </Button>
    </Stack>
  );
}

function Tick({ product: { id, title } }: { product: Product }) {
  const { selectedIds, onToggleItem } = useListContext<Product>();
  return (
    <Checkbox
      edge="end"
      checked={selectedIds.includes(id)}
      onChange={() => onToggleItem(id)}
      slotProps={{ input: { "aria-label": `Tick ${title}` } }}
    />
  );
}

function Thumb({ product }: { product: Product }) {
  const [first] = product.images;
  return (
    <Avatar
      variant="rounded"
      {...(first ? { src: inWidth(first.url, 160), alt: first.alt } : {})}
      slotProps={{ img: { loading: "lazy" } }}
      sx={{ width: 40, height: 40, bgcolor: "action.hover", color: "text.secondary" }}
    >
      <SellIcon fontSize="small" />
    </Avatar>
  );
}

function variantCount({ variant_count }: Product): string {
  return variant_count === 1 ? "" : `${variant_count} variants`;
}

function priceRange({ price_range }: Product): string {
  if (!price_range) return "no price";
  const { currency, min, max } = price_range;
  return min === max ? money(min, currency) : `${money(min, currency)} – ${money(max, currency)}`;
}

function inHand(product: Product): string {
  const units = available(product);
  return units === untracked ? "stock not tracked" : `${units} available`;
}

const untracked = "not tracked";

/** Of all its variants; of so many as a list tells, where there are more. */
function available({ variants, variant_count }: Product): string {
  const tracked = variants.flatMap((variant) => (variant.available === null ? [] : [variant.available]));
  if (tracked.length === 0) return untracked;
  const units = tracked.reduce((sum, each) => sum + each, 0);
  return variant_count > variants.length ? `${units} or more` : String(units);
}
