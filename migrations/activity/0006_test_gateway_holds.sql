-- Money that the built-in test gateway holds and has not taken: it plays the outside service, so it has books of its own.
create table test_gateway_holds (
  reference text primary key,
  payment_id text not null,
  order_id text not null,
  amount integer not null,
  currency text not null,
  status text not null check (status in ('held', 'captured', 'released')),
  until text not null,
  at text not null
) strict;
