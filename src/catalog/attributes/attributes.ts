import { type SQL, sql } from "drizzle-orm";
import { DomainError, type FieldError, notFound, refuse } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { isId } from "../../platform/ids.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { wayTo } from "../lists/shelf-names.ts";
import type { Attributes } from "../schemas.ts";
import type { Texts } from "../translations/schemas.ts";
import { indexAttributes } from "./index-attributes.ts";
import type { Attribute, AttributeChange, NewAttribute } from "./schemas.ts";
import { fitAttributes } from "./values.ts";

type AttributeRow = Omit<Attribute, "choices" | "multiple" | "facet" | "category_ids"> & {
  choices: string;
  multiple: number;
  facet: number;
  category_ids: string;
};

/** Definitions that a store may have; each list of products looks at all of them. */
const most = 2000;

/**
 * What is defined, by position, then label.
 * @param category its id or slug: only those that its products have, by itself or by a category above it
 * @throws not-found when there is no such category
 */
export async function listAttributes(store: Store, category?: string): Promise<Attribute[]> {
  if (category === undefined) return read(store, sql`true`);
  const column = isId("cat", category) ? sql`id` : sql`slug`;
  const [found] = await store.catalog.all<{ lineage: string }>(
    sql`select lineage from categories where ${column} = ${category}`,
  );
  if (!found) throw notFound("category");
  const lineage = JSON.stringify(found.lineage.split("/").filter(Boolean));
  return read(store, isForAny(sql`select value from json_each(${lineage})`));
}

/** @throws not-found */
export async function findAttribute(store: Store, id: string): Promise<Attribute> {
  const [found] = await read(store, sql`d.id = ${id}`);
  if (!found) throw notFound("attribute");
  return found;
}

/** What a code means, with its texts in other languages; nothing where it has no definition. */
export async function findAttributeByCode(
  store: Store,
  code: string,
): Promise<(Attribute & { translations: Record<string, Texts<"attribute">> }) | undefined> {
  const [[found], texts] = await store.catalog.batch([
    store.catalog.all<AttributeRow>(readStatement(sql`d.code = ${code}`)),
    store.catalog.all<{ locale: string; texts: string }>(sql`
      select t.locale, t.texts from attribute_definitions d
      cross join translations t on t.kind = 'attribute' and t.id = d.id where d.code = ${code}
    `),
  ]);
  if (!found) return undefined;
  const translations = Object.fromEntries(
    texts.map(({ locale, texts: own }) => [locale, JSON.parse(own) as Texts<"attribute">]),
  );
  return { ...attributeFrom(found), translations };
}

/** What products name these attributes by. @param ids those that do not exist are passed over */
export async function codesOf(store: Store, ids: readonly string[]): Promise<string[]> {
  const rows = await store.catalog.all<{ code: string }>(
    sql`select code from attribute_definitions where id in (select value from json_each(${JSON.stringify(ids)}))`,
  );
  return rows.map(({ code }) => code);
}

async function read(store: Store, rule: SQL): Promise<Attribute[]> {
  const rows = await store.catalog.all<AttributeRow>(readStatement(rule));
  return rows.map(attributeFrom);
}

function readStatement(rule: SQL): SQL {
  return sql`
    select d.*, (
      select json_group_array(category_id) from attribute_categories where attribute_id = d.id
    ) as category_ids
    from attribute_definitions d where ${rule}
    order by d.position, d.label, d.id limit ${most}
  `;
}

function attributeFrom({ choices, multiple, facet, category_ids, ...row }: AttributeRow): Attribute {
  return {
    ...row,
    choices: JSON.parse(choices) as string[],
    multiple: multiple === 1,
    facet: facet === 1,
    category_ids: JSON.parse(category_ids) as string[],
  };
}

/** Whether a definition is for products under any of these categories: a statement that selects them, those above included. */
function isForAny(categoryIds: SQL): SQL {
  return sql`(
    not exists (select 1 from attribute_categories where attribute_id = d.id)
    or exists (select 1 from attribute_categories where attribute_id = d.id and category_id in (${categoryIds}))
  )`;
}

/** @throws attribute-taken, invalid-attributes when its parts contradict each other, invalid-category */
export async function createAttribute(store: Store, input: NewAttribute): Promise<Attribute> {
  holdTogether(input);
  const id = store.newId("attr");
  const at = timestamp(store);
  try {
    const [counted] = await store.catalog.all<{ count: number }>(
      sql`select count(*) as count from attribute_definitions`,
    );
    if ((counted?.count ?? 0) >= most)
      throw new DomainError("invalid-attributes", `A store defines at most ${most} attributes.`);
    await store.catalog.batch([
      store.catalog.run(sql`
        insert into attribute_definitions (
          id, code, label, type, unit, choices, multiple, facet, position, created_at, updated_at
        ) values (
          ${id}, ${input.code}, ${input.label}, ${input.type}, ${input.unit}, ${JSON.stringify(input.choices)},
          ${Number(input.multiple)}, ${Number(input.facet)}, ${input.position}, ${at}, ${at}
        )
      `),
      ...assign(store, id, input.category_ids),
    ]);
  } catch (thrown) {
    throw writeFailure(thrown);
  }
  return findAttribute(store, id);
}

/**
 * Changes what an attribute means. Products that have it stay as they are until they are saved again.
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-attributes, invalid-category
 */
export async function updateAttribute(
  store: Store,
  id: string,
  version: number,
  change: AttributeChange,
): Promise<Attribute> {
  const before = await findAttribute(store, id);
  if (before.version !== version) throw changedMeanwhile();
  const after = {
    label: change.label ?? before.label,
    type: before.type,
    unit: change.unit === undefined ? before.unit : change.unit,
    choices: change.choices ?? before.choices,
    multiple: change.multiple ?? before.multiple,
    facet: change.facet ?? before.facet,
    position: change.position ?? before.position,
  };
  holdTogether(after);
  try {
    await store.catalog.batch([
      store.catalog.run(sql`
        update attribute_definitions set
          label = ${after.label}, unit = ${after.unit}, choices = ${JSON.stringify(after.choices)},
          multiple = ${Number(after.multiple)}, facet = ${Number(after.facet)}, position = ${after.position},
          updated_at = ${timestamp(store)}, version = case when version = ${version} then version + 1 end
        where id = ${id}
      `),
      ...(change.category_ids ? assign(store, id, change.category_ids) : []),
    ]);
  } catch (thrown) {
    throw writeFailure(thrown);
  }
  return findAttribute(store, id);
}

/** Takes the definition away; what products say stays, as free attributes. @throws not-found, changed-meanwhile */
export async function deleteAttribute(store: Store, id: string, version: number | null): Promise<void> {
  const before = await findAttribute(store, id);
  if (version !== null && before.version !== version) throw changedMeanwhile();
  await store.catalog.batch([
    store.catalog.run(sql`delete from translations where kind = 'attribute' and id = ${id}`),
    store.catalog.run(sql`delete from attribute_definitions where id = ${id}`),
  ]);
  await indexAttributes(store, { kind: "index-attributes", codes: [before.code], after: 0 });
}

/**
 * Checks attributes of a product against what is defined for its categories and for those above them.
 * @throws invalid-attributes naming every value that does not fit
 */
export async function checkAttributes(
  store: Store,
  attributes: Attributes,
  categoryIds: readonly string[],
): Promise<void> {
  const codes = Object.keys(attributes);
  if (codes.length > 0) fitAttributes(await definitionsOf(store, codes, categoryIds), attributes);
}

/** The definitions with these codes that hold for products of these categories. */
function definitionsOf(store: Store, codes: readonly string[], categoryIds: readonly string[]): Promise<Attribute[]> {
  const above = sql`
    select above.value
    from json_each(${JSON.stringify(categoryIds)}) given
    join categories c on c.id = given.value
    join ${wayTo(sql`c.lineage`)} above`;
  return read(store, sql`d.code in (select value from json_each(${JSON.stringify(codes)})) and ${isForAny(above)}`);
}

/** Whether a definition is for a product that is filed under these categories, all above them among them. */
export function isFor({ category_ids }: Pick<Attribute, "category_ids">, filedUnder: readonly string[]): boolean {
  return category_ids.length === 0 || category_ids.some((id) => filedUnder.includes(id));
}

/** Checks that the parts of a definition do not contradict each other. @throws invalid-attributes */
export function holdTogether(definition: Pick<Attribute, "type" | "unit" | "choices" | "multiple">): void {
  const errors: FieldError[] = [];
  const fault = (pointer: string, detail: string): void => void errors.push({ pointer, detail });
  if (definition.unit !== null && definition.type !== "number") fault("/unit", "Only a number has a unit.");
  if (definition.type === "enum" && definition.choices.length === 0) fault("/choices", "Say what it can be.");
  if (definition.type !== "enum" && definition.choices.length > 0) fault("/choices", "Only an enum has choices.");
  if (definition.multiple && definition.type !== "text" && definition.type !== "enum")
    fault("/multiple", "Only text and enum can have several values.");
  refuse("invalid-attributes", errors);
}

function assign(store: Store, id: string, categoryIds: readonly string[]) {
  return [
    store.catalog.run(sql`delete from attribute_categories where attribute_id = ${id}`),
    store.catalog.run(sql`
      insert into attribute_categories (attribute_id, category_id)
      select ${id}, value from json_each(${JSON.stringify(categoryIds)})
    `),
  ] as const;
}

function writeFailure(thrown: unknown): unknown {
  const text = failureText(thrown);
  if (text.includes("attribute_definitions.code"))
    return new DomainError("attribute-taken", "There is an attribute with this code already. Change that one.");
  if (text.includes("attribute_definitions.version")) return changedMeanwhile();
  if (text.includes("FOREIGN KEY"))
    return new DomainError("invalid-category", "One of the categories does not exist. Load the list again.");
  return thrown;
}
