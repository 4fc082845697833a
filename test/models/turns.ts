import type { Scheduler } from "fast-check";

/** Waits for its turn, then asks the books. */
export type Turn = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

/** Real time that a hand may take between two looks into the books before the others go on without it. Milliseconds. */
const patience = 40;

const moment = () => new Promise((resolve) => setTimeout(resolve, 1));

/**
 * Does several deeds at once, one question to the books at a time, in the order that the scheduler chooses: each time that all of them
 * wait, one goes on. So what comes between what is part of the story, and comes again with its seed.
 */
export async function takeTurns(
  scheduler: Scheduler,
  deeds: readonly ((turn: Turn) => Promise<void>)[],
): Promise<void> {
  const hands = deeds.map(() => ({ waiting: 0, over: false }));
  let asking = 0;
  const turnOf =
    (hand: (typeof hands)[number], name: string): Turn =>
    async (ask) => {
      // What a deed leaves behind for later goes on by itself.
      if (hand.over) return ask();
      hand.waiting++;
      await scheduler.schedule(Promise.resolve(), name);
      hand.waiting--;
      asking++;
      try {
        return await ask();
      } finally {
        asking--;
      }
    };
  const all = Promise.allSettled(
    hands.map((hand, index) =>
      deeds[index]?.(turnOf(hand, `hand ${index + 1}`)).finally(() => {
        hand.over = true;
      }),
    ),
  );
  const everybodyWaits = () => asking === 0 && hands.every(({ waiting, over }) => over || waiting > 0);
  while (!hands.every(({ over }) => over)) {
    for (let waited = 0; waited < patience && !everybodyWaits(); waited++) await moment();
    if (scheduler.count() > 0) await scheduler.waitNext(1);
    else await moment();
  }
  for (const ended of await all) if (ended.status === "rejected") throw ended.reason;
}

/** The database, asked only when it is one's turn. */
export function inTurn(database: D1Database, turn: Turn): D1Database {
  const originals = new WeakMap<object, D1PreparedStatement>();
  const bound = (target: object, name: string | symbol): unknown => {
    const value: unknown = Reflect.get(target, name);
    return typeof value === "function" ? value.bind(target) : value;
  };
  const asks = new Set<string | symbol>(["run", "all", "first", "raw"]);
  const watch = (statement: D1PreparedStatement): D1PreparedStatement => {
    const watched = new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => watch(target.bind(...values));
        const value = bound(target, name);
        if (!asks.has(name) || typeof value !== "function") return value;
        return (...given: unknown[]) => turn(async () => value(...given));
      },
    });
    originals.set(watched, statement);
    return watched;
  };
  return new Proxy(database, {
    get(target, name) {
      if (name === "prepare") return (text: string) => watch(target.prepare(text));
      if (name !== "batch") return bound(target, name);
      return (statements: D1PreparedStatement[]) =>
        turn(() => target.batch(statements.map((statement) => originals.get(statement) ?? statement)));
    },
  });
}
