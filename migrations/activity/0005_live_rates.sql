-- What carriers said of their prices, by what they were asked: a checkout takes what its quote was told. Null where they were of no
-- use, and the store's own price stands in for a while. What is no longer good stands in too while a carrier is silent.
create table live_rates (
  fingerprint text primary key,
  source text not null,
  rates text check (rates is null or json_valid(rates)),
  asked_at text not null,
  good_until text not null
) strict, without rowid;

create index live_rates_by_age on live_rates (asked_at);
