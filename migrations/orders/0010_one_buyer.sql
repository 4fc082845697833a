-- A buyer is one however they write their address and whichever they name: limits for each customer and discounts on a first order
-- look at the mailbox that an address leads to, and at the account.

-- The mailbox: without what follows a plus, and without dots where the host does not look at them. As `mailbox` in
-- src/promotions/campaigns/customer-key.ts says it.
alter table orders add column mailbox text generated always as (
  case
    when lower(substr(email, instr(email, '@') + 1)) in ('gmail.com', 'googlemail.com') then
      replace(substr(lower(email), 1, min(instr(email, '@'), instr(email || '+', '+')) - 1), '.', '') || '@gmail.com'
    else
      substr(lower(email), 1, min(instr(email, '@'), instr(email || '+', '+')) - 1)
      || lower(substr(email, instr(email, '@')))
  end
) virtual;

create index orders_by_mailbox on orders (mailbox);

drop view promotion_uses_too_many;
create view promotion_uses_too_many as
select u.order_id, u.promotion_id from promotion_uses u
join promotions p on p.id = u.promotion_id join orders mine on mine.id = u.order_id
where u.state = 'claimed' and p.per_customer_limit < (
  select count(*) from promotion_uses other
  where other.promotion_id = u.promotion_id and other.customer_key = u.customer_key and other.state = 'claimed'
) + (
  -- Those of the same account under other addresses.
  select count(*) from orders o cross join promotion_uses other
    on other.order_id = o.id and other.promotion_id = u.promotion_id
  where o.customer_id = mine.customer_id and other.customer_key <> u.customer_key and other.state = 'claimed'
);

drop view promotion_uses_not_first;
create view promotion_uses_not_first as
select u.order_id, u.promotion_id from promotion_uses u join orders mine on mine.id = u.order_id
where u.state = 'claimed' and u.first_order = 1 and (
  exists (select 1 from orders o where o.customer_id = mine.customer_id and o.id <> mine.id and o.status <> 'cancelled')
  or exists (select 1 from orders o where o.mailbox = mine.mailbox and o.id <> mine.id and o.status <> 'cancelled')
  or exists (
    select 1 from promotion_uses other
    where other.promotion_id = u.promotion_id and other.customer_key = u.customer_key and other.state = 'claimed'
      and other.order_id <> u.order_id
  )
);

-- A code may be taken back and written again, for another promotion too. Its uses are those of the promotion that it is of now.
drop trigger promotion_use_is_claimed_again;
create trigger promotion_use_is_claimed_again after update of state on promotion_uses
when old.state = 'returned' and new.state = 'claimed' begin
  select raise(abort, 'promotion_customer_used_up')
  from promotion_uses_too_many where order_id = new.order_id and promotion_id = new.promotion_id;
  select raise(abort, 'promotion_not_first_order')
  from promotion_uses_not_first where order_id = new.order_id and promotion_id = new.promotion_id;
  update promotion_codes set used = used + 1 where code = new.code and promotion_id = new.promotion_id;
  update promotions set used = used + 1, spent = spent + iif(budget_currency = new.currency, new.amount, 0)
  where id = new.promotion_id;
end;

drop trigger promotion_use_is_returned;
create trigger promotion_use_is_returned after update of state on promotion_uses
when old.state = 'claimed' and new.state = 'returned' begin
  -- Codes that were written again before this rule began at none: an order must be able to end all the same.
  update promotion_codes set used = used - 1 where code = new.code and promotion_id = new.promotion_id and used > 0;
  update promotions set used = used - 1, spent = spent - iif(budget_currency = new.currency, new.amount, 0)
  where id = new.promotion_id;
end;
