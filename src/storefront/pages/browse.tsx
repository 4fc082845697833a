import type { Category } from "../../catalog/categories/schemas.ts";
import type { Collection } from "../../catalog/collections/schemas.ts";
import type { ProductPage } from "../../catalog/schemas.ts";
import type { Chosen } from "../chosen.ts";
import { aislesOf } from "../components/aisles.ts";
import { Breadcrumb, trailOf } from "../components/breadcrumb.tsx";
import { Filters, Sorting } from "../components/filters.tsx";
import { Shelf } from "../components/product-card.tsx";
import { useShop } from "../components/shop.tsx";
import { EmptyArch } from "../components/sign.tsx";
import type { Messages } from "../messages/words.ts";

interface BrowseProps {
  categories: readonly Category[];
  /** Null on the search page. */
  category: Category | null;
  /** Null on the page of a category and of a search. */
  collection: Collection | null;
  found: ProductPage;
  chosen: Chosen;
  currency: string;
  /** The address of this list without its filters. */
  action: string;
  /** All that was chosen, as the address has it, without the cursor. */
  query: URLSearchParams;
}

/** The orders that make sense of a list; a search has one more, and so has a collection. */
const orders = ["newest", "best-selling", "price", "-price", "title"] as const;

/** Products of a category or of a search, with what narrows and orders them. */
export function BrowsePage(props: BrowseProps) {
  const { categories, category, collection, found, chosen, action, query } = props;
  const about = category ?? collection;
  const { browse: words } = useShop().words;
  const searching = Boolean(chosen.q);
  const kept = [...query].filter(([name]) => name !== "sort");
  return (
    <div class="wrap">
      {category ? (
        <Breadcrumb trail={trailOf(categories, category)} />
      ) : (
        <Breadcrumb trail={[]} here={collection?.title ?? words.search} />
      )}
      <div class="browse">
        <div>
          {category && <Neighbours categories={categories} category={category} />}
          <Filters chosen={chosen} facets={found.facets} currency={props.currency} action={action} />
        </div>
        <div id="results" class="results">
          <div class="heading">
            <div>
              <h1>{category?.name ?? collection?.title ?? (searching ? words.results(chosen.q) : words.everything)}</h1>
              {about?.description && <p class="lead">{about.description}</p>}
              <p class="note" aria-live="polite">
                {counted(found, words)}
              </p>
            </div>
            {found.total > 1 && (
              <Sorting
                chosen={chosen}
                action={action}
                kept={kept}
                sorts={sortsOf(props).map((value) => ({ value, label: words.sorts[value] }))}
              />
            )}
          </div>
          {found.suggestion && <Meant suggestion={found.suggestion} shown={found.data.length > 0} />}
          {found.data.length > 0 ? (
            <>
              <Shelf products={found.data} first id="shelf" said={words.added(found.data.length)} />
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

/** The orders that a list can be put into, its own first. */
function sortsOf({ chosen, collection }: BrowseProps): Chosen["sort"][] {
  return [...(chosen.q ? ["relevance" as const] : []), ...(collection ? ["featured" as const] : []), ...orders];
}

function counted({ total, total_exact }: ProductPage, words: Messages["browse"]): string {
  return total_exact ? words.products(total) : words.moreThan(total);
}

function More({ action, query, cursor }: { action: string; query: URLSearchParams; cursor: string }) {
  const { words, to } = useShop();
  const next = new URLSearchParams(query);
  next.set("cursor", cursor);
  return (
    <p class="more" id="more">
      <a class="button quiet" href={to(`${action}?${next}`)} data-append="shelf" rel="next">
        {words.browse.showMore}
      </a>
    </p>
  );
}

function Neighbours({ categories, category }: { categories: readonly Category[]; category: Category }) {
  const { words, to } = useShop();
  const below = categories.filter((each) => each.parent_id === category.id);
  const beside = below.length > 0 ? below : categories.filter((each) => each.parent_id === category.parent_id);
  if (beside.length === 0) return null;
  return (
    <nav aria-label={below.length > 0 ? words.browse.here : words.browse.beside}>
      <ul class="aside-list">
        {beside.map((each) => (
          <li>
            <a href={to(`/categories/${each.slug}`)} aria-current={each.id === category.id ? "page" : undefined}>
              <span>{each.name}</span> <span class="number">{each.product_count}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NothingFound({ chosen, category, categories, action, query }: BrowseProps) {
  const { words, to } = useShop();
  const { browse } = words;
  const narrowed = [...query.keys()].some((name) => name !== "q" && name !== "sort");
  const aisles = aislesOf(categories);
  return (
    <div class="empty">
      <EmptyArch />
      <p class="serif lead">
        {narrowed
          ? browse.nothingFits
          : chosen.q
            ? browse.nothingFound
            : category
              ? browse.shelfEmpty
              : browse.allEmpty}
      </p>
      {narrowed ? (
        <a class="button quiet" href={to(chosen.q ? `${action}?${new URLSearchParams({ q: chosen.q })}` : action)}>
          {browse.clearFilters}
        </a>
      ) : (
        chosen.q && <p class="soft">{browse.tryOther}</p>
      )}
      {!narrowed && aisles.length > 0 && (
        <ul class="chips">
          {aisles.map((each) => (
            <li>
              <a href={to(`/categories/${each.slug}`)}>{each.name}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Another spelling, as a link. @param shown whether the products are those that it finds already */
function Meant({ suggestion, shown }: { suggestion: string; shown: boolean }) {
  const { words, to } = useShop();
  if (shown) return <p class="meant">{words.browse.shownFor(suggestion)}</p>;
  return (
    <p class="meant">
      {words.browse.didYouMean} <a href={to(`/search?${new URLSearchParams({ q: suggestion })}`)}>{suggestion}</a>
      {words.browse.questionMark}
    </p>
  );
}
