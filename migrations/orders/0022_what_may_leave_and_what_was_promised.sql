-- What may leave, in the order in which it was placed: staff look at this list all day.
create index orders_to_ship on orders (created_at, id)
where status = 'open' and review <> 'held' and payment_status in ('authorized', 'paid', 'partially_refunded')
  and shipping_status in ('unfulfilled', 'partially_shipped');

-- What promotions said before staff changed them, where somebody had used them: an order that is changed keeps the terms that it was
-- sold under. Append-only.
create table promotion_terms (
  promotion_id text not null references promotions (id),
  -- When these were the terms no more.
  until text not null,
  sale text not null,
  requires text,
  action text not null,
  priority integer not null,
  stacking_group text,
  exclusive integer not null,
  time_zone text not null,
  primary key (promotion_id, until)
) strict, without rowid;

create trigger promotion_terms_are_kept
before update of sale, requires, action, priority, stacking_group, exclusive, time_zone on promotions
when (old.sale, old.requires, old.action, old.priority, old.stacking_group, old.exclusive, old.time_zone)
    is not (new.sale, new.requires, new.action, new.priority, new.stacking_group, new.exclusive, new.time_zone)
  and exists (select 1 from promotion_uses u where u.promotion_id = old.id)
begin
  insert or ignore into promotion_terms values (
    old.id, new.updated_at, old.sale, old.requires, old.action, old.priority, old.stacking_group, old.exclusive, old.time_zone
  );
end;

create trigger promotion_terms_stay before update on promotion_terms begin
  select raise(abort, 'promotion_terms is append-only');
end;

create trigger promotion_terms_remain before delete on promotion_terms begin
  select raise(abort, 'promotion_terms is append-only');
end;
