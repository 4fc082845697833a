import { type SQL, sql } from "drizzle-orm";
import type { Store } from "../platform/store.ts";
import { foldingsOf, type IndexedLanguage, languageOf, translatedLanguages } from "./languages.ts";

/** Attribute values longer than this are searched, but not filtered by. Characters. */
const longestMarked = 100;

/**
 * The statements that put products into the full-text indexes: that of the store's own language, and those of the languages
 * that they are translated into. They read the products, their categories and the shelves that they lie on, so they go into
 * the batch that changed those, after the statements of the shelves.
 */
export function indexProducts(store: Store, productIds: readonly string[]) {
  const ids = JSON.stringify(productIds);
  const home = languageOf(store.env.STORE_LOCALE);
  const { catalog, env } = store;
  return [
    catalog.run(remove("search_index", ids)),
    catalog.run(sql`
      insert into search_index (rowid, title, brand, categories, attributes, codes, description, marks)
      select
        p.no, ${folded(sql`p.title`, home)}, ${folded(sql`coalesce(p.brand, '')`, home)}, ${folded(categoryNames(), home)},
        ${folded(attributeTexts(), home)}, ${codes}, ${folded(sql`p.description`, home)}, ${marks}
      from json_each(${ids}) given cross join products p on p.id = given.value
    `),
    catalog.run(remove("search_exact", ids)),
    catalog.run(sql`
      insert into search_exact (rowid, title, brand, description)
      select p.no, ${folded(sql`p.title`, home)}, ${folded(sql`coalesce(p.brand, '')`, home)}, ${folded(sql`p.description`, home)}
      from json_each(${ids}) given cross join products p on p.id = given.value
    `),
    catalog.run(remove("search_titles", ids)),
    catalog.run(sql`
      insert into search_titles (rowid, title)
      select p.no, ${folded(sql`p.title`, home)} from json_each(${ids}) given cross join products p on p.id = given.value
    `),
    ...translatedLanguages(env).flatMap((language) => [
      catalog.run(remove(`search_${language}`, ids)),
      catalog.run(indexTranslations(language, ids)),
    ]),
    catalog.run(sql`update search_progress set behind = 1 where behind = 0`),
  ] as const;
}

function remove(index: string, ids: string): SQL {
  return sql`
    delete from ${sql.raw(index)}
    where rowid in (select no from products where id in (select value from json_each(${ids})))`;
}

/** Of a product without texts in the language there is nothing in its index: it is found by what it is called at home. */
function indexTranslations(language: IndexedLanguage, ids: string): SQL {
  const text = (name: string, otherwise: SQL) => {
    const texts = sql`select t.texts ->> ${sql.raw(`'${name}'`)} as text from translations t where ${isOf("product", sql`p.id`, language)}`;
    return folded(sql`coalesce((select group_concat(text, ' ') from (${texts})), ${otherwise})`, language);
  };
  return sql`
    insert into ${sql.raw(`search_${language}`)} (rowid, title, brand, categories, attributes, codes, description, marks)
    select
      p.no, ${text("title", sql`p.title`)}, ${folded(sql`coalesce(p.brand, '')`, language)},
      ${folded(categoryNames(language), language)}, ${folded(attributeTexts(language), language)}, ${codes},
      ${text("description", sql`p.description`)}, ${marks}
    from json_each(${ids}) given cross join products p on p.id = given.value
    where exists (select 1 from translations t where ${isOf("product", sql`p.id`, language)})`;
}

/** Whether `t` is a translation of something into a language, of any region. */
function isOf(kind: "product" | "category" | "attribute", id: SQL, language: IndexedLanguage): SQL {
  const [from, to] = [sql.raw(`'${language}-'`), sql.raw(`'${language}.'`)];
  const own = sql.raw(`'${language}'`);
  return sql`t.kind = ${sql.raw(`'${kind}'`)} and t.id = ${id} and (t.locale = ${own} or (t.locale > ${from} and t.locale < ${to}))`;
}

/** A text with the letters that its language writes in several ways written in one. */
function folded(text: SQL, language: string): SQL {
  return foldingsOf(language).reduce(
    (written, [letter, as]) => sql`replace(${written}, ${sql.raw(`'${letter}'`)}, ${sql.raw(`'${as}'`)})`,
    text,
  );
}

function categoryNames(language?: IndexedLanguage): SQL {
  const name = language
    ? sql`coalesce(
        (select group_concat(t.texts ->> 'name', ' ') from translations t where ${isOf("category", sql`c.id`, language)}), c.name
      )`
    : sql`c.name`;
  return sql`coalesce(
    (select group_concat(${name}, ' ') from json_each(p.filed_under) filed cross join categories c on c.id = filed.value), ''
  )`;
}

/** The attributes that are told in words. Numbers, and yes or no, say nothing without what they are of. */
function attributeTexts(language?: IndexedLanguage): SQL {
  const value = language
    ? sql`coalesce(
        (
          select group_concat(other.value, ' ')
          from attribute_definitions d
          cross join translations t on ${isOf("attribute", sql`d.id`, language)}
          cross join json_each(t.texts, '$.values') other on other.key = each_value.value
          where d.code = one.key
        ),
        each_value.value
      )`
    : sql`each_value.value`;
  const own = sql`coalesce((select group_concat(${value}, ' ') from ${wordedAttributes}), '')`;
  if (!language) return own;
  return sql`${own} || ' ' || coalesce(
    (
      select group_concat(each_value.value, ' ')
      from translations t
      cross join json_each(t.texts, '$.attributes') one
      cross join json_each(case one.type when 'array' then one.value else json_array(one.value) end) each_value
      where ${isOf("product", sql`p.id`, language)}
    ),
    ''
  )`;
}

const wordedAttributes = sql`json_each(p.attributes) one
  cross join json_each(case one.type when 'array' then one.value else json_array(one.value) end) each_value
  where one.type in ('text', 'array')`;

const codes = sql`coalesce(
  (select group_concat(v.sku || coalesce(' ' || v.barcode, ''), ' ') from variants v where v.product_id = p.id), ''
)`;

/** What the product is filed under, as ./marks.ts writes it. Collections are not: products come and go there with the day. */
const marks = sql`'qqq' || hex('status:' || p.status)
  || coalesce(
    (
      select group_concat(' qqq' || hex(substr(s.name, length('any||') + 1)), '')
      from listings l cross join shelves s on s.no = l.shelf_no
      where l.product_no = p.no and (s.name glob 'any||category:*' or s.name glob 'any||brand:*')
    ),
    ''
  )
  || coalesce(
    (
      select group_concat(distinct ' qqq' || hex('attribute:' || one.key || '=' || each_value.value)) from ${wordedAttributes}
        and length(each_value.value) between 1 and ${sql.raw(String(longestMarked))}
    ),
    ''
  )`;
