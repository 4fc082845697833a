import { type SQL, sql } from "drizzle-orm";
import type { Address } from "../../platform/schemas.ts";
import type { Store } from "../../platform/store.ts";
import type { StoredMethod, StoredZone } from "./schemas.ts";

/** All that staff have said of shipping, as of one moment. */
export interface StoredRules {
  /** Counts every change of zones and methods. */
  revision: number;
  zones: StoredZone[];
  /** In the order in which shoppers see them. */
  methods: StoredMethod[];
  /** Where parcels leave; null while nobody has said. */
  ship_from: Address | null;
}

interface RulesRow {
  revision: number;
  zones: string;
  methods: string;
  ship_from: string | null;
}

type RateRow = Record<string, unknown> & { kind: string; price: number | null; bands: unknown; source: string | null };
interface MethodRow extends Omit<StoredMethod, "active" | "zones"> {
  active: 0 | 1;
  zones: (Omit<StoredMethod["zones"][number], "rates"> & { rates: RateRow[] })[];
}

const rates = sql`(
  select json_group_array(json_object(
    'kind', r.kind, 'currency', r.currency, 'free_from', r.free_from, 'further_parcel', r.further_parcel,
    'price', r.price, 'bands', json(r.bands), 'source', r.source, 'service', r.service
  )) from (
    select * from shipping_rates where method_id = z.method_id and zone_id = z.zone_id order by position, currency
  ) r
)`;

const methodZones = sql`(
  select json_group_array(json_object(
    'zone_id', z.zone_id, 'min_days', z.min_days, 'max_days', z.max_days, 'rates', json(${rates})
  )) from (select * from shipping_method_zones where method_id = m.id order by position, zone_id) z
)`;

const everything = sql`
  select
    s.revision, s.ship_from,
    (
      select json_group_array(json_object(
        'id', id, 'name', name, 'reach', reach, 'countries', json(countries), 'regions', json(regions),
        'postal_codes', json(postal_codes), 'version', version, 'created_at', created_at, 'updated_at', updated_at
      )) from (select * from shipping_zones order by reach = 'everywhere', reach <> 'home', name, id)
    ) as zones,
    (
      select json_group_array(json_object(
        'id', m.id, 'code', m.code, 'name', m.name, 'description', m.description, 'translations', json(m.translations),
        'kind', m.kind, 'pickup', json(m.pickup), 'carrier', m.carrier, 'min_days', m.min_days, 'max_days', m.max_days,
        'tax_class', m.tax_class, 'max_grams', m.max_grams, 'max_length_mm', m.max_length_mm,
        'max_width_mm', m.max_width_mm, 'max_height_mm', m.max_height_mm, 'volumetric_divisor', m.volumetric_divisor,
        'position', m.position, 'active', m.active, 'zones', json(${methodZones}),
        'version', m.version, 'created_at', m.created_at, 'updated_at', m.updated_at
      )) from (select * from shipping_methods order by position, code) m
    ) as methods
  from shipping_settings s`;

/** Every zone and method of the store, in one statement. */
export async function readStoredRules(store: Store): Promise<StoredRules> {
  const [row] = await store.orders.all<RulesRow>(everything);
  if (!row) throw new Error("The books have no shipping settings.");
  return {
    revision: row.revision,
    zones: JSON.parse(row.zones) as StoredZone[],
    methods: (JSON.parse(row.methods) as MethodRow[]).map(methodFrom),
    ship_from: row.ship_from === null ? null : (JSON.parse(row.ship_from) as Address),
  };
}

function methodFrom({ active, zones, ...method }: MethodRow): StoredMethod {
  return {
    ...method,
    active: active === 1,
    zones: zones.map((zone) => ({ ...zone, rates: zone.rates.map(rateFrom) })),
  };
}

/** A rate with the fields of its kind; the schema of the books holds them to be there. */
function rateFrom({
  price,
  bands,
  source,
  service,
  ...terms
}: RateRow): StoredMethod["zones"][number]["rates"][number] {
  const own = { flat: { price }, by_weight: { bands }, by_price: { bands }, live: { price, source, service } };
  return { ...terms, ...own[terms.kind as keyof typeof own] } as StoredMethod["zones"][number]["rates"][number];
}

/** Holds while no zone or method was changed since they were read. */
export function stillAt(revision: number): SQL {
  return sql`(select revision from shipping_settings) = ${revision}`;
}

/** Counts a change; the last statement of its batch. */
export function countChange(revision: number): SQL {
  return sql`update shipping_settings set revision = revision + 1 where revision = ${revision}`;
}
