import TreeIcon from "@mui/icons-material/AccountTreeOutlined";
import AddIcon from "@mui/icons-material/AddOutlined";
import BackIcon from "@mui/icons-material/ArrowBack";
import { Box, Button, Card, Stack, type Theme, useMediaQuery } from "@mui/material";
import { Link } from "react-admin";
import { useParams, useSearchParams } from "react-router-dom";
import type { Category } from "../catalog-wire.ts";
import { useCategories } from "../products/category-choices.ts";
import { PageName } from "../shell/frame.tsx";
import { EmptyList, FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { TranslationsPanel } from "../translations/translations-panel.tsx";
import { CategoryAttributes } from "./category-attributes.tsx";
import { CategoryForm } from "./category-form.tsx";
import { CategoryTree } from "./category-tree.tsx";

/** The tree of categories, and the one that is opened beside it; on a phone one after the other. */
export default function CategoriesPage() {
  const { id } = useParams();
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  const { data: categories, error, isFetching, refetch } = useCategories();
  const name = id === "new" ? "New category" : (categories?.find((one) => one.id === id)?.name ?? "Categories");
  return (
    <>
      <PageName name={narrow ? name : "Categories"} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!categories && !error && <Waiting what="Reading the categories" />}
      {categories?.length === 0 && id !== "new" && <NoCategories />}
      {categories && (categories.length > 0 || id === "new") && (
        <Box
          sx={{
            display: "grid",
            gap: 2,
            mt: 2,
            alignItems: "start",
            gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(260px, 340px) minmax(0, 1fr)" },
          }}
        >
          {(!narrow || !id) && (
            <Stack sx={{ gap: 1 }}>
              <Button component={Link} to="/categories/new" startIcon={<AddIcon />} sx={{ alignSelf: "flex-start" }}>
                New category at the top
              </Button>
              <Card sx={{ py: 1 }}>
                <CategoryTree categories={categories} opened={id} />
              </Card>
            </Stack>
          )}
          {(!narrow || id) && <Opened {...{ id, categories, narrow }} fresh={!isFetching} />}
        </Box>
      )}
    </>
  );
}

function NoCategories() {
  return (
    <EmptyList icon={<TreeIcon />} title="No categories yet">
      <p>Shoppers find their way by them, and attributes are defined for them: a width, a size, a material.</p>
      <Button variant="contained" component={Link} to="/categories/new">
        New category
      </Button>
    </EmptyList>
  );
}

interface OpenedProps {
  id: string | undefined;
  categories: Category[];
  narrow: boolean;
  /** Whether the tree is the latest: what it does not hold may have come just now. */
  fresh: boolean;
}

function Opened({ id, categories, narrow, fresh }: OpenedProps) {
  const [search] = useSearchParams();
  const parent = search.get("in");
  const category = categories.find((one) => one.id === id);
  if (!category && id && id !== "new" && !fresh) return <Waiting what="Reading the category" />;
  if (!category && id !== "new") {
    return (
      <Card>
        <Nothing icon={<TreeIcon />} title={id ? "This category is no longer there" : "Choose a category"}>
          To rename or move it, or to define what its products tell of themselves.
        </Nothing>
      </Card>
    );
  }
  return (
    <Stack sx={{ gap: 2, minWidth: 0 }}>
      {narrow && (
        <Button component={Link} to="/categories" startIcon={<BackIcon />} sx={{ alignSelf: "flex-start" }}>
          All categories
        </Button>
      )}
      <CategoryForm key={id === "new" ? `new in ${parent}` : id} {...{ category, parent, categories }} />
      {category && (
        <CategoryAttributes key={`attributes of ${category.id}`} category={category} categories={categories} />
      )}
      {category && <TranslationsPanel kind="category" id={category.id} />}
    </Stack>
  );
}
