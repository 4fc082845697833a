import { sql } from "drizzle-orm";
import { currentEdition } from "../../platform/edition.ts";
import type { Store } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import type { Facets } from "../schemas.ts";
import type { Texts } from "../translations/schemas.ts";
import { localeChain, mergeTexts, textsJson } from "../translations/translations.ts";
import type { AttributeType } from "./schemas.ts";

/** What an attribute that has a definition is called, and what its values are. */
export interface AttributeLabel {
  label: string;
  unit: string | null;
  type: AttributeType;
  /** Whether shoppers choose by it. */
  facet: boolean;
  /** What values are called that are called otherwise in this language. */
  values: Readonly<Record<string, string>>;
}

/** What attributes and categories are called in one language. */
export interface Labels {
  /** By code, in the order that staff gave them. */
  attributes: ReadonlyMap<string, AttributeLabel>;
  /** By slug; categories that are called as they are written are not in it. */
  categories: ReadonlyMap<string, string>;
}

/** The same for everybody; of one edition of the catalogue it may be this old. Seconds. */
const warm = new Warm<Labels>(30, 16);

/** What attributes and categories are called in the language of the call. */
export async function labelsIn(store: Store): Promise<Labels> {
  const asking = await askLabels(store);
  return asking.known ?? asking.read(await asking.statement());
}

/** An attribute or a category, as JSON with its translations. */
interface LabelRow {
  kind: "attribute" | "category";
  told: string;
}

type WrittenAttribute = Omit<AttributeLabel, "values" | "facet"> & {
  code: string;
  facet: number;
  texts: Texts<"attribute">[];
};

interface WrittenCategory {
  slug: string;
  texts: Texts<"category">[];
}

/** The same for a call that asks the catalogue anyway: what is remembered, or the statement to add to its batch. */
export async function askLabels(store: Store) {
  const now = store.now().getTime();
  const chain = localeChain(store);
  const key = `${await currentEdition(store.env)} ${chain}`;
  return {
    known: warm.get(key, now),
    statement: () =>
      store.catalog.all<LabelRow>(sql`
        select 'attribute' as kind, d.position as first, d.label as second, json_object(
          'code', d.code, 'label', d.label, 'unit', d.unit, 'type', d.type, 'facet', d.facet,
          'texts', json(${textsJson("attribute", sql`d.id`, chain)})
        ) as told
        from attribute_definitions d
        union all
        select 'category', 0, c.slug, json_object(
          'slug', c.slug, 'texts', json(${textsJson("category", sql`c.id`, chain)})
        )
        from categories c where ${chain} <> '[]'
        order by 1, 2, 3
      `),
    read(rows: readonly LabelRow[]): Labels {
      const toldOf = (kind: LabelRow["kind"]) => rows.filter((row) => row.kind === kind).map(({ told }) => told);
      const attributes = toldOf("attribute").map((told) => JSON.parse(told) as WrittenAttribute);
      const categories = toldOf("category").map((told) => JSON.parse(told) as WrittenCategory);
      const labels = {
        attributes: new Map(
          attributes.map(({ code, texts, facet, ...written }) => [
            code,
            labelFrom({ ...written, facet: facet === 1 }, texts),
          ]),
        ),
        categories: new Map(categories.flatMap(({ slug, texts }) => nameFrom(slug, texts))),
      };
      warm.set(key, labels, now);
      return labels;
    },
  };
}

function labelFrom(
  { label, unit, type, facet }: Omit<AttributeLabel, "values">,
  texts: Texts<"attribute">[],
): AttributeLabel {
  const told = mergeTexts<"attribute">(texts);
  // Without what every object has: a value may be called `constructor`.
  const values: Record<string, string> = Object.assign(Object.create(null), told.values);
  return { label: told.label ?? label, unit: told.unit ?? unit, type, facet, values };
}

function nameFrom(slug: string, texts: Texts<"category">[]): [string, string][] {
  const { name } = mergeTexts<"category">(texts);
  return name === undefined ? [] : [[slug, name]];
}

/** More attributes to choose by help nobody. */
const mostAttributes = 15;

/** The attributes that are shown: those that are defined in the order of staff, then those that say something of most. */
function shownAttributes({ attributes }: Facets, defined: Labels["attributes"]): [string, Facets["brands"]][] {
  const ordered = [...defined].flatMap(([code, { facet }]): [string, Facets["brands"]][] => {
    const values = ofItsOwn(attributes, code);
    return facet && values ? [[code, values]] : [];
  });
  const free = Object.entries(attributes).filter(([code]) => !defined.has(code));
  return [...ordered, ...free].slice(0, mostAttributes);
}

/** What a record says of an attribute, which may be called like something that every object has, as `constructor`. */
function ofItsOwn<Value>(record: Readonly<Record<string, Value>>, code: string): Value | undefined {
  return Object.hasOwn(record, code) ? record[code] : undefined;
}

/** The choices of a list, called as the language has it. Their values, which filters are written with, stay. */
export function tellFacets(facets: Facets, { attributes, categories }: Labels): Facets {
  const shown = shownAttributes(facets, attributes);
  return {
    ...facets,
    categories: facets.categories.map((one) => ({ ...one, label: categories.get(one.value) ?? one.label })),
    attributes: Object.fromEntries(
      shown.map(([code, values]) => {
        const called = attributes.get(code)?.values;
        return [code, values.map((one) => ({ ...one, label: called?.[one.value] ?? one.label }))];
      }),
    ),
    attribute_labels: Object.fromEntries(
      shown.flatMap(([code]) => {
        const known = attributes.get(code);
        return known ? [[code, { label: known.label, unit: known.unit, type: known.type }]] : [];
      }),
    ),
    attribute_ranges: Object.fromEntries(
      shown.flatMap(([code]) => {
        const range = ofItsOwn(facets.attribute_ranges, code);
        return range ? [[code, range]] : [];
      }),
    ),
  };
}
