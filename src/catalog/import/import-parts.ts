import { sql } from "drizzle-orm";
import type { CsvRow } from "../../platform/csv-cells.ts";
import type { Store } from "../../platform/store.ts";

/** A row that belongs to a product elsewhere in the file, and what that product calls it. */
export interface PartRow extends CsvRow {
  name: string;
}

/** The statements that lay rows ready for their products, or what is to be done of products once all are there. */
export function layReady(
  store: Store,
  jobId: string,
  parts: readonly (Pick<PartRow, "name" | "line"> & { cells: unknown })[],
) {
  if (parts.length === 0) return [];
  return [
    store.catalog.run(sql`
      insert into import_parts (job_id, name, line, cells)
      select ${jobId}, value ->> 'name', value ->> 'line', value -> 'cells' from json_each(${JSON.stringify(parts)}) where true
      on conflict do nothing
    `),
  ];
}

/** Rows that were laid ready under any of these names, in the order of the file. */
export async function findParts(store: Store, jobId: string, names: readonly string[]): Promise<PartRow[]> {
  if (names.length === 0) return [];
  const rows = await store.catalog.all<{ name: string; line: number; cells: string }>(sql`
    select p.name, p.line, p.cells from json_each(${JSON.stringify([...new Set(names)])}) w
    cross join import_parts p on p.job_id = ${jobId} and p.name = w.value
    order by p.line
  `);
  return rows.map(({ name, line, cells }) => ({ name, line, cells: JSON.parse(cells) as string[] }));
}

/** The statements that take rows away which a product has used. */
export function takeParts(store: Store, jobId: string, parts: readonly Pick<PartRow, "name" | "line">[]) {
  if (parts.length === 0) return [];
  const used = JSON.stringify(parts.map(({ name, line }) => ({ name, line })));
  return [
    store.catalog.run(sql`
      delete from import_parts where job_id = ${jobId} and (name, line) in (
        select value ->> 'name', value ->> 'line' from json_each(${used})
      )
    `),
  ];
}

/** The next rows that no product called for. */
export async function leftParts(store: Store, jobId: string, atMost: number): Promise<PartRow[]> {
  const rows = await store.catalog.all<{ name: string; line: number }>(sql`
    select name, line from import_parts
    where job_id = ${jobId} and name not like 'links:%' and name not like 'collection:%' and name not like 'category:%'
      and name not like 'attribute:%'
    order by name, line limit ${atMost}
  `);
  return rows.map((row) => ({ ...row, cells: [] }));
}
