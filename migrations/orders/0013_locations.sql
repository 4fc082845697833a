-- Stock lies in many places. A store that has one place keeps it as it was, under the name that it had.

alter table stock_locations add column line1 text not null default '';
alter table stock_locations add column postal_code text not null default '';
alter table stock_locations add column city text not null default '';
-- ISO 3166-1 alpha-2; empty where it was never said.
alter table stock_locations add column country text not null default '' check (length(country) in (0, 2));
-- Countries that parcels from here reach sooner than from elsewhere, as a JSON list.
alter table stock_locations add column serves text not null default '[]' check (json_valid(serves));
-- Orders are served from here only while it is active; what lies here stays in the books.
alter table stock_locations add column active integer not null default 1 check (active in (0, 1));
-- Whether buyers can fetch their orders here.
alter table stock_locations add column pickup integer not null default 0 check (pickup in (0, 1));
-- Where nothing else decides, the smaller comes first.
alter table stock_locations add column priority integer not null default 100 check (priority between 0 and 1000);
alter table stock_locations add column version integer not null default 1;
alter table stock_locations add column updated_at text not null default '';

create unique index stock_locations_by_name on stock_locations (name collate nocase);

create trigger one_location_stays_active before update of active on stock_locations
when new.active = 0 and old.active = 1
  and not exists (select 1 from stock_locations where active = 1 and id <> new.id)
begin
  select raise(abort, 'last_active_location');
end;

-- One row. How the places of an order are chosen, and when stock counts as low where an item does not say.
create table stock_settings (
  id integer primary key check (id = 1),
  strategy text not null default 'fewest_parcels' check (strategy in ('nearest', 'most_stock', 'fewest_parcels')),
  low_stock_at integer not null default 5 check (low_stock_at between 0 and 1000000),
  version integer not null default 1,
  updated_at text not null
) strict;

insert into stock_settings (id, updated_at) values (1, '2026-11-21T00:00:00.000Z');

-- Units that are kept back from sale at a place: orders take what lies above them. What is promised is always there; what is sold
-- ahead of it is counted for itself, in `backordered`.
alter table stock_levels add column safety_stock integer not null default 0 check (safety_stock >= 0)
  constraint no_oversell_here check (reserved <= on_hand);
alter table stock_levels add column backordered integer not null default 0 check (backordered >= 0)
  constraint no_oversell_ahead check (backordered <= backorder_limit);

create index stock_levels_by_location on stock_levels (location_id, variant_id);

-- What kind of change a movement is; `reason` is for people.
alter table stock_movements add column kind text not null default 'adjusted'
  check (kind in ('adjusted', 'shipped', 'sent', 'received', 'counted'));
alter table stock_movements add column transfer_id text;
alter table stock_movements add column stock_take_id text;

drop trigger stock_movements_stay;
update stock_movements set kind = 'shipped' where order_id is not null and reason = 'shipped';
create trigger stock_movements_stay before update on stock_movements begin
  select raise(abort, 'stock_movements is append-only');
end;

create index stock_movements_by_location on stock_movements (variant_id, location_id, at);

-- Goods on their way from one place to another: off the shelf of the one as soon as they are sent, incoming at the other until
-- they are received. What does not arrive is lost on the way: it was sent, and less was received.
create table stock_transfers (
  id text primary key,
  from_location text not null references stock_locations (id),
  to_location text not null references stock_locations (id),
  status text not null default 'sent' check (status in ('sent', 'received')),
  note text not null default '',
  version integer not null default 1,
  sent_by text not null,
  sent_at text not null,
  received_by text,
  received_at text,
  constraint goes_somewhere check (from_location <> to_location),
  constraint is_received check ((status = 'received') = (received_at is not null))
) strict;

create index stock_transfers_by_status on stock_transfers (status, id);

create table stock_transfer_lines (
  transfer_id text not null references stock_transfers (id),
  variant_id text not null,
  quantity integer not null check (quantity > 0),
  -- null until it is received
  received integer check (received between 0 and quantity),
  primary key (transfer_id, variant_id)
) strict, without rowid;

create index stock_transfer_lines_by_variant on stock_transfer_lines (variant_id, transfer_id);

create trigger transfer_leaves after insert on stock_transfer_lines begin
  insert into stock_movements (id, variant_id, location_id, delta, reason, kind, transfer_id, actor, at)
  select 'mov_' || lower(hex(randomblob(16))), new.variant_id, t.from_location, 0 - new.quantity,
    'Sent to ' || (select name from stock_locations where id = t.to_location), 'sent', t.id, t.sent_by, t.sent_at
  from stock_transfers t where t.id = new.transfer_id;
  update stock_levels set incoming = incoming + new.quantity
  where variant_id = new.variant_id
    and location_id = (select to_location from stock_transfers where id = new.transfer_id);
end;

create trigger transfer_lines_are_received_once before update on stock_transfer_lines
when old.received is not null or new.quantity <> old.quantity or new.variant_id <> old.variant_id begin
  select raise(abort, 'a transfer is received once');
end;

create trigger transfer_lines_remain before delete on stock_transfer_lines begin
  select raise(abort, 'stock_transfer_lines are kept');
end;

create trigger transfer_is_received_once before update of status on stock_transfers when old.status = 'received' begin
  select raise(abort, 'a transfer is received once');
end;

create trigger transfer_arrives after update of received on stock_transfer_lines
when old.received is null and new.received is not null begin
  update stock_levels set incoming = incoming - new.quantity
  where variant_id = new.variant_id
    and location_id = (select to_location from stock_transfers where id = new.transfer_id);
  insert into stock_movements (id, variant_id, location_id, delta, reason, kind, transfer_id, actor, at)
  select 'mov_' || lower(hex(randomblob(16))), new.variant_id, t.to_location, new.received,
    'Received from ' || (select name from stock_locations where id = t.from_location), 'received', t.id,
    coalesce(t.received_by, t.sent_by), coalesce(t.received_at, t.sent_at)
  from stock_transfers t where t.id = new.transfer_id and new.received > 0;
end;

-- A count of what lies at a place. Each line remembers what the books expected in the moment of its count; applying adds the
-- difference, so that what moved between the count and that moment stays moved.
create table stock_takes (
  id text primary key,
  location_id text not null references stock_locations (id),
  status text not null default 'counting' check (status in ('counting', 'applied', 'dropped')),
  note text not null default '',
  version integer not null default 1,
  begun_by text not null,
  begun_at text not null,
  closed_by text,
  closed_at text,
  constraint is_closed check ((status = 'counting') = (closed_at is null))
) strict;

create index stock_takes_by_status on stock_takes (status, id);

create table stock_take_lines (
  stock_take_id text not null references stock_takes (id),
  variant_id text not null,
  expected integer not null check (expected >= 0),
  counted integer not null check (counted >= 0),
  counted_by text not null,
  counted_at text not null,
  primary key (stock_take_id, variant_id)
) strict, without rowid;

create trigger stock_take_is_over before update of status on stock_takes when old.status <> 'counting' begin
  select raise(abort, 'the stock take is over');
end;

create trigger counts_end_with_their_take before insert on stock_take_lines
when 'counting' <> (select status from stock_takes where id = new.stock_take_id) begin
  select raise(abort, 'the stock take is over');
end;

create trigger counts_are_changed_within_their_take before update on stock_take_lines
when 'counting' <> (select status from stock_takes where id = new.stock_take_id) begin
  select raise(abort, 'the stock take is over');
end;

create trigger stock_take_is_applied after update of status on stock_takes
when old.status = 'counting' and new.status = 'applied' begin
  insert into stock_movements (id, variant_id, location_id, delta, reason, kind, stock_take_id, actor, at)
  select 'mov_' || lower(hex(randomblob(16))), variant_id, new.location_id, counted - expected, 'Stock take', 'counted',
    new.id, coalesce(new.closed_by, new.begun_by), coalesce(new.closed_at, new.begun_at)
  from stock_take_lines where stock_take_id = new.id and counted <> expected;
end;
