import { sql } from "drizzle-orm";
import { imageUrl } from "../../media/address.ts";
import { firstPictureId } from "../../media/product-pictures.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import type { Store } from "../../platform/store.ts";
import { filed, targetOf } from "../lists/shelf-names.ts";
import { gathering } from "./gathering.ts";
import { type CollectionRules, conditionRows } from "./rules.ts";
import type { CollectionPreview } from "./schemas.ts";

/** Products that one look holds against a rule, and of those that fit so many that it names. */
const lookedAtAtOnce = 1000;
const namedAtOnce = 12;
/** Pixels. */
const imageWidth = 160;

const list = "collection preview";

interface Fitting {
  id: string;
  no: number;
  slug: string;
  title: string;
  image_id: string | null;
}

/**
 * Which active products fit a rule that is not kept yet, the newest first. A look reads so many products and no more; the
 * cursor leads on through the older ones.
 * @throws invalid-cursor
 */
export async function previewCollection(
  store: Store,
  rules: CollectionRules,
  cursor: string | undefined,
): Promise<CollectionPreview> {
  const [before] = cursor === undefined ? [Number.MAX_SAFE_INTEGER] : readCursor(list, cursor, ["number"]);
  const next = sql`select no from products where no < ${before} order by no desc limit ${lookedAtAtOnce}`;
  // The rule stands where kept ones do, for this one statement: it is held against products by the very same terms.
  const supposed = sql`
    with collections (id, rules) as (select 'supposed', ${JSON.stringify(rules)}),
    collection_conditions (collection_id, condition, alternative, excluded, kind, what, currency, low, high) as materialized (
      select 'supposed', value ->> 'condition', value ->> 'alternative', value ->> 'excluded', value ->> 'kind',
        value ->> 'what', value ->> 'currency', value ->> 'low', value ->> 'high'
      from json_each(${JSON.stringify(conditionRows(rules, store.env.STORE_CURRENCY))})
    ),
    ${targetOf(sql`no in (${next}) and status = 'active'`)}, ${filed}, ${gathering(store)}`;
  const [fitting, [seen]] = await store.catalog.batch([
    store.catalog.all<Fitting & { fitting: number }>(sql`
      ${supposed},
      named as (select no, count(*) over () as fitting from gathering order by no desc limit ${namedAtOnce})
      select p.id, p.no, p.slug, p.title, named.fitting,
        ${firstPictureId(sql`p.id`)} as image_id
      from named join products p on p.no = named.no
      order by p.no desc
    `),
    store.catalog.all<{ last: number | null; count: number }>(sql`
      select min(no) as last, count(*) as count from (${next})
    `),
  ]);
  const { last, count } = seen ?? { last: null, count: 0 };
  return {
    fitting: fitting[0]?.fitting ?? 0,
    looked_at: count,
    products: fitting.map(({ id, slug, title, image_id }) => ({
      id,
      slug,
      title,
      image_url: image_id && imageUrl(image_id, imageWidth),
    })),
    next_cursor: count === lookedAtAtOnce && last !== null ? writeCursor(list, [last]) : null,
  };
}
