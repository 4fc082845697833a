import { suggest } from "../catalog/suggestions/suggest.ts";
import type { Store } from "../platform/store.ts";
import { pageAddress } from "./page-address.ts";
import { declaration, element, escapeXml } from "./xml.ts";

/** What a short name may hold at most, as the format says. Characters. */
const longestName = 16;

/**
 * How a browser searches this shop from its own search field, in the language of the call.
 * @see https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
 */
export function openSearch(store: Store): string {
  const { env, locale } = store;
  const search = `${pageAddress(env, locale, "/search")}?q={searchTerms}`;
  const suggestions = `${pageAddress(env, locale, "/opensearch/suggestions")}?q={searchTerms}`;
  return [
    declaration,
    '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n',
    `${element("ShortName", [...env.STORE_NAME].slice(0, longestName).join(""))}\n`,
    `${element("Description", env.STORE_NAME)}\n`,
    `<Image height="16" width="16" type="image/svg+xml">${escapeXml(`${env.STORE_URL}/favicon.svg`)}</Image>\n`,
    `<Url type="text/html" method="get" template="${escapeXml(search)}"/>\n`,
    `<Url type="application/x-suggestions+json" template="${escapeXml(suggestions)}"/>\n`,
    `<Url type="application/opensearchdescription+xml" rel="self" template="${escapeXml(pageAddress(env, locale, "/opensearch.xml"))}"/>\n`,
    `${element("Language", locale)}\n`,
    "<InputEncoding>UTF-8</InputEncoding>\n",
    "</OpenSearchDescription>\n",
  ].join("");
}

/** What was typed, what may be meant by it, a word on each, and where each leads. */
type OpenSuggestions = [typed: string, completions: string[], descriptions: string[], addresses: string[]];

/**
 * What the search field of a browser offers while somebody types: words, then products, then categories.
 * @see https://github.com/dewitt/opensearch/blob/master/mediawiki/Specifications/OpenSearch/Extensions/Suggestions/1.1/Draft%201.wiki
 */
export async function openSuggestions(store: Store, typed: string): Promise<OpenSuggestions> {
  const { env, locale } = store;
  const { words, products, categories } = await suggest(store, typed);
  const offered = [
    ...words.map((word) => [word, `/search?${new URLSearchParams({ q: word })}`] as const),
    ...products.map(({ title, slug }) => [title, `/products/${slug}`] as const),
    ...categories.map(({ name, slug }) => [name, `/categories/${slug}`] as const),
  ];
  return [
    typed,
    offered.map(([text]) => text),
    offered.map(() => ""),
    offered.map(([, path]) => pageAddress(env, locale, path)),
  ];
}
