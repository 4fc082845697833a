-- What staff need of the order book: every question answered by an index, notes and tags, their own views, files, and parcels that
-- hold a part of an order.

-- One index in place of three: a list by any of the three statuses walks the few standings that fit.
create index orders_by_standing on orders (status, payment_status, shipping_status, created_at, id);
drop index orders_by_status;
drop index orders_by_payment;
drop index orders_by_shipping;

alter table orders add column country text generated always as (shipping_address ->> 'country') virtual;
alter table orders add column buyer text generated always as (lower(shipping_address ->> 'name')) virtual;
create index orders_by_country on orders (country, created_at, id);
create index orders_by_buyer on orders (buyer, id desc);
create index orders_by_total on orders (currency, total desc, id desc);

-- Ids of orders sort by time.
create index order_lines_by_sku on order_lines (sku collate nocase, order_id);
create index payments_by_provider on payments (provider, order_id);

-- `held`: a rule of the store wants somebody to look before anything leaves; `cleared`: somebody has.
alter table orders add column review text not null default 'none' check (review in ('none', 'held', 'cleared'));
create index orders_held on orders (created_at, id) where review = 'held';

create table order_tags (
  order_id text not null references orders (id),
  tag text not null check (length(tag) between 1 and 40),
  added_by text not null,
  added_at text not null,
  primary key (order_id, tag)
) strict, without rowid;

create index order_tags_by_tag on order_tags (tag, order_id);

-- For staff alone; append-only, as the story of the order is.
create table order_notes (
  id text primary key,
  order_id text not null references orders (id),
  text text not null check (length(text) between 1 and 2000),
  author text not null,
  at text not null
) strict;

create index order_notes_by_order on order_notes (order_id, id);

create trigger order_notes_stay before update on order_notes begin
  select raise(abort, 'order_notes is append-only');
end;

create trigger order_notes_remain before delete on order_notes begin
  select raise(abort, 'order_notes is append-only');
end;

-- Questions that staff ask of the list again and again.
create table order_views (
  id text primary key,
  version integer not null default 1,
  name text not null check (length(name) between 1 and 60),
  -- The question, as the list's own query parameters.
  query text not null check (json_valid(query)),
  owner text not null,
  -- 1: every member of staff has it.
  shared integer not null default 0 check (shared in (0, 1)),
  created_at text not null,
  updated_at text not null
) strict;

create unique index order_views_by_owner on order_views (owner, name collate nocase);
create index order_views_shared on order_views (name) where shared = 1;

-- Files of orders, written piece by piece; a piece and how far it got are noted together.
create table order_exports (
  id text primary key,
  status text not null default 'queued' check (status in ('queued', 'running', 'finished', 'failed')),
  query text not null check (json_valid(query)),
  -- Pieces that lie in the bucket, and the place in the list behind the last of them.
  step integer not null default 0,
  place text,
  rows_done integer not null default 0,
  size integer not null default 0,
  created_by text not null,
  created_at text not null,
  updated_at text not null
) strict;

create index order_exports_under_way on order_exports (updated_at) where status in ('queued', 'running');

-- What a parcel holds, where it does not hold all that was left of its order.
create table shipment_lines (
  shipment_id text not null references shipments (id),
  line_id text not null references order_lines (id),
  quantity integer not null check (quantity > 0),
  primary key (shipment_id, line_id)
) strict, without rowid;

create index shipment_lines_by_line on shipment_lines (line_id);

create trigger no_more_leaves_than_was_ordered after insert on shipment_lines begin
  select raise(abort, 'more_than_ordered') from order_lines l
  where l.id = new.line_id
    and l.quantity < (select sum(s.quantity) from shipment_lines s where s.line_id = new.line_id);
end;
