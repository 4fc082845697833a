/** What the statements that ran through a binding have read so far. */
export interface Spent {
  statements: number;
  roundTrips: number;
  rowsRead: number;
}

/** The same database, with a count of the rows that its statements read. */
export function counting(database: D1Database): { database: D1Database; spent: Spent } {
  const spent: Spent = { statements: 0, roundTrips: 0, rowsRead: 0 };
  const note = (results: D1Result[]): void => {
    spent.roundTrips += 1;
    spent.statements += results.length;
    for (const { meta } of results) spent.rowsRead += meta.rows_read;
  };
  const watch = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => watch(target.bind(...values));
        if (name === "all" || name === "run") {
          return async () => {
            const result = await target.all();
            note([result]);
            return result;
          };
        }
        if (name === "first") {
          return async () => {
            const result = await target.all();
            note([result]);
            return result.results[0] ?? null;
          };
        }
        return Reflect.get(target, name, target);
      },
    });
  const watched = new Proxy(database, {
    get(target, name) {
      if (name === "prepare") return (sql: string) => watch(target.prepare(sql));
      if (name === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          const results = await target.batch(statements);
          note(results);
          return results;
        };
      }
      return Reflect.get(target, name, target);
    },
  });
  return { database: watched, spent };
}
