/** What one request asked of one database. */
export interface Spent {
  /** Calls over the wire; a batch is one. */
  trips: number;
  queries: number;
  rows_read: number;
}

/** A database that counts what is asked of it. */
export function meter(database: D1Database, spent: Spent): D1Database {
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>();

  const count = (meta: D1Meta): void => {
    spent.queries++;
    spent.rows_read += meta.rows_read;
  };

  const watch = (statement: D1PreparedStatement): D1PreparedStatement => {
    const watched: D1PreparedStatement = Object.create(statement, {
      bind: { value: (...values: unknown[]) => watch(statement.bind(...values)) },
      run: { value: () => asked(statement.run()) },
      all: { value: () => asked(statement.all()) },
      first: {
        value: async (column?: string) => {
          const { results } = await asked(statement.all<Record<string, unknown>>());
          const [row = null] = results;
          return row && column ? row[column] : row;
        },
      },
      // Rows as arrays come without their cost, so the same question is asked once more for it; only reads come this way.
      raw: {
        value: async (...options: []) => {
          const rows = await statement.raw(...options);
          await asked(statement.all());
          return rows;
        },
      },
    });
    originals.set(watched, statement);
    return watched;
  };

  async function asked<Row>(answer: Promise<D1Result<Row>>): Promise<D1Result<Row>> {
    const result = await answer;
    spent.trips++;
    count(result.meta);
    return result;
  }

  return Object.create(database, {
    prepare: { value: (query: string) => watch(database.prepare(query)) },
    batch: {
      value: async (statements: D1PreparedStatement[]) => {
        const results = await database.batch(statements.map((statement) => originals.get(statement) ?? statement));
        spent.trips++;
        for (const { meta } of results) count(meta);
        return results;
      },
    },
  });
}
