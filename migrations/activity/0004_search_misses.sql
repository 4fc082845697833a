-- Searches that found nothing with all their words, by day: what shoppers wanted and the store did not have, or calls otherwise.
-- Nothing here tells who searched; words that could be somebody's (addresses, long numbers) are not written down.
create table search_misses (
  day text not null,
  locale text not null,
  words text not null,
  searches integer not null default 1,
  -- What was shown instead: `nothing`, products with `some` of the words, or what a `corrected` spelling found.
  shown text not null check (shown in ('nothing', 'some', 'corrected')),
  last_at text not null,
  primary key (day, locale, words)
) strict, without rowid;
