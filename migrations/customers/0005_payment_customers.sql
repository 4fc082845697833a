-- What payment services call our customers. Ways to pay that a customer saved are kept by the service alone: no number, no part of one and
-- no name of a card is stored here.
create table payment_customers (
  customer_id text not null references users (id) on delete cascade,
  provider text not null,
  reference text not null,
  created_at text not null,
  primary key (customer_id, provider)
) strict, without rowid;
