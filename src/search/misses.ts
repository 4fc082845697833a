import { sql } from "drizzle-orm";
import { type Store, timestamp } from "../platform/store.ts";
import { fold, languageOf } from "./languages.ts";
import type { SearchMiss } from "./schemas.ts";

/** Days that misses are kept. */
const daysKept = 90;
/** Misses of one day that are written down; whoever makes up more of them is no shopper. */
const mostADay = 2000;
/** Characters of a search that is written down. */
const longest = 80;
/** As many digits in a row could be somebody's number. */
const somebodysNumber = /\d[\d\s-]{5,}/;

/**
 * Writes down, after the answer, that a search found nothing with all its words. Who searched is not written, nor words that
 * could be somebody's: addresses and long numbers.
 */
export function noteMiss(store: Store, words: readonly string[], locale: string, shown: SearchMiss["shown"]): void {
  if (store.actor.kind !== "shopper" && store.actor.kind !== "customer") return;
  const text = words.map((word) => fold(word, languageOf(locale))).join(" ");
  if (text.length > longest || text.includes("@") || somebodysNumber.test(text)) return;
  const at = timestamp(store);
  const day = at.slice(0, 10);
  store.after(
    store.activity
      .run(sql`
        insert into search_misses (day, locale, words, shown, last_at)
        select ${day}, ${locale}, ${text}, ${shown}, ${at}
        where (select count(*) from search_misses where day = ${day}) < ${mostADay}
        on conflict (day, locale, words) do update set
          searches = searches + 1, shown = excluded.shown, last_at = excluded.last_at
      `)
      .then(
        () => undefined,
        (thrown: unknown) => store.log.error("search.miss-not-noted", thrown),
      ),
  );
}

/** What was missed most, over some days. @param days up to {@link daysKept} */
export async function listMisses(store: Store, days: number, limit: number): Promise<SearchMiss[]> {
  return store.activity.all<SearchMiss>(sql`
    select words, locale, sum(searches) as searches, shown, max(last_at) as last_at
    from search_misses
    where day > ${dayBefore(store, days)}
    group by locale, words
    order by sum(searches) desc, max(last_at) desc
    limit ${limit}
  `);
}

/** Forgets what was missed long ago. */
export async function forgetOldMisses(store: Store): Promise<void> {
  await store.activity.run(sql`delete from search_misses where day <= ${dayBefore(store, daysKept)}`);
}

function dayBefore(store: Store, days: number): string {
  return new Date(store.now().getTime() - days * 86_400_000).toISOString().slice(0, 10);
}
