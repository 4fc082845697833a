-- What things cost where, and for whom: markets, and lists of prices beside each variant's own.

-- Countries that are sold to in one currency. What lies in none of these is the store's own market, which is set where the
-- store is deployed and has no row.
create table markets (
  id text primary key,
  -- How addresses, price lists and carts name it; it does not change.
  code text not null unique check (code <> 'home'),
  name text not null,
  currency text not null check (length(currency) = 3),
  -- Whether its prices hold their tax, or what the tax zone of the destination says of that.
  prices text not null default 'by_zone' check (prices in ('by_zone', 'included', 'added')),
  -- What has no price in `currency` is sold at its price in this one, at the rate; null: it is not sold there.
  convert_from text check (convert_from <> currency),
  -- A decimal text: units of `currency` for one unit of `convert_from`.
  convert_rate text,
  -- What is converted is rounded to the next multiple of this many minor units, less so many: 100 less 1 ends in .99.
  convert_step integer not null default 1 check (convert_step > 0),
  convert_less integer not null default 0 check (convert_less >= 0 and convert_less < convert_step),
  version integer not null default 1,
  created_at text not null,
  updated_at text not null,
  check ((convert_from is null) = (convert_rate is null))
) strict;

-- A country lies in one market at most.
create table market_countries (
  country text primary key check (length(country) = 2),
  market_code text not null references markets (code) on delete cascade
) strict, without rowid;

create index market_countries_by_market on market_countries (market_code);

-- Prices for some buyers, at some time, in some markets. Which of several counts is decided by `priority`, the higher first.
create table price_lists (
  id text primary key,
  name text not null,
  status text not null default 'draft' check (status in ('draft', 'active')),
  priority integer not null default 0,
  -- It holds from `starts_at` until just before `ends_at`; null: from ever, for ever.
  starts_at text,
  ends_at text,
  -- Codes of customers' groups and of markets; [] is everybody and everywhere.
  groups text not null default '[]' check (json_valid(groups)),
  markets text not null default '[]' check (json_valid(markets)),
  -- { "match": "all" | "any", "conditions": [{ "attribute", "operator", "values" }] }
  rules text not null default '{"match":"all","conditions":[]}' check (json_valid(rules)),
  -- `fixed`: the amounts in price_list_prices; `percent`: so much more or less than the variant's own price.
  kind text not null check (kind in ('fixed', 'percent')),
  percent text,
  version integer not null default 1,
  created_at text not null,
  updated_at text not null,
  check (ends_at > starts_at),
  check ((kind = 'percent') = (percent is not null))
) strict;

create index price_lists_by_end on price_lists (ends_at) where status = 'active';

-- Minor units for one piece, from so many pieces on. It lies by variant, for that is how shoppers ask for it.
create table price_list_prices (
  variant_id text not null references variants (id) on delete cascade,
  price_list_id text not null references price_lists (id) on delete cascade,
  currency text not null check (length(currency) = 3),
  min_quantity integer not null check (min_quantity between 1 and 999),
  amount integer not null check (amount between 0 and 1000000000000),
  primary key (variant_id, price_list_id, currency, min_quantity)
) strict, without rowid;

create index price_list_prices_by_list on price_list_prices (price_list_id, variant_id, currency);

-- Who takes more pays no more for each.
create trigger tiers_fall before insert on price_list_prices
when exists (
  select 1 from price_list_prices other
  where other.variant_id = new.variant_id and other.price_list_id = new.price_list_id and other.currency = new.currency
    and (other.min_quantity < new.min_quantity) <> (other.amount > new.amount) and other.min_quantity <> new.min_quantity
    and other.amount <> new.amount
)
begin
  select raise(abort, 'tiers out of order');
end;

-- They travel with the variant into every cart.
create trigger list_prices_are_few before insert on price_list_prices
when (select count(*) from price_list_prices where variant_id = new.variant_id and currency = new.currency) >= 100
begin
  select raise(abort, 'too many list prices of a variant');
end;

-- What everybody could buy a piece for, and no longer can, is a former price: a reduction that is announced later looks back on
-- it. Lists that end by themselves are told by the clock.
create trigger list_prices_that_go_are_kept after delete on price_list_prices
when old.min_quantity = 1 and exists (
  select 1 from price_lists l
  where l.id = old.price_list_id and l.status = 'active' and l.groups = '[]'
    and coalesce(l.starts_at, l.created_at) < strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    and (l.ends_at is null or l.ends_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) and exists (select 1 from variants v join products p on p.id = v.product_id where v.id = old.variant_id and p.status = 'active')
begin
  insert into price_history (variant_id, currency, until, amount)
  values (old.variant_id, old.currency, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), old.amount)
  on conflict do nothing;
end;

create trigger lists_that_stop_are_kept after update of status, groups on price_lists
when old.kind = 'fixed' and old.status = 'active' and old.groups = '[]' and (new.status <> 'active' or new.groups <> '[]')
  and coalesce(old.starts_at, old.created_at) < new.updated_at and (old.ends_at is null or old.ends_at > new.updated_at)
begin
  insert into price_history (variant_id, currency, until, amount)
  select l.variant_id, l.currency, new.updated_at, l.amount
  from price_list_prices l
  join variants v on v.id = l.variant_id
  join products p on p.id = v.product_id and p.status = 'active'
  where l.price_list_id = new.id and l.min_quantity = 1
  on conflict do nothing;
end;
