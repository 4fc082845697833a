/**
 * The edition of the catalogue: a mark that every write to the catalogue renews. Answers that are kept at the edge carry the
 * edition that they were made from, so one write makes all of them old at once, without knowing which of them it touches.
 *
 * The mark lies in the cache of this location. There a change shows as soon as {@link remembered} has passed; another location
 * hears nothing of it, and its kept answers are as old as they are allowed to get. Where the mark was dropped a new one is made.
 */

/** How long an isolate goes by the edition that it read last: until then it may miss what another isolate changed. Milliseconds. */
const remembered = 500;

/** Seconds that the mark is kept for; the cache may drop it sooner. */
const markLife = 7 * 24 * 3600;

let known: { edition: string; until: number } | undefined;

/** The edition that is shown at this location. Asks the cache twice a second at most, and no database. */
export async function currentEdition(env: Env): Promise<string> {
  const now = Date.now();
  if (known && now < known.until) return known.edition;
  const mark = await caches.default.match(addressOfMark(env));
  const edition = mark ? await mark.text() : await putMark(env);
  known = { edition, until: now + remembered };
  return edition;
}

/** Begins a new edition: after a write to the catalogue, before its caller is told that it is done. */
export async function beginEdition(env: Env): Promise<void> {
  const edition = await putMark(env);
  known = { edition, until: Date.now() + remembered };
}

async function putMark(env: Env): Promise<string> {
  const edition = crypto.randomUUID();
  const headers = { "Cache-Control": `max-age=${markLife}` };
  await caches.default.put(addressOfMark(env), new Response(edition, { headers }));
  return edition;
}

function addressOfMark(env: Env): string {
  return `${env.STORE_URL}/.kept/edition`;
}

/**
 * The same database, telling of each call that changed something in it, before the call's own answer. A rule that stands at
 * the database's door holds for every verb, and no verb has to remember it.
 * @param written awaited before the writer goes on
 */
export function tellingWrites(binding: D1Database, written: () => Promise<void>): D1Database {
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>();

  async function tell<Row>(results: readonly D1Result<Row>[]): Promise<void> {
    if (results.some(({ meta }) => meta.rows_written > 0)) await written();
  }

  function watch(statement: D1PreparedStatement): D1PreparedStatement {
    const asked = async (answer: Promise<D1Result>): Promise<D1Result> => {
      const result = await answer;
      await tell([result]);
      return result;
    };
    // Rows as arrays come without word of what was written: such a statement counts as one that wrote.
    const askedBlindly = async (answer: Promise<unknown>): Promise<unknown> => {
      const rows = await answer;
      await written();
      return rows;
    };
    const watched: D1PreparedStatement = Object.create(statement, {
      bind: { value: (...values: unknown[]) => watch(statement.bind(...values)) },
      run: { value: () => asked(statement.run()) },
      all: { value: () => asked(statement.all()) },
      raw: { value: (...options: []) => askedBlindly(statement.raw(...options)) },
      first: { value: (...column: []) => askedBlindly(statement.first(...column)) },
    });
    originals.set(watched, statement);
    return watched;
  }

  return Object.create(binding, {
    prepare: {
      value: (query: string) => {
        const statement = binding.prepare(query);
        return /^\s*select\b/i.test(query) ? statement : watch(statement);
      },
    },
    batch: {
      value: async (statements: D1PreparedStatement[]) => {
        const results = await binding.batch(statements.map((statement) => originals.get(statement) ?? statement));
        await tell(results);
        return results;
      },
    },
  });
}
