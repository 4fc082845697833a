-- An order may take more of what it holds already: what is kept back binds it then too, and what of it is sold ahead is noted.
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
  where new.state = 'held'
    and new.quantity - new.waiting > iif(old.state = 'held', old.quantity - old.waiting, 0)
    and variant_id = new.variant_id and location_id = new.location_id
    and safety_stock > 0 and reserved > on_hand - safety_stock;
end;

create trigger more_sold_ahead_is_noted after update of waiting on reservations
when new.state = 'held' and old.state = 'held' and new.waiting > old.waiting begin
  insert into back_orders (order_id, promised_at, created_at)
  values (
    new.order_id,
    coalesce(new.promised_at, (select max(ships_at) from stock_items where variant_id = new.variant_id), new.updated_at),
    new.created_at
  )
  on conflict (order_id) do update set promised_at = max(promised_at, excluded.promised_at), ready_at = null;
end;
