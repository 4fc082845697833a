/** A value that the books hold. */
export type Value = string | number | null;

/** The rows of one table that a checkout wrote, as they lie there. */
export interface WrittenRows {
  table: string;
  columns: string[];
  rows: Value[][];
}

export interface Statement {
  sql: string;
  values: Value[];
}

/** What names one order and nothing else: each batch writes its own. */
const namesOrder = new Set(["id", "order_id", "checkout_key", "caller", "key", "reference", "subject"]);
const suffixLength = 12;

/** The goods that {@link statementsOf} orders; whoever runs them has stock of each. */
export const orderedVariants: readonly string[] = Array.from({ length: 256 }, (_, number) => `var_${number}`);

/** The statements of an order with the rows of one that was placed, in the names of a new one. */
export function statementsOf(sample: readonly WrittenRows[]): Statement[] {
  const suffix = crypto.randomUUID().slice(-suffixLength);
  const variant = orderedVariants[Number.parseInt(suffix.slice(0, 2), 16)] ?? "";
  const renewed = (column: string, value: Value): Value => {
    if (column === "number") return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    if (column === "variant_id") return variant;
    return typeof value === "string" && namesOrder.has(column) ? value.slice(0, -suffixLength) + suffix : value;
  };
  const inserts = sample.map(({ table, columns, rows }) => {
    const row = `(${columns.map(() => "?").join(", ")})`;
    return {
      sql: `insert into ${table} (${columns.join(", ")}) values ${rows.map(() => row).join(", ")}`,
      values: rows.flatMap((one) => one.map((value, index) => renewed(columns[index] ?? "", value))),
    };
  });
  return [...inserts, { sql: announcement, values: [`evt_${suffix}`, new Date().toISOString(), variant, trace] }];
}

const announcement = `
  insert into outbox (id, type, subject, time, data, traceparent)
  select ?1, 'stock.changed', variant_id, ?2,
  json_object('variant_id', variant_id, 'sku', sku, 'available', on_hand - reserved), ?4
  from stock_levels where variant_id = ?3 returning id, type, subject, time, data, traceparent`;

const trace = "00-40c20d71c2472d72b333e002f0cb12a4-fef599c4eaa3f4a3-01";

/** The stock that the statements take from. */
export const stockStatement = `
  insert into stock_levels (variant_id, location_id, product_id, sku, on_hand, updated_at)
  values (?1, 'main', 'prod_1', ?1, 1000000000, '2026-01-01T00:00:00.000Z')`;
