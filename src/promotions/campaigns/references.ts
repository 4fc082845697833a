import { sql } from "drizzle-orm";
import type { FieldError } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import type { NewPromotion } from "./schemas.ts";

/** Something that a promotion names, and where it does. */
interface Reference {
  kind: "product" | "variant" | "sku" | "category";
  name: string;
  pointer: string;
}

type Conditions = NewPromotion["sale"];

const kinds: Readonly<Record<string, Reference["kind"]>> = {
  "line.product": "product",
  "line.variant": "variant",
  "line.sku": "sku",
  "line.category": "category",
};

/** What a promotion names that the store does not have, each with where; one round trip, and none where it names nothing. */
export async function missingReferences(
  store: Store,
  given: Pick<NewPromotion, "action" | "requires">,
): Promise<FieldError[]> {
  const required = given.requires ? within(given.requires.lines, "/requires/lines") : [];
  const references = [...required, ...referencesOf(given.action)];
  if (references.length === 0) return [];
  const named = JSON.stringify(references.map(({ kind, name }) => ({ kind, name })));
  const gone = await store.catalog.all<{ kind: string; name: string }>(sql`
    select distinct value ->> 'kind' as kind, value ->> 'name' as name from json_each(${named})
    where not case value ->> 'kind'
      when 'product' then exists (select 1 from products where id = value ->> 'name' and status <> 'archived')
      when 'variant' then exists (select 1 from variants where id = value ->> 'name')
      when 'sku' then exists (select 1 from variants where sku = value ->> 'name')
      else exists (select 1 from categories where id = value ->> 'name')
    end
  `);
  const missing = new Set(gone.map(({ kind, name }) => `${kind} ${name}`));
  return references.flatMap(({ kind, name, pointer }) =>
    missing.has(`${kind} ${name}`) ? [{ pointer, detail: `The store has no such ${kind} any more.` }] : [],
  );
}

function referencesOf(action: NewPromotion["action"]): Reference[] {
  switch (action.kind) {
    case "off_shipping":
      return [];
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
