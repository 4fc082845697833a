-- Promotions, their codes, and who used them. What a promotion asks for and what it does is data (src/promotions/promotion.ts);
-- what must hold however many shoppers come at once is columns, checks and triggers.
create table promotions (
  id text primary key,
  version integer not null default 1,
  -- What shoppers read; `titles` holds it in other languages, by locale.
  title text not null,
  titles text not null default '{}' check (json_valid(titles)),
  -- For staff alone.
  note text not null default '',
  status text not null default 'paused' check (status in ('active', 'paused', 'archived')),
  needs_code integer not null check (needs_code in (0, 1)),
  sale text not null check (json_valid(sale) and sale ->> 'match' in ('all', 'any')),
  -- What the sale must hold beside that; null: nothing.
  requires text check (requires is null or json_valid(requires)),
  action text not null check (
    json_valid(action) and action ->> 'kind' in
      ('off_order', 'off_lines', 'off_pieces', 'off_shipping', 'bundle_price', 'buy_get', 'gift', 'tiers')
  ),
  priority integer not null default 0,
  stacking_group text,
  exclusive integer not null default 0 check (exclusive in (0, 1)),
  starts_at text,
  ends_at text,
  time_zone text not null default 'UTC',
  usage_limit integer check (usage_limit > 0),
  per_customer_limit integer check (per_customer_limit > 0),
  budget_currency text,
  -- Minor units of `budget_currency`.
  budget_amount integer check (budget_amount > 0),
  -- Orders that hold a use of it, and what it took off those in the budget's currency. Kept by the triggers below.
  used integer not null default 0 check (used >= 0),
  spent integer not null default 0 check (spent >= 0),
  created_at text not null,
  updated_at text not null,
  constraint promotion_begins_before_it_ends check (starts_at < ends_at),
  constraint promotion_budget_is_whole check ((budget_currency is null) = (budget_amount is null)),
  constraint promotion_used_up check (usage_limit is null or used <= usage_limit),
  constraint promotion_budget_spent check (budget_amount is null or spent <= budget_amount)
) strict;

create index promotions_by_status on promotions (status, id);

-- What shoppers type. Upper case, so that it does not matter how.
create table promotion_codes (
  code text primary key check (length(code) between 3 and 40 and code = upper(code)),
  promotion_id text not null references promotions (id),
  -- Null: as often as the promotion itself allows.
  usage_limit integer check (usage_limit > 0),
  used integer not null default 0 check (used >= 0),
  -- The job that made it; null where somebody wrote it.
  job_id text,
  created_at text not null,
  constraint promotion_code_used_up check (usage_limit is null or used <= usage_limit)
) strict, without rowid;

create index promotion_codes_by_promotion on promotion_codes (promotion_id, code);
create index promotion_codes_by_job on promotion_codes (job_id, code) where job_id is not null;

-- Making many codes. A chunk of them and its count are one batch; `step` tells apart two runs of one job.
create table promotion_code_jobs (
  id text primary key,
  promotion_id text not null references promotions (id),
  status text not null check (status in ('queued', 'running', 'finished', 'failed', 'cancelled')),
  step integer not null default 0,
  prefix text not null,
  -- Random characters after the prefix.
  length integer not null,
  usage_limit integer,
  quantity integer not null check (quantity > 0),
  made integer not null default 0 check (made >= 0 and made <= quantity),
  created_by text not null,
  created_at text not null,
  updated_at text not null
) strict;

create index promotion_code_jobs_by_promotion on promotion_code_jobs (promotion_id, id);
create index promotion_code_jobs_under_way on promotion_code_jobs (updated_at) where status in ('queued', 'running');

-- Which order holds which use. claimed <-> returned: an order that is cancelled gives its uses back, and one that comes back to
-- life takes them again. `customer_key` is an account's id or, of a guest, a keyed hash of the e-mail address, never the
-- address. `first_order`: the promotion applied only because this is the buyer's first order.
create table promotion_uses (
  order_id text not null references orders (id),
  promotion_id text not null references promotions (id),
  code text,
  customer_key text not null,
  first_order integer not null default 0 check (first_order in (0, 1)),
  currency text not null,
  -- What it took off, minor units of `currency`.
  amount integer not null check (amount >= 0),
  state text not null default 'claimed' check (state in ('claimed', 'returned')),
  created_at text not null,
  updated_at text not null,
  primary key (order_id, promotion_id)
) strict, without rowid;

create index promotion_uses_by_promotion on promotion_uses (promotion_id, created_at, order_id);
create index promotion_uses_by_customer on promotion_uses (promotion_id, customer_key, state);

-- A use is of a promotion that runs, and of a code that is its own.
create trigger promotion_use_is_of_a_running_one before insert on promotion_uses begin
  select raise(abort, 'promotion_not_running') where not exists (
    select 1 from promotions p where p.id = new.promotion_id and p.status = 'active'
      and (p.starts_at is null or p.starts_at <= new.created_at) and (p.ends_at is null or p.ends_at > new.created_at)
  );
  select raise(abort, 'promotion_code_gone') where new.code is not null and not exists (
    select 1 from promotion_codes c where c.code = new.code and c.promotion_id = new.promotion_id
  );
end;

-- Uses that should not stand: of buyers who have had their share, and of first orders that are not.
create view promotion_uses_too_many as
select u.order_id, u.promotion_id from promotion_uses u join promotions p on p.id = u.promotion_id
where u.state = 'claimed' and p.per_customer_limit < (
  select count(*) from promotion_uses other
  where other.promotion_id = u.promotion_id and other.customer_key = u.customer_key and other.state = 'claimed'
);

create view promotion_uses_not_first as
select u.order_id, u.promotion_id from promotion_uses u join orders mine on mine.id = u.order_id
where u.state = 'claimed' and u.first_order = 1 and (
  exists (select 1 from orders o where o.customer_id = mine.customer_id and o.id <> mine.id and o.status <> 'cancelled')
  or exists (select 1 from orders o where o.email = mine.email and o.id <> mine.id and o.status <> 'cancelled')
  or exists (
    select 1 from promotion_uses other
    where other.promotion_id = u.promotion_id and other.customer_key = u.customer_key and other.state = 'claimed'
      and other.order_id <> u.order_id
  )
);

-- A use that an order takes, for the first time or again, is counted; the checks on the counters refuse one too many.
create trigger promotion_use_is_claimed after insert on promotion_uses when new.state = 'claimed' begin
  select raise(abort, 'promotion_customer_used_up')
  from promotion_uses_too_many where order_id = new.order_id and promotion_id = new.promotion_id;
  select raise(abort, 'promotion_not_first_order')
  from promotion_uses_not_first where order_id = new.order_id and promotion_id = new.promotion_id;
  update promotion_codes set used = used + 1 where code = new.code;
  update promotions set used = used + 1, spent = spent + iif(budget_currency = new.currency, new.amount, 0)
  where id = new.promotion_id;
end;

create trigger promotion_use_is_claimed_again after update of state on promotion_uses
when old.state = 'returned' and new.state = 'claimed' begin
  select raise(abort, 'promotion_customer_used_up')
  from promotion_uses_too_many where order_id = new.order_id and promotion_id = new.promotion_id;
  select raise(abort, 'promotion_not_first_order')
  from promotion_uses_not_first where order_id = new.order_id and promotion_id = new.promotion_id;
  update promotion_codes set used = used + 1 where code = new.code;
  update promotions set used = used + 1, spent = spent + iif(budget_currency = new.currency, new.amount, 0)
  where id = new.promotion_id;
end;

create trigger promotion_use_is_returned after update of state on promotion_uses
when old.state = 'claimed' and new.state = 'returned' begin
  update promotion_codes set used = used - 1 where code = new.code;
  update promotions set used = used - 1, spent = spent - iif(budget_currency = new.currency, new.amount, 0)
  where id = new.promotion_id;
end;

create trigger promotion_uses_remain before delete on promotion_uses begin
  select raise(abort, 'promotion_uses is a ledger');
end;

-- An order that dies gives its uses back, whichever door it dies at and however often that is asked; one that comes back to life
-- (its money came late) takes them again, or fails where they are gone.
create trigger dead_order_returns_promotions after update of status on orders
when new.status = 'cancelled' and old.status <> 'cancelled' begin
  update promotion_uses set state = 'returned', updated_at = new.updated_at
  where order_id = new.id and state = 'claimed';
end;

create trigger revived_order_claims_promotions after update of status on orders
when new.status <> 'cancelled' and old.status = 'cancelled' begin
  update promotion_uses set state = 'claimed', updated_at = new.updated_at
  where order_id = new.id and state = 'returned';
end;

-- What each order was given, as it was told: `[{ promotion_id, title, code, amount }]`, and of each line which promotion took
-- how much: `[{ promotion_id, amount }]`. `gift_of` names the promotion that a line came with for nothing.
alter table orders add column promotions text not null default '[]' check (json_valid(promotions));
alter table orders add column shipping_discount_total integer not null default 0 check (shipping_discount_total >= 0);
alter table order_lines add column discounts text not null default '[]' check (json_valid(discounts));
alter table order_lines add column gift_of text;
