-- What is sold before it is there. A reservation may wait for a part of its units; when units come, who has waited longest gets
-- them, in the statement that brings them.

-- What staff said of an item; one that has no row has said nothing.
create table stock_items (
  variant_id text primary key,
  -- At or below so many to sell it counts as low; null: as the store's settings say.
  low_stock_at integer check (low_stock_at between 0 and 1000000),
  -- When what is sold ahead is promised to leave; nothing is sold ahead from then on.
  ships_at text,
  -- Sold, and not sent, before this time.
  release_at text,
  -- Since when it is low; null while it is not. It is told once.
  low_since text,
  version integer not null default 1,
  updated_at text not null
) strict, without rowid;

create index stock_items_low on stock_items (low_since) where low_since is not null;
create index stock_items_released on stock_items (release_at) where release_at is not null;

-- Of the quantity, how many have still to come: those are `backordered` at the level, the others `reserved`.
alter table reservations add column waiting integer not null default 0 check (waiting between 0 and quantity);
-- When it was promised to leave, where it was sold ahead.
alter table reservations add column promised_at text;

create index reservations_waiting on reservations (variant_id, location_id, created_at, order_id) where waiting > 0;

drop trigger reservation_takes_stock;
drop trigger reservation_is_let_go;
drop trigger reservation_is_taken_again;
drop trigger shipped_is_final;

create trigger reservation_takes_stock after insert on reservations when new.state = 'held' begin
  update stock_levels set
    reserved = reserved + new.quantity - new.waiting, backordered = backordered + new.waiting, updated_at = new.created_at
  where variant_id = new.variant_id and location_id = new.location_id;
end;

-- Whatever changes of a reservation, the level follows: state, quantity, or how many still wait.
create trigger reservation_changes after update of state, quantity, waiting on reservations begin
  update stock_levels set
    reserved = reserved
      + iif(new.state = 'held', new.quantity - new.waiting, 0) - iif(old.state = 'held', old.quantity - old.waiting, 0),
    backordered = backordered + iif(new.state = 'held', new.waiting, 0) - iif(old.state = 'held', old.waiting, 0),
    updated_at = new.updated_at
  where variant_id = new.variant_id and location_id = new.location_id;
end;

-- What is kept back is not sold. It may lie lower for other reasons: only who takes from the shelf is refused.
create trigger reservation_leaves_what_is_kept_back after insert on reservations
when new.state = 'held' and new.quantity > new.waiting begin
  select raise(abort, 'no_oversell_kept_back') from stock_levels
  where variant_id = new.variant_id and location_id = new.location_id
    and safety_stock > 0 and reserved > on_hand - safety_stock;
end;

create trigger reservation_leaves_what_is_kept_back_again after update of state on reservations
when old.state = 'released' and new.state = 'held' and new.quantity > new.waiting begin
  select raise(abort, 'no_oversell_kept_back') from stock_levels
  where variant_id = new.variant_id and location_id = new.location_id
    and safety_stock > 0 and reserved > on_hand - safety_stock;
end;

create trigger shipped_is_final before update of state on reservations
when old.state = 'shipped' and new.state <> 'shipped' begin
  select raise(abort, 'a shipped reservation does not come back');
end;

create trigger what_waits_is_not_shipped before update of state on reservations
when new.state = 'shipped' and new.waiting > 0 begin
  select raise(abort, 'back_order_waits');
end;

create trigger reservations_stay_where_they_are before update of order_id, variant_id, location_id on reservations
when new.order_id <> old.order_id or new.variant_id <> old.variant_id or new.location_id <> old.location_id begin
  select raise(abort, 'a reservation stays where it is');
end;

-- Units that come free go to those who wait for them, the longest first.
create trigger arrivals_go_to_who_waits after update of on_hand, reserved, safety_stock on stock_levels
when new.backordered > 0 and new.on_hand - new.safety_stock > new.reserved begin
  update reservations set waiting = reservations.waiting - given.units, updated_at = new.updated_at
  from (
    select order_id, min(waiting, new.on_hand - new.safety_stock - new.reserved - before) as units
    from (
      select order_id, waiting, coalesce(sum(waiting) over (
        order by created_at, order_id rows between unbounded preceding and 1 preceding
      ), 0) as before
      from reservations
      where variant_id = new.variant_id and location_id = new.location_id and state = 'held' and waiting > 0
    )
    where before < new.on_hand - new.safety_stock - new.reserved
  ) given
  where reservations.order_id = given.order_id
    and reservations.variant_id = new.variant_id and reservations.location_id = new.location_id;
end;

-- Orders with something that was sold ahead: they are sent when all of it is there and released. Told once, in `ready_at`.
create table back_orders (
  order_id text primary key,
  promised_at text not null,
  created_at text not null,
  ready_at text
) strict, without rowid;

create index back_orders_unready on back_orders (created_at) where ready_at is null;

create trigger sold_ahead_is_noted after insert on reservations when new.promised_at is not null begin
  insert into back_orders (order_id, promised_at, created_at) values (new.order_id, new.promised_at, new.created_at)
  on conflict (order_id) do update set promised_at = max(promised_at, excluded.promised_at);
end;

create trigger sold_ahead_is_noted_again after update of state on reservations
when old.state = 'released' and new.state = 'held' and (new.waiting > 0 or new.promised_at is not null) begin
  insert into back_orders (order_id, promised_at, created_at)
  values (
    new.order_id,
    coalesce(new.promised_at, (select max(ships_at) from stock_items where variant_id = new.variant_id), new.updated_at),
    new.created_at
  )
  on conflict (order_id) do update set promised_at = max(promised_at, excluded.promised_at), ready_at = null;
end;
