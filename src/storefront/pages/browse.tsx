import type { Category, ProductPage } from "../../catalog/schemas.ts";
import { aislesOf } from "../components/aisles.ts";
import { Breadcrumb, trailOf } from "../components/breadcrumb.tsx";
import { type Chosen, Filters, Sorting } from "../components/filters.tsx";
import { Shelf } from "../components/product-card.tsx";
import { EmptyArch } from "../components/sign.tsx";

interface BrowseProps {
  categories: readonly Category[];
  /** Null on the search page. */
  category: Category | null;
  found: ProductPage;
  chosen: Chosen;
  currency: string;
  /** The address of this list without its filters. */
  action: string;
  /** All that was chosen, as the address has it, without the cursor. */
  query: URLSearchParams;
}

const sorts = [
  { value: "relevance", label: "Best match" },
  { value: "newest", label: "Newest" },
  { value: "price", label: "Price, low to high" },
  { value: "-price", label: "Price, high to low" },
  { value: "title", label: "Name" },
] as const;

/** Products of a category or of a search, with what narrows and orders them. */
export function BrowsePage(props: BrowseProps) {
  const { categories, category, found, chosen, action, query } = props;
  const searching = Boolean(chosen.q);
  const kept = [...query].filter(([name]) => name !== "sort");
  return (
    <div class="wrap">
      {category ? <Breadcrumb trail={trailOf(categories, category)} /> : <Breadcrumb trail={[]} here="Search" />}
      <div class="browse">
        <div>
          {category && <Neighbours categories={categories} category={category} />}
          <Filters chosen={chosen} facets={found.facets} currency={props.currency} action={action} />
        </div>
        <div id="results" class="results">
          <div class="heading">
            <div>
              <h1>{category ? category.name : searching ? <>Results for “{chosen.q}”</> : "Everything"}</h1>
              <p class="note" aria-live="polite">
                {counted(found)}
              </p>
            </div>
            {found.total > 1 && (
              <Sorting
                chosen={chosen}
                action={action}
                kept={kept}
                sorts={sorts.filter(({ value }) => searching || value !== "relevance")}
              />
            )}
          </div>
          {found.data.length > 0 ? (
            <>
              <Shelf products={found.data} first id="shelf" />
              {found.next_cursor && <More action={action} query={query} cursor={found.next_cursor} />}
            </>
          ) : (
            <NothingFound {...props} />
          )}
        </div>
      </div>
    </div>
  );
}

function counted({ total, total_exact }: ProductPage): string {
  if (!total_exact) return `More than ${total} products`;
  return total === 1 ? "1 product" : `${total} products`;
}

function More({ action, query, cursor }: { action: string; query: URLSearchParams; cursor: string }) {
  const next = new URLSearchParams(query);
  next.set("cursor", cursor);
  return (
    <p class="more" id="more">
      <a class="button quiet" href={`${action}?${next}`} data-append="shelf" rel="next">
        Show more
      </a>
    </p>
  );
}

function Neighbours({ categories, category }: { categories: readonly Category[]; category: Category }) {
  const below = categories.filter((each) => each.parent_id === category.id);
  const beside = below.length > 0 ? below : categories.filter((each) => each.parent_id === category.parent_id);
  if (beside.length === 0) return null;
  return (
    <nav aria-label={below.length > 0 ? "Categories here" : "Categories beside"}>
      <ul class="aside-list">
        {beside.map((each) => (
          <li>
            <a href={`/categories/${each.slug}`} aria-current={each.id === category.id ? "page" : undefined}>
              <span>{each.name}</span> <span class="number">{each.product_count}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NothingFound({ chosen, found, category, categories, action, query }: BrowseProps) {
  const narrowed = [...query.keys()].some((name) => name !== "q" && name !== "sort");
  const aisles = aislesOf(categories);
  return (
    <div class="empty">
      <EmptyArch />
      <p class="serif lead">
        {narrowed
          ? "Nothing here fits all of that."
          : chosen.q
            ? "We looked on every shelf and did not find that."
            : category
              ? "This shelf is empty for now."
              : "The shelves are still empty."}
      </p>
      {found.suggestion && (
        <p>
          Did you mean <a href={`/search?${new URLSearchParams({ q: found.suggestion })}`}>{found.suggestion}</a>?
        </p>
      )}
      {narrowed ? (
        <a class="button quiet" href={chosen.q ? `${action}?${new URLSearchParams({ q: chosen.q })}` : action}>
          Clear the filters
        </a>
      ) : (
        chosen.q && <p class="soft">Try fewer or more general words, or walk in by a category.</p>
      )}
      {!narrowed && aisles.length > 0 && (
        <ul class="chips">
          {aisles.map((each) => (
            <li>
              <a href={`/categories/${each.slug}`}>{each.name}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
