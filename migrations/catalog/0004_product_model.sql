-- What a product is beyond its title and price: typed attributes, links to others, a timetable, former addresses; and edits of
-- many products at once. What is derived here is derived by triggers, so that every writer keeps it.

alter table products add column seo_title text;
alter table products add column seo_description text;
-- When a draft goes live, and when a live one is archived; the clock does both and clears what it did.
alter table products add column publish_at text;
alter table products add column unpublish_at text;
-- Derived by src/catalog/summaries.ts, so that a list need not read two thousand variants: { "EUR": [lowest, highest] }.
alter table products add column variant_count integer not null default 0;
alter table products add column price_ranges text not null default '{}' check (json_valid(price_ranges));

update products set
  variant_count = (select count(*) from variants v where v.product_id = products.id),
  price_ranges = (
    select json_group_object(currency, json_array(lowest, highest)) from (
      select c.currency, min(c.amount) as lowest, max(c.amount) as highest
      from variants v join prices c on c.variant_id = v.id
      where v.product_id = products.id group by c.currency
    )
  );

create index products_to_publish on products (publish_at) where status = 'draft' and publish_at is not null;
create index products_to_unpublish on products (unpublish_at) where status = 'active' and unpublish_at is not null;

create index variants_in_order on variants (product_id, position);
create index variants_to_buy on variants (product_id) where available is null or available > 0;

alter table categories add column description text not null default '';
alter table categories add column seo_title text;
alter table categories add column seo_description text;

-- Two moves at one time could each be right and together make a circle.
create trigger categories_lie_above_themselves_nowhere after update of lineage on categories
when instr(new.lineage, new.id || '/') <> length(new.lineage) - length(new.id)
begin
  select raise(abort, 'a category below itself');
end;

-- Addresses that led somewhere once, and still lead there. One that is in use again is no longer former.
create table former_slugs (
  kind text not null check (kind in ('product', 'category', 'collection')),
  slug text not null,
  id text not null,
  primary key (kind, slug)
) strict, without rowid;

create index former_slugs_by_id on former_slugs (kind, id);

create trigger product_slugs_are_remembered after update of slug on products when old.slug <> new.slug begin
  delete from former_slugs where kind = 'product' and slug = new.slug;
  insert into former_slugs (kind, slug, id) values ('product', old.slug, old.id)
  on conflict (kind, slug) do update set id = excluded.id;
end;

create trigger product_slugs_are_taken after insert on products begin
  delete from former_slugs where kind = 'product' and slug = new.slug;
end;

create trigger product_slugs_are_forgotten after delete on products begin
  delete from former_slugs where kind = 'product' and id = old.id;
end;

create trigger category_slugs_are_remembered after update of slug on categories when old.slug <> new.slug begin
  delete from former_slugs where kind = 'category' and slug = new.slug;
  insert into former_slugs (kind, slug, id) values ('category', old.slug, old.id)
  on conflict (kind, slug) do update set id = excluded.id;
end;

create trigger category_slugs_are_taken after insert on categories begin
  delete from former_slugs where kind = 'category' and slug = new.slug;
end;

create trigger category_slugs_are_forgotten after delete on categories begin
  delete from former_slugs where kind = 'category' and id = old.id;
end;

-- What an attribute means: one code has one meaning in the whole store. Attributes without a definition are free text.
create table attribute_definitions (
  id text primary key,
  code text not null unique,
  label text not null,
  type text not null check (type in ('text', 'number', 'boolean', 'enum', 'date')),
  unit text check (unit is null or type = 'number'),
  -- What an enum can be, in order: ["S", "M"].
  choices text not null default '[]' check (json_valid(choices)),
  -- Whether a product may have several of them.
  multiple integer not null default 0 check (multiple in (0, 1) and (multiple = 0 or type in ('text', 'enum'))),
  -- Whether shoppers choose by it.
  facet integer not null default 1 check (facet in (0, 1)),
  position integer not null default 0,
  version integer not null default 1,
  created_at text not null,
  updated_at text not null
) strict;

-- The categories whose products have it, and all below them; none: every product has it.
create table attribute_categories (
  category_id text not null references categories (id),
  attribute_id text not null references attribute_definitions (id) on delete cascade,
  primary key (category_id, attribute_id)
) strict, without rowid;

create index attribute_categories_by_attribute on attribute_categories (attribute_id, category_id);

-- Numbers and dates (as Julian days) among the attributes, to be found by a range.
create table product_measures (
  code text not null,
  value real not null,
  product_no integer not null references products (no) on delete cascade,
  primary key (code, value, product_no)
) strict, without rowid;

create index product_measures_by_product on product_measures (product_no, code, value);

create trigger products_are_measured after insert on products begin
  insert into product_measures (code, value, product_no)
  select one.key, case one.type when 'text' then julianday(one.value) else one.value end, new.no
  from json_each(new.attributes) one
  where one.type in ('integer', 'real')
    or (one.value glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and julianday(one.value) is not null);
end;

create trigger products_are_measured_again after update of attributes on products
when old.attributes <> new.attributes
begin
  delete from product_measures where product_no = new.no;
  insert into product_measures (code, value, product_no)
  select one.key, case one.type when 'text' then julianday(one.value) else one.value end, new.no
  from json_each(new.attributes) one
  where one.type in ('integer', 'real')
    or (one.value glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and julianday(one.value) is not null);
end;

insert into product_measures (code, value, product_no)
select one.key, case one.type when 'text' then julianday(one.value) else one.value end, p.no
from products p join json_each(p.attributes) one
where one.type in ('integer', 'real')
  or (one.value glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and julianday(one.value) is not null);

-- What else to look at beside a product.
create table product_links (
  product_id text not null references products (id) on delete cascade,
  kind text not null check (kind in ('related', 'up_sell', 'cross_sell')),
  linked_id text not null references products (id) on delete cascade,
  position integer not null check (position >= 0),
  primary key (product_id, kind, linked_id),
  check (product_id <> linked_id)
) strict, without rowid;

create index product_links_by_linked on product_links (linked_id);

-- Edits of many products at once. What is still to do is listed; it goes from the list in the batch that does it.
create table bulk_edits (
  id text primary key,
  status text not null check (status in ('queued', 'running', 'finished', 'cancelled', 'failed')),
  -- What staff asked for, as it came.
  request text not null check (json_valid(request)),
  products_total integer not null default 0,
  products_changed integer not null default 0,
  products_unchanged integer not null default 0,
  products_refused integer not null default 0,
  -- Counts the chunks that were done: two runs that do the same one cannot both write it.
  step integer not null default 0,
  created_by text not null,
  created_at text not null,
  updated_at text not null
) strict;

create index bulk_edits_by_time on bulk_edits (created_at, id);

create table bulk_edit_products (
  edit_id text not null references bulk_edits (id) on delete cascade,
  product_no integer not null,
  primary key (edit_id, product_no)
) strict, without rowid;

create table bulk_edit_refusals (
  edit_id text not null references bulk_edits (id) on delete cascade,
  product_id text not null,
  reason text not null,
  primary key (edit_id, product_id)
) strict, without rowid;
