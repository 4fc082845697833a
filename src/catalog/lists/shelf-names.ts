import { type SQL, sql } from "drizzle-orm";

/** Attribute values longer than this are shown, but not filtered by. Characters. */
export const longestFilter = 100;

/** What stands on shelves of their own: a category, a brand, an attribute's value, a collection, or everything. */
export const everything = "";
export const shelfOfCategory = (categoryId: string): string => `category:${categoryId}`;
export const shelfOfBrand = (brand: string): string => `brand:${brand}`;
export const shelfOfAttribute = (name: string, value: string): string => `attribute:${name}=${value}`;
export const shelfOfCollection = (collectionId: string): string => `collection:${collectionId}`;

/**
 * The beginning of the names of shelves. Shoppers look where what is active and priced in their currency lies; staff look
 * where everything lies (`any`), or all that has one status.
 */
export const shoppersScope = (currency: string): string => `active|${currency}|`;
export const staffScope = "any||";
export const shelfOfStatus = (status: string): string => `${status}||`;

/** The products that a statement is about, as its common table expression `target`. @param rule which, of `products` */
export function targetOf(rule: SQL): SQL {
  return sql`target as materialized (
    select no, id, status, brand, title, attributes, gathered, sold, created_at from products where ${rule}
  )`;
}

/** A category and all above it, as rows whose `value` is the id, from the top down. @param lineage the category's */
export function wayTo(lineage: SQL): SQL {
  return sql`json_each('["' || replace(rtrim(${lineage}, '/'), '/', '","') || '"]')`;
}

/** The values of an attribute `one` of `json_each(attributes)`, as rows; what is true or false is told by these words. */
export const valuesOfOne = sql`json_each(
    case one.type when 'array' then one.value when 'true' then '["true"]' when 'false' then '["false"]' else json_array(one.value) end
  )`;

/** `filed`: the categories of each product, and all above them. */
export const filed = sql`
  filed as materialized (
    select distinct target.no, above.value as category_id
    from target
    join product_categories pc on pc.product_id = target.id
    join categories c on c.id = pc.category_id
    join ${wayTo(sql`c.lineage`)} above
  )`;

/**
 * `own`: what each product belongs with by its own facts, as the ends of the names of shelves; {@link filed} stands before it.
 * @param products the expression that they are read from, as {@link targetOf} selects them
 */
export function ownShelves(products: SQL): SQL {
  return sql`
  described as materialized (
    select distinct one_of.no, one.key as name, each_value.value as value
    from ${products} one_of
    join json_each(one_of.attributes) one
    join ${valuesOfOne} each_value
  ),
  own as materialized (
    select no, '' as what from ${products}
    union all
    select no, 'brand:' || brand from ${products} where brand is not null
    union all
    select filed.no, 'category:' || category_id from ${products} one_of join filed on filed.no = one_of.no
    union all
    select no, 'attribute:' || name || '=' || value from described where length(value) between 1 and ${sql.raw(String(longestFilter))}
  )`;
}

/** `priced`: the lowest price of each product's variants in each currency, minor units. */
export function lowestPrices(products: SQL): SQL {
  return sql`
  priced as materialized (
    select one_of.no, c.currency, min(c.amount) as price
    from ${products} one_of
    join variants v on v.product_id = one_of.id
    join prices c on c.variant_id = v.id
    group by one_of.no, c.currency
  )`;
}
