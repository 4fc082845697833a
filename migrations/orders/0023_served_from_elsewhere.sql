-- Who waits at one place is served by what comes free at another. Inserting here moves so many waiting units of an order from the one
-- place to the other, where they lie; nothing is ever read of it.
create view waiting_moves (order_id, variant_id, from_location, to_location, units, at) as
select order_id, variant_id, location_id, location_id, waiting, updated_at from reservations where false;

create trigger waiting_units_move instead of insert on waiting_moves begin
  update reservations set
    state = iif(new.units < quantity, 'held', 'released'),
    waiting = iif(new.units < quantity, waiting - new.units, waiting),
    quantity = iif(new.units < quantity, quantity - new.units, quantity),
    updated_at = new.at
  where order_id = new.order_id and variant_id = new.variant_id and location_id = new.from_location and state = 'held';
  -- What left from there before is in the ledger; a reservation is of what has still to leave.
  delete from reservations
  where order_id = new.order_id and variant_id = new.variant_id and location_id = new.to_location and state = 'shipped';
  insert into reservations (order_id, variant_id, location_id, quantity, waiting, promised_at, created_at, updated_at)
  select order_id, variant_id, new.to_location, new.units, 0, promised_at, created_at, new.at from reservations
  where order_id = new.order_id and variant_id = new.variant_id and location_id = new.from_location
  on conflict (order_id, variant_id, location_id) do update set
    quantity = quantity + excluded.quantity, updated_at = excluded.updated_at;
  delete from reservations
  where order_id = new.order_id and variant_id = new.variant_id and location_id = new.from_location and state = 'released';
end;

-- What is just leaving is not free: between the end of its reservation and its movement nobody is given it.
drop trigger arrivals_go_to_who_waits;

create trigger arrivals_go_to_who_waits after update of on_hand, reserved, safety_stock on stock_levels
when new.backordered > 0 and new.on_hand - new.safety_stock > new.reserved
  and not exists (
    select 1 from parts_leaving leaving where leaving.variant_id = new.variant_id and leaving.location_id = new.location_id
  )
begin
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
