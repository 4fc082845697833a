-- What was promised for a time is looked at when that time is over.
create index stock_items_by_promise on stock_items (ships_at) where ships_at is not null;

-- A trigger is not run again by what it sets off itself: who lets go of units, and who is given them for that, are two triggers.
drop trigger reservation_changes;

create trigger reservation_changes after update of state, quantity on reservations
when new.state <> old.state or new.quantity <> old.quantity begin
  update stock_levels set
    reserved = reserved
      + iif(new.state = 'held', new.quantity - new.waiting, 0) - iif(old.state = 'held', old.quantity - old.waiting, 0),
    backordered = backordered + iif(new.state = 'held', new.waiting, 0) - iif(old.state = 'held', old.waiting, 0),
    updated_at = new.updated_at
  where variant_id = new.variant_id and location_id = new.location_id;
  select raise(abort, 'no_oversell_kept_back') from stock_levels
  where old.state = 'released' and new.state = 'held' and new.quantity > new.waiting
    and variant_id = new.variant_id and location_id = new.location_id
    and safety_stock > 0 and reserved > on_hand - safety_stock;
end;

create trigger reservation_waits_for_others after update of waiting on reservations
when new.waiting <> old.waiting and new.state = old.state and new.quantity = old.quantity and new.state = 'held' begin
  update stock_levels set
    reserved = reserved + old.waiting - new.waiting, backordered = backordered - old.waiting + new.waiting,
    updated_at = new.updated_at
  where variant_id = new.variant_id and location_id = new.location_id;
end;

-- Which of two triggers runs first is not said anywhere: what is kept back is looked at in the one that takes.
drop trigger reservation_takes_stock;
drop trigger reservation_leaves_what_is_kept_back;
drop trigger reservation_leaves_what_is_kept_back_again;

create trigger reservation_takes_stock after insert on reservations when new.state = 'held' begin
  update stock_levels set
    reserved = reserved + new.quantity - new.waiting, backordered = backordered + new.waiting, updated_at = new.created_at
  where variant_id = new.variant_id and location_id = new.location_id;
  select raise(abort, 'no_oversell_kept_back') from stock_levels
  where new.quantity > new.waiting and variant_id = new.variant_id and location_id = new.location_id
    and safety_stock > 0 and reserved > on_hand - safety_stock;
end;
