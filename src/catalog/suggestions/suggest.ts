import { type SQL, sql } from "drizzle-orm";
import { imageUrl } from "../../media/address.ts";
import { firstPictureId } from "../../media/product-pictures.ts";
import type { Store } from "../../platform/store.ts";
import { phrase, wordsOf } from "../../search/asked-words.ts";
import { fold, translationIndexOf } from "../../search/languages.ts";
import { languagesOf } from "../../search/spelling.ts";
import { everything, shoppersScope } from "../lists/shelf-names.ts";
import { shelfCurrency } from "../prices/shown.ts";
import type { Suggestions } from "./schemas.ts";

const mostWords = 6;
const mostProducts = 5;
const mostCategories = 3;
/** The newest products with the words in their title, of which the best are shown. */
const looked = 30;
/** Letters from which something is suggested. */
const shortest = 2;
const imageWidth = 160;

interface Row {
  kind: "word" | "product" | "category";
  id: string | null;
  slug: string | null;
  text: string;
  image_id: string | null;
}

const none: Suggestions = { words: [], products: [], categories: [] };

/**
 * What may be meant by what is typed so far: words that complete the last one, products that are called so, categories. One
 * statement, which reads some dozen rows of any catalogue.
 */
export async function suggest(store: Store, typed: string, locale: string = store.locale): Promise<Suggestions> {
  const words = wordsOf(typed);
  const languages = languagesOf(store, locale);
  const language = languages[0] ?? "";
  const folded = words.map((word) => fold(word, language));
  const last = folded.at(-1) ?? "";
  if (Array.from(last).length < shortest) return none;
  const expression = folded
    .map((word, index) => phrase(word) + (index === folded.length - 1 ? " *" : ""))
    .join(" AND ");
  const rows = await store.catalog.all<Row>(sql`
    ${completions(last, languages)}
    union all
    ${productsCalled(store, expression, locale)}
    union all
    ${categoriesCalled(expression, locale)}
  `);
  const before = words.slice(0, -1).join(" ");
  return {
    words: [...new Set(rows.filter((row) => row.kind === "word").map((row) => `${before} ${row.text}`.trim()))],
    products: rows
      .filter((row) => row.kind === "product")
      .map(({ id, slug, text, image_id }) => ({
        id: id ?? "",
        slug: slug ?? "",
        title: text,
        image_url: image_id && imageUrl(image_id, imageWidth),
      })),
    categories: rows
      .filter((row) => row.kind === "category")
      .map(({ id, slug, text }) => ({ id: id ?? "", slug: slug ?? "", name: text })),
  };
}

/** The commonest words with a beginning; an index has them by their first two, three and four letters. */
function completions(beginning: string, languages: readonly string[]): SQL {
  const letters = Array.from(beginning);
  const indexed = Math.min(4, letters.length);
  const from = letters.slice(0, indexed).join("");
  const rest = letters.length > indexed ? sql`and substr(word, 1, ${letters.length}) = ${beginning}` : sql``;
  const each = languages.map(
    (language) => sql`
      select * from (
        select 'word' as kind, null as id, null as slug, word as text, null as image_id
        from search_dictionary
        where language = ${language} and substr(word, 1, ${sql.raw(String(indexed))}) = ${from} ${rest}
        order by products desc limit ${sql.raw(String(mostWords))}
      )`,
  );
  return sql.join(each, sql` union all `);
}

function productsCalled(store: Store, expression: string, locale: string): SQL {
  const translations = translationIndexOf(locale, store.env);
  const title = translations
    ? sql`coalesce((select t.texts ->> 'title' from translations t where t.kind = 'product' and t.id = p.id and t.locale = ${locale}), p.title)`
    : sql`p.title`;
  return sql`
    select 'product', p.id, p.slug, ${title},
      ${firstPictureId(sql`p.id`)}
    from (
      select found.product_no from (${called("search_exact", expression)}${
        translations ? sql` union ${called(`search_${translations}`, expression)}` : sql``
      }) found
      cross join listings l on l.shelf_no = (select no from shelves where name = ${shoppersScope(shelfCurrency(store)) + everything})
        and l.product_no = found.product_no
      order by l.sold desc, found.product_no desc
      limit ${sql.raw(String(mostProducts))}
    ) best
    cross join products p on p.no = best.product_no`;
}

function called(index: string, expression: string): SQL {
  const name = sql.raw(index);
  return sql`
    select * from (
      select rowid as product_no from ${name} where ${name} match ${`{title brand} : (${expression})`}
      order by rowid desc limit ${sql.raw(String(looked))}
    )`;
}

function categoriesCalled(expression: string, locale: string): SQL {
  return sql`
    select 'category', c.id, c.slug, coalesce(
      (select t.texts ->> 'name' from translations t where t.kind = 'category' and t.id = c.id and t.locale = ${locale}), c.name
    ), null
    from (
      select distinct category_id from search_categories
      where search_categories match ${`name : (${expression})`} and language in ('', ${locale})
      limit ${sql.raw(String(mostCategories))}
    ) found
    cross join categories c on c.id = found.category_id`;
}
