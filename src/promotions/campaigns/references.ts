import { sql } from "drizzle-orm";
import { knownGroups } from "../../customers/known-groups.ts";
import type { FieldError } from "../../platform/errors.ts";
import { homeCode } from "../../platform/market.ts";
import type { Store } from "../../platform/store.ts";
import type { NewPromotion } from "./schemas.ts";

/** What can be named, as staff are told of it. */
const called = {
  product: "product",
  variant: "variant",
  sku: "sku",
  category: "category",
  group: "group of customers",
  market: "market",
  way: "way to ship",
};

/** Something that a promotion names, and where it does. */
interface Reference {
  kind: keyof typeof called;
  name: string;
  pointer: string;
}

type Conditions = NewPromotion["sale"];

const kinds: Readonly<Record<string, Reference["kind"]>> = {
  "line.product": "product",
  "line.variant": "variant",
  "line.sku": "sku",
  "line.category": "category",
  "customer.group": "group",
  market: "market",
  "shipping.option": "way",
};

/** What a promotion names that the store does not have, each with where; no database is asked of what it does not name. */
export async function missingReferences(
  store: Store,
  given: Pick<NewPromotion, "sale" | "action" | "requires">,
): Promise<FieldError[]> {
  const required = given.requires ? within(given.requires.lines, "/requires/lines") : [];
  const references = [...within(given.sale, "/sale"), ...required, ...referencesOf(given.action)];
  const of = (...asked: Reference["kind"][]) => references.filter(({ kind }) => asked.includes(kind));
  const gone = await Promise.all([
    goneFromCatalog(store, of("product", "variant", "sku", "category", "market")),
    goneGroups(store, of("group")),
    goneWays(store, of("way")),
  ]);
  const missing = new Set(gone.flat());
  return references.flatMap((reference) =>
    missing.has(reference)
      ? [{ pointer: reference.pointer, detail: `The store has no such ${called[reference.kind]} any more.` }]
      : [],
  );
}

async function goneFromCatalog(store: Store, references: readonly Reference[]): Promise<Reference[]> {
  if (references.length === 0) return [];
  const named = JSON.stringify(references.map(({ kind, name }) => ({ kind, name })));
  const gone = await store.catalog.all<{ at: number }>(sql`
    select key as at from json_each(${named})
    where not case value ->> 'kind'
      when 'product' then exists (select 1 from products where id = value ->> 'name' and status <> 'archived')
      when 'variant' then exists (select 1 from variants where id = value ->> 'name')
      when 'sku' then exists (select 1 from variants where sku = value ->> 'name')
      when 'market' then value ->> 'name' = ${homeCode} or exists (select 1 from markets where code = value ->> 'name')
      else exists (select 1 from categories where id = value ->> 'name')
    end
  `);
  return gone.flatMap(({ at }) => references[at] ?? []);
}

async function goneGroups(store: Store, references: readonly Reference[]): Promise<Reference[]> {
  if (references.length === 0) return [];
  const groups = await knownGroups(store);
  return references.filter(({ name }) => !groups.has(name));
}

async function goneWays(store: Store, references: readonly Reference[]): Promise<Reference[]> {
  if (references.length === 0) return [];
  const rows = await store.orders.all<{ code: string }>(sql`select code from shipping_methods`);
  const codes = new Set(rows.map(({ code }) => code));
  return references.filter(({ name }) => !codes.has(name));
}

function referencesOf(action: NewPromotion["action"]): Reference[] {
  switch (action.kind) {
    case "off_shipping":
      return (action.options ?? []).map((name, index) => ({ kind: "way", name, pointer: `/action/options/${index}` }));
    case "gift":
      return [{ kind: "variant", name: action.variant_id, pointer: "/action/variant_id" }];
    case "bundle_price":
      return action.parts.flatMap(({ lines }, index) => within(lines, `/action/parts/${index}/lines`));
    case "buy_get":
      return [...within(action.buy.lines, "/action/buy/lines"), ...within(action.get.lines, "/action/get/lines")];
    default:
      return within(action.lines, "/action/lines");
  }
}

/** What conditions name. What a promotion leaves out (`not_in`) may be gone: it is left out all the same. */
function within({ conditions }: Conditions, at: string): Reference[] {
  return conditions.flatMap(({ attribute, operator, values }, index) => {
    const kind = kinds[attribute];
    if (!kind || operator !== "in") return [];
    return values.map((value, place) => ({
      kind,
      name: String(value),
      pointer: `${at}/conditions/${index}/values/${place}`,
    }));
  });
}
