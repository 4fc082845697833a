import { type SQL, sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";
import { isDay } from "../attributes/values.ts";
import type { Facets } from "../schemas.ts";
import { type Choice, reach, scanFor, type Wanted, without } from "./matches.ts";
import { longestFilter, valuesOfOne } from "./shelf-names.ts";

/** One count: of a kind of choice, a value of it, what people call it. The `sample` row holds the lowest and highest price. */
interface FacetRow {
  kind: Kind | "sample";
  name: string | null;
  value: string | number | null;
  label: string | number | null;
  count: number;
}

/** More values of one kind help nobody. */
const mostValues = 30;
/** More attributes neither; which of them are shown is decided where it is known what they are called. */
const mostAttributes = 60;

const kinds = ["category", "brand", "attribute", "in_stock", "price"] as const;
type Kind = (typeof kinds)[number];

// `cross join` keeps the order of the tables: from the few products of the sample outwards.
const countings: Record<Exclude<Kind, "price">, SQL> = {
  category: sql`
    select 'category', null, c.slug, c.name, filing.count from (
      select above.value as category_id, count(*) as count
      from sample cross join json_each(sample.filed_under) above group by above.value
    ) filing cross join categories c on c.id = filing.category_id`,
  brand: sql`
    select 'brand', null, brand, brand, count(*) from sample where brand is not null group by brand`,
  attribute: sql`
    select 'attribute', name, value, value, count(*) from (
      select distinct sample.product_no, one.key as name, each_value.value as value
      from sample
      cross join json_each(sample.attributes) one
      cross join ${valuesOfOne} each_value
      where length(each_value.value) between 1 and ${sql.raw(String(longestFilter))}
    ) group by name, value`,
  in_stock: sql`
    select 'in_stock', null, null, null, count(*) from sample
    where exists (select 1 from variants v where v.product_id = sample.id and (v.available is null or v.in_stock > 0))`,
};

/** The choices already made, each with the kind of count that must not know of it. */
function choicesOf(wanted: Wanted): [Choice, Kind, string | null][] {
  return [
    ...(wanted.category === null ? [] : [["category", "category", null] as const]),
    ...(wanted.brand === null ? [] : [["brand", "brand", null] as const]),
    ...(wanted.priceMin === null && wanted.priceMax === null ? [] : [["price", "price", null] as const]),
    ...(wanted.inStock ? [["in_stock", "in_stock", null] as const] : []),
    ...[...wanted.attributes.map(([name]) => name), ...wanted.ranges.map(({ name }) => name)].map(
      (name) => [`attr.${name}`, "attribute", name] as const,
    ),
  ].map(([choice, kind, name]) => [choice as Choice, kind, name]);
}

/**
 * The statements that count, for each kind of choice, what is in the list without the choice already made of that kind:
 * one for all that are not chosen yet, one for each that is. Each looks at the first products of the list only. A search
 * leaves out the first: its page counts them too, by {@link openFacets}, so that nothing is ranked twice.
 */
export function countFacets(store: Store, wanted: Wanted) {
  const ofChoices = choicesOf(wanted).map(([choice, kind]) => count(store, without(wanted, choice), [kind]));
  return wanted.words.length > 0 ? ofChoices : [count(store, wanted, openKinds(wanted)), ...ofChoices];
}

function openKinds(wanted: Wanted): Kind[] {
  const choices = choicesOf(wanted);
  return kinds.filter((kind) => kind === "attribute" || !choices.some(([, chosen]) => chosen === kind));
}

function count(store: Store, wanted: Wanted, counted: readonly Kind[]) {
  const { ctes, rules } = scanFor(wanted, null, reach.shelf);
  return store.catalog.all<FacetRow>(sql`with ${ctes}, ${countsOf(rules, counted)}`);
}

/** The counts of all that is not chosen yet, as one JSON text, inside a statement that has the `scan` of the list. */
export function openFacets(wanted: Wanted, rules: SQL): SQL {
  return sql`
    select json_group_array(json_object('kind', kind, 'name', name, 'value', value, 'label', label, 'count', count))
    from (with ${countsOf(rules, openKinds(wanted))})`;
}

/** Reads what {@link openFacets} wrote. */
export function readOpenFacets(json: string): FacetRow[] {
  return JSON.parse(json) as FacetRow[];
}

function countsOf(rules: SQL, counted: readonly Kind[]): SQL {
  const counts = counted.flatMap((kind) => (kind === "price" ? [] : [sql` union all ${countings[kind]}`]));
  return sql`
    sample as materialized (
      select scan.product_no, scan.price, p.id, p.brand, p.attributes, p.filed_under
      from (select product_no, price from scan where ${rules} limit ${reach.facets}) scan
      cross join products p on p.no = scan.product_no
    )
    select
      'sample' as kind, null as name, min(price) filter (where price >= 0) as value,
      max(price) filter (where price >= 0) as label, count(*) as count
    from sample
    ${sql.join(counts)}`;
}

/** Puts the answers of {@link countFacets} together. @param exact whether all matches were within reach */
export function readFacets(wanted: Wanted, answers: readonly FacetRow[][], exact: boolean): Facets {
  const chosen = choicesOf(wanted);
  const rows = answers.flatMap((answer, index) => {
    const choice = chosen[index - 1];
    // Where an attribute is chosen, its own values are counted without it, and those of the others with it.
    return answer.filter((row) => {
      if (row.kind !== "attribute") return true;
      const ofChosen = chosen.some(([, kind, name]) => kind === "attribute" && name === row.name);
      return index === 0 ? !ofChosen : choice?.[2] === row.name;
    });
  });
  const cut = answers.some((answer) => answer.some((row) => row.kind === "sample" && row.count >= reach.facets));
  const price = answers[1 + chosen.findIndex(([choice]) => choice === "price")]?.find((row) => row.kind === "sample");
  return {
    exact: exact && !cut,
    categories: valuesOf(rows, "category"),
    brands: valuesOf(rows, "brand"),
    attributes: attributesOf(rows),
    attribute_labels: {},
    attribute_ranges: rangesOf(rows),
    price: price?.value != null ? { min: Number(price.value), max: Number(price.label) } : null,
    in_stock: rows.find((row) => row.kind === "in_stock")?.count ?? 0,
  };
}

function valuesOf(rows: readonly FacetRow[], kind: Kind) {
  return rows
    .filter((row) => row.kind === kind)
    .map(({ value, label, count }) => ({ value: String(value), label: String(label), count }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label))
    .slice(0, mostValues);
}

/** The lowest and highest of each attribute whose values are numbers, or days, throughout. */
function rangesOf(rows: readonly FacetRow[]): Facets["attribute_ranges"] {
  const byName = Map.groupBy(
    rows.filter((row) => row.kind === "attribute"),
    (row) => row.name ?? "",
  );
  return Object.fromEntries(
    [...byName].flatMap(([name, values]) => {
      const given = values.flatMap(({ value }) => value ?? []);
      const numbers = given.filter((value) => typeof value === "number");
      if (numbers.length === given.length) return [[name, { min: Math.min(...numbers), max: Math.max(...numbers) }]];
      const days = given.filter((value) => typeof value === "string" && isDay(value)).sort();
      const [first, last] = [days[0], days.at(-1)];
      const all = days.length === given.length && first !== undefined && last !== undefined;
      return all ? [[name, { min: first, max: last }]] : [];
    }),
  );
}

function attributesOf(rows: readonly FacetRow[]): Facets["attributes"] {
  const byName = Map.groupBy(
    rows.filter((row) => row.kind === "attribute"),
    (row) => row.name ?? "",
  );
  const covered = [...byName].map(([name, values]) => ({
    name,
    values,
    count: values.reduce((sum, row) => sum + row.count, 0),
  }));
  covered.sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
  return Object.fromEntries(
    covered.slice(0, mostAttributes).map(({ name, values }) => [name, valuesOf(values, "attribute")]),
  );
}
