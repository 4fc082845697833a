-- What the built-in test gateway knows of its payments: it plays the outside service, so it has books of its own.
create table test_gateway_sessions (
  reference text primary key,
  payment_id text not null,
  order_id text not null,
  amount integer not null,
  currency text not null,
  status text not null check (status in ('paid', 'declined', 'late', 'closed')),
  -- When a late payment is to arrive; null once it did.
  due_at text,
  decided_at text not null
) strict;

create index test_gateway_due on test_gateway_sessions (due_at) where due_at is not null;

create table test_gateway_refunds (
  reference text primary key,
  session_reference text not null references test_gateway_sessions (reference),
  amount integer not null check (amount > 0),
  at text not null
) strict;
