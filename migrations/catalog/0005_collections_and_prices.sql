-- Collections, what things cost before, and what sells best.

-- A group of products that staff put together for shoppers: picked one by one, in an order, or by a rule.
create table collections (
  id text primary key,
  slug text not null unique,
  title text not null,
  description text not null default '',
  seo_title text,
  seo_description text,
  status text not null default 'draft' check (status in ('draft', 'active')),
  -- { "match": "all" | "any", "conditions": [{ "attribute", "operator", "values" }] }; null where products are picked by hand
  rules text check (json_valid(rules)),
  version integer not null default 1,
  created_at text not null,
  updated_at text not null
) strict;

create index collections_by_title on collections (title, id);

create trigger collection_slugs_are_remembered after update of slug on collections when old.slug <> new.slug begin
  delete from former_slugs where kind = 'collection' and slug = new.slug;
  insert into former_slugs (kind, slug, id) values ('collection', old.slug, old.id)
  on conflict (kind, slug) do update set id = excluded.id;
end;

create trigger collection_slugs_are_taken after insert on collections begin
  delete from former_slugs where kind = 'collection' and slug = new.slug;
end;

create trigger collection_slugs_are_forgotten after delete on collections begin
  delete from former_slugs where kind = 'collection' and id = old.id;
end;

-- What was picked by hand, in its order.
create table collection_products (
  collection_id text not null references collections (id) on delete cascade,
  product_id text not null references products (id) on delete cascade,
  position integer not null check (position >= 0),
  primary key (collection_id, product_id)
) strict, without rowid;

create index collection_products_by_product on collection_products (product_id);

-- The conditions of rules in the form that products are held against, derived from `collections.rules`. A condition holds for
-- a product when one of its alternatives does; an `excluded` one when none does.
create table collection_conditions (
  collection_id text not null references collections (id) on delete cascade,
  condition integer not null,
  alternative integer not null,
  excluded integer not null check (excluded in (0, 1)),
  kind text not null check (kind in ('shelf', 'number', 'price', 'title', 'in_stock', 'reduced', 'age')),
  -- The end of a shelf's name, as `brand:Acme`; the name of an attribute that is a number; or words of the title.
  what text,
  currency text,
  -- Inclusive; minor units, or days, or the attribute's own unit.
  low real,
  high real,
  primary key (collection_id, condition, alternative)
) strict, without rowid;

create index collection_conditions_of_shelves on collection_conditions (what) where kind = 'shelf';

-- The collections whose rule a product fits, derived like `filed_under`; and the units of it that were sold of late.
alter table products add column gathered text not null default '[]' check (json_valid(gathered));
alter table products add column sold integer not null default 0 check (sold >= 0);

-- On a collection's shelf its order, from 1; 0 on all others.
alter table listings add column rank integer not null default 0;
alter table listings add column sold integer not null default 0;

create index listings_by_rank on listings (shelf_no, rank, product_no desc) where rank > 0;
create index listings_by_sold on listings (shelf_no, sold, product_no);

-- The collection that a shelf is for.
alter table shelves add column collection_id text generated always as (
  case
    when name glob 'active|???|collection:*' then substr(name, length('active|EUR|collection:') + 1)
    when name glob 'any||collection:*' then substr(name, length('any||collection:') + 1)
  end
) virtual;

create index shelves_of_collections on shelves (collection_id) where collection_id is not null;

-- Products that came into stock or went out of it, to be held against the rules again. The clock empties it.
create table stock_turns (
  product_no integer primary key references products (no) on delete cascade
) strict;

create trigger stock_turns_are_noted after update of available on variants
when (old.available is null or old.available > 0) <> (new.available is null or new.available > 0)
  and exists (select 1 from collection_conditions where kind = 'in_stock')
begin
  insert into stock_turns (product_no) select no from products where id = new.product_id on conflict do nothing;
end;

-- Amounts that things were offered for and no longer are: until when, append-only. Only what shoppers could see counts: the
-- prices of a draft are nobody's price. The time is the product's `updated_at`, which the batch that changes a price sets first.
create table price_history (
  variant_id text not null,
  currency text not null,
  until text not null,
  amount integer not null,
  primary key (variant_id, currency, until)
) strict, without rowid;

create index price_history_by_time on price_history (until);

create trigger price_history_stays before update on price_history begin
  select raise(abort, 'price_history is append-only');
end;

create trigger price_history_remains before delete on price_history
when old.until > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-30 days')
begin
  select raise(abort, 'price_history is kept for 30 days at least');
end;

-- Since when a product was last put on sale; null: since it was made.
alter table products add column offered_since text;

-- While `compare_at_amount` announces a reduction: since when this one is applied, and the lowest amount of the 30 days before
-- (Directive 98/6/EC, article 6a); null where nothing was offered then.
alter table prices add column reduced_at text;
alter table prices add column lowest_before integer check (lowest_before >= 0);

-- A reduction is applied when it is announced, and anew whenever the amount changes while it is.
create trigger price_changes_are_kept after update of amount, compare_at_amount on prices
when new.amount <> old.amount or new.compare_at_amount is not old.compare_at_amount
begin
  insert into price_history (variant_id, currency, until, amount)
  select old.variant_id, old.currency, p.updated_at, old.amount
  from variants v join products p on p.id = v.product_id
  where v.id = old.variant_id and new.amount <> old.amount
    and p.status = 'active' and coalesce(p.offered_since, p.created_at) < p.updated_at
  on conflict do nothing;

  update prices set (reduced_at, lowest_before) = (
    select p.updated_at, (
      select min(amount) from (
        select amount from price_history h
        where h.variant_id = new.variant_id and h.currency = new.currency
          and h.until >= strftime('%Y-%m-%dT%H:%M:%fZ', p.updated_at, '-30 days')
        union all
        select old.amount
        where old.amount = new.amount and p.status = 'active' and coalesce(p.offered_since, p.created_at) < p.updated_at
      )
    )
    from variants v join products p on p.id = v.product_id
    where v.id = new.variant_id
  )
  where variant_id = new.variant_id and currency = new.currency
    and new.compare_at_amount is not null and (new.amount <> old.amount or old.compare_at_amount is null);

  update prices set reduced_at = null, lowest_before = null
  where variant_id = new.variant_id and currency = new.currency and new.compare_at_amount is null and reduced_at is not null;
end;

create trigger prices_that_return_are_known after insert on prices
when new.compare_at_amount is not null
  and exists (select 1 from price_history where variant_id = new.variant_id and currency = new.currency)
begin
  update prices set (reduced_at, lowest_before) = (
    select p.updated_at, (
      select min(h.amount) from price_history h
      where h.variant_id = new.variant_id and h.currency = new.currency
        and h.until >= strftime('%Y-%m-%dT%H:%M:%fZ', p.updated_at, '-30 days')
    )
    from variants v join products p on p.id = v.product_id
    where v.id = new.variant_id
  )
  where variant_id = new.variant_id and currency = new.currency;
end;

create trigger prices_that_go_are_kept after delete on prices begin
  insert into price_history (variant_id, currency, until, amount)
  select old.variant_id, old.currency, p.updated_at, old.amount
  from variants v join products p on p.id = v.product_id
  where v.id = old.variant_id and p.status = 'active' and coalesce(p.offered_since, p.created_at) < p.updated_at
  on conflict do nothing;
end;

create trigger prices_leave_the_shop after update of status on products
when old.status = 'active' and new.status <> 'active' and coalesce(old.offered_since, old.created_at) < new.updated_at
begin
  insert into price_history (variant_id, currency, until, amount)
  select c.variant_id, c.currency, new.updated_at, c.amount
  from variants v join prices c on c.variant_id = v.id
  where v.product_id = new.id
  on conflict do nothing;
end;

create trigger prices_enter_the_shop after update of status on products
when old.status <> 'active' and new.status = 'active'
begin
  update products set offered_since = new.updated_at where no = new.no;
  update prices set reduced_at = new.updated_at, lowest_before = (
    select min(h.amount) from price_history h
    where h.variant_id = prices.variant_id and h.currency = prices.currency
      and h.until >= strftime('%Y-%m-%dT%H:%M:%fZ', new.updated_at, '-30 days')
  )
  where compare_at_amount is not null and variant_id in (select id from variants where product_id = new.id);
end;

-- Paid orders as far as best sellers need them. An order is counted once, whatever its events are told again.
create table sold_orders (
  order_id text primary key,
  -- The day it was paid or taken back, UTC: 2026-11-21.
  day text not null,
  -- [{ "product_id": "prod_...", "units": 2 }], each product once
  lines text not null check (json_valid(lines)),
  taken_back integer not null default 0 check (taken_back in (0, 1))
) strict, without rowid;

create index sold_orders_by_day on sold_orders (day);

-- Units of a product sold on a day: the sum of that day's orders.
create table product_sales (
  product_id text not null,
  day text not null,
  units integer not null check (units >= 0),
  primary key (product_id, day)
) strict, without rowid;

create index product_sales_by_day on product_sales (day);

create trigger sales_count after insert on sold_orders when new.taken_back = 0 begin
  insert into product_sales (product_id, day, units)
  select line.value ->> 'product_id', new.day, line.value ->> 'units' from json_each(new.lines) line where true
  on conflict (product_id, day) do update set units = units + excluded.units;
end;

create trigger sales_are_taken_back after update of taken_back on sold_orders
when old.taken_back = 0 and new.taken_back = 1
begin
  update product_sales set units = units - (
    select line.value ->> 'units' from json_each(old.lines) line where line.value ->> 'product_id' = product_sales.product_id
  )
  where day = old.day and product_id in (select line.value ->> 'product_id' from json_each(old.lines) line);
end;
