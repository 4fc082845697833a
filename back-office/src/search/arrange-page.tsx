import BackIcon from "@mui/icons-material/ArrowBack";
import SearchIcon from "@mui/icons-material/SearchOutlined";
import { Button } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-admin";
import { useSearchParams } from "react-router-dom";
import * as api from "../api.ts";
import { named } from "../products/named-product.ts";
import { PageName } from "../shell/frame.tsx";
import { EmptyList, FailureNotice, Waiting } from "../shell/notices.tsx";
import { ArrangeSheet } from "./arrange-sheet.tsx";
import { type SearchRule, searchAsShopper, searchRules } from "./search-api.ts";

/** What one search finds, and which products stand first and last in it. */
export default function ArrangePage() {
  const [asked] = useSearchParams();
  const query = asked.get("q")?.trim() ?? "";
  const language = asked.get("language") ?? "";
  const { data, error, refetch } = useQuery({
    queryKey: ["arranged", query, language],
    queryFn: () => readSearch(query, language),
    // What is being arranged belongs to the version that was read.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    gcTime: 0,
    enabled: query !== "",
  });
  if (query === "") return <NoWords />;
  return (
    <>
      <PageName name={`Search: ${query}`} />
      <Button
        size="small"
        component={Link}
        to="/search"
        startIcon={<BackIcon />}
        sx={{ my: 1, alignSelf: "flex-start" }}
      >
        All searches
      </Button>
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Searching" />}
      {data && (
        <ArrangeSheet
          key={`${query} ${language} ${data.rule?.id} ${data.rule?.version}`}
          query={query}
          language={language}
          search={data}
          onReload={refetch}
        />
      )}
    </>
  );
}

/** The address names no search. */
function NoWords() {
  return (
    <>
      <PageName name="Search" />
      <EmptyList icon={<SearchIcon />} title="Which search?">
        <p>Type what shoppers search for; then its products can be put in place here.</p>
        <Button variant="contained" component={Link} to="/search">
          Choose a search
        </Button>
      </EmptyList>
    </>
  );
}

/** What a shopper finds, the rule for it if there is one, and the products that it names. */
async function readSearch(query: string, language: string) {
  const [found, rules] = await Promise.all([searchAsShopper(query, language), searchRules()]);
  const rule = rules.find((each) => each.language === language && sameSearch(each, query)) ?? null;
  const products = new Map(found.data.map((product) => [product.id, named(product)]));
  const unseen = [...(rule?.pinned ?? []), ...(rule?.buried ?? [])].filter((id) => !products.has(id));
  // A draft, an archived product, or one far down: it is not on the page that was found.
  for (const product of await Promise.all(unseen.map(api.product))) products.set(product.id, named(product));
  return { found, rule, products };
}

export type ReadSearch = Awaited<ReturnType<typeof readSearch>>;

/** Case and accents make no other search, nor do marks between the words. */
function sameSearch({ query }: SearchRule, asked: string): boolean {
  const plain = (text: string) =>
    text
      .normalize("NFD")
      .replaceAll(/\p{M}/gu, "")
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== "")
      .join(" ");
  return plain(query) === plain(asked);
}
