-- Orders that change before they leave, orders that somebody should look at first, and orders that staff prepare for a buyer.

-- An edited order may use more or less of a promotion than when it was placed.
create trigger promotion_use_grows_or_shrinks after update of amount on promotion_uses
when new.state = 'claimed' and old.state = 'claimed' begin
  update promotions set spent = spent + iif(budget_currency = new.currency, new.amount - old.amount, 0)
  where id = new.promotion_id;
end;

-- What of an order's goods is just being taken off which shelf; empty between two batches.
create table parts_leaving (
  order_id text not null,
  variant_id text not null,
  location_id text not null,
  units integer not null check (units > 0),
  -- Held there before.
  held integer not null,
  primary key (order_id, variant_id, location_id)
) strict, without rowid;

-- Plain signals, weighed by rules that staff write. Points are added up.
create table fraud_rules (
  id text primary key,
  version integer not null default 1,
  name text not null check (length(name) between 1 and 120),
  active integer not null default 1 check (active in (0, 1)),
  -- [{ "signal", "is", "value" }]; all of them must hold.
  conditions text not null check (json_valid(conditions) and json_array_length(conditions) > 0),
  points integer not null check (points between -100 and 100),
  created_at text not null,
  updated_at text not null
) strict;

create table fraud_settings (
  only integer primary key check (only = 1),
  version integer not null default 1,
  -- From so many points on an order is held for a look, and from so many it is refused; 101 is never.
  review_at integer not null check (review_at between 1 and 101),
  refuse_at integer not null check (refuse_at between 1 and 101),
  updated_at text not null,
  check (review_at <= refuse_at)
) strict;

insert into fraud_settings values (1, 1, 50, 101, '2026-11-21T00:00:00.000Z');

insert into fraud_rules (id, name, conditions, points, created_at, updated_at) values
  ('frule_01jd2v4q8r0000000000000001', 'Many orders with one e-mail address in an hour', '[{"signal":"orders_by_email_hour","is":"at_least","value":4}]', 30, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'),
  ('frule_01jd2v4q8r0000000000000002', 'Many orders from one internet address in an hour', '[{"signal":"orders_by_ip_hour","is":"at_least","value":6}]', 30, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'),
  ('frule_01jd2v4q8r0000000000000003', 'Several e-mail addresses for one postal address in a day', '[{"signal":"emails_by_address_day","is":"at_least","value":3}]', 25, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'),
  ('frule_01jd2v4q8r0000000000000004', 'The bill goes to another country than the parcel', '[{"signal":"country_mismatch","is":"at_least","value":1}]', 20, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'),
  ('frule_01jd2v4q8r0000000000000005', 'Ordered from another country than the parcel goes to', '[{"signal":"ip_country_mismatch","is":"at_least","value":1}]', 15, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'),
  ('frule_01jd2v4q8r0000000000000006', 'A disposable e-mail address', '[{"signal":"disposable_email","is":"at_least","value":1}]', 35, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'),
  ('frule_01jd2v4q8r0000000000000007', 'Much more than this buyer usually spends', '[{"signal":"percent_of_usual","is":"at_least","value":500}]', 20, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'),
  ('frule_01jd2v4q8r0000000000000008', 'One card for several e-mail addresses in a week', '[{"signal":"emails_by_fingerprint_week","is":"at_least","value":3}]', 30, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'),
  ('frule_01jd2v4q8r0000000000000009', 'The payment service sees a high risk', '[{"signal":"provider_risk","is":"at_least","value":65}]', 50, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z'),
  ('frule_01jd2v4q8r000000000000000a', 'A buyer who has paid for orders before', '[{"signal":"paid_orders","is":"at_least","value":3}]', -20, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z');

-- What an order was judged by. Internet and postal addresses are kept as keyed hashes alone.
create table fraud_assessments (
  order_id text primary key references orders (id),
  score integer not null,
  outcome text not null check (outcome in ('allow', 'review', 'refuse')),
  signals text not null check (json_valid(signals)),
  -- [{ "rule_id", "name", "points" }]: the rules that held, as they were then.
  reasons text not null check (json_valid(reasons)),
  email text not null,
  ip_hash text,
  address_hash text not null,
  fingerprint text,
  at text not null
) strict, without rowid;

create index fraud_assessments_by_ip on fraud_assessments (ip_hash, at) where ip_hash is not null;
create index fraud_assessments_by_address on fraud_assessments (address_hash, at);
create index fraud_assessments_by_fingerprint on fraud_assessments (fingerprint, at) where fingerprint is not null;

-- Who decided what, and why; append-only.
create table fraud_decisions (
  id text primary key,
  order_id text not null references orders (id),
  outcome text not null check (outcome in ('allow', 'review', 'refuse', 'clear')),
  score integer,
  reasons text not null check (json_valid(reasons)),
  note text not null default '',
  decided_by text not null,
  at text not null
) strict;

create index fraud_decisions_by_order on fraud_decisions (order_id, id);

create trigger fraud_decisions_stay before update on fraud_decisions begin
  select raise(abort, 'fraud_decisions is append-only');
end;

create trigger fraud_decisions_remain before delete on fraud_decisions begin
  select raise(abort, 'fraud_decisions is append-only');
end;

-- What a payment service tells of a payment: a name for the card that says nothing of it, and its own view of the risk, 0 to 100.
alter table payments add column fingerprint text;
alter table payments add column risk integer check (risk between 0 and 100);
