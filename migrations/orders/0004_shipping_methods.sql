-- What shipping costs, as rules. All of it is read at once and kept for a minute.

-- One row: a change of zones or methods counts the revision up and is made only while it is the one that was read, so that two
-- changes that fit by themselves and not together are never both made. `ship_from` is where parcels leave, as carriers need it
-- to say what they take; null while nobody asks one.
create table shipping_settings (
  only_one integer primary key check (only_one = 1),
  version integer not null default 1,
  revision integer not null default 1,
  ship_from text check (ship_from is null or json_valid(ship_from)),
  updated_at text not null
) strict;

insert into shipping_settings values (1, 1, 1, null, '2026-11-21T00:00:00.000Z');

-- A part of the world that is shipped to alike: the store's own country wherever that is, countries by name (less the narrower
-- zones that name regions or postal codes of one), or everywhere that no other zone holds.
create table shipping_zones (
  id text primary key,
  version integer not null default 1,
  name text not null check (length(name) between 1 and 80),
  reach text not null check (reach in ('home', 'countries', 'everywhere')),
  countries text not null default '[]' check (json_valid(countries)),
  regions text not null default '[]' check (json_valid(regions)),
  postal_codes text not null default '[]' check (json_valid(postal_codes)),
  created_at text not null default '2026-11-21T00:00:00.000Z',
  updated_at text not null default '2026-11-21T00:00:00.000Z',
  check ((reach = 'countries') = (json_array_length(countries) > 0)),
  check (reach = 'home' or json_array_length(countries) = 1 or (regions = '[]' and postal_codes = '[]'))
) strict;

create unique index shipping_zones_by_place on shipping_zones (reach, countries, regions, postal_codes);

-- A way for the goods to reach the shopper. Orders keep its code, so that a code is never another method's.
create table shipping_methods (
  id text primary key,
  version integer not null default 1,
  code text not null unique check (length(code) between 1 and 40 and code not glob '*[^a-z0-9-]*'),
  name text not null check (length(name) between 1 and 80),
  description text not null default '',
  translations text not null default '{}' check (json_valid(translations)),
  kind text not null check (kind in ('delivery', 'pickup')),
  pickup text check (pickup is null or json_valid(pickup)),
  carrier text,
  min_days integer not null check (min_days >= 0),
  max_days integer not null check (max_days between min_days and 365),
  tax_class text,
  max_grams integer check (max_grams > 0),
  max_length_mm integer check (max_length_mm > 0),
  max_width_mm integer check (max_width_mm > 0),
  max_height_mm integer check (max_height_mm > 0),
  volumetric_divisor integer check (volumetric_divisor > 0),
  position integer not null default 0,
  active integer not null default 1 check (active in (0, 1)),
  created_at text not null default '2026-11-21T00:00:00.000Z',
  updated_at text not null default '2026-11-21T00:00:00.000Z',
  check (kind = 'pickup' or pickup is null)
) strict;

-- Where a method leads, and how long it takes there; days of null are the method's own. A zone that a method leads to stays.
create table shipping_method_zones (
  method_id text not null references shipping_methods (id) on delete cascade,
  zone_id text not null references shipping_zones (id),
  position integer not null default 0,
  min_days integer check (min_days >= 0),
  max_days integer check (max_days between min_days and 365),
  primary key (method_id, zone_id),
  check ((min_days is null) = (max_days is null))
) strict, without rowid;

create index shipping_method_zones_by_zone on shipping_method_zones (zone_id);

-- What it costs there in one currency: a price a parcel, bands by weight or subtotal, or what a carrier says at the time with a
-- price for when it says nothing. Amounts are minor units.
create table shipping_rates (
  method_id text not null,
  zone_id text not null,
  currency text not null check (length(currency) = 3),
  position integer not null default 0,
  kind text not null check (kind in ('flat', 'by_weight', 'by_price', 'live')),
  price integer check (price between 0 and 1000000000000),
  bands text check (bands is null or json_valid(bands)),
  free_from integer check (free_from between 0 and 1000000000000),
  further_parcel integer check (further_parcel between 0 and 1000000000000),
  source text,
  service text,
  primary key (method_id, zone_id, currency),
  foreign key (method_id, zone_id) references shipping_method_zones (method_id, zone_id) on delete cascade,
  check ((kind in ('flat', 'live')) = (price is not null)),
  check ((kind in ('by_weight', 'by_price')) = (bands is not null)),
  check ((kind = 'live') = (source is not null)),
  check ((kind = 'live') = (service is not null))
) strict, without rowid;

-- What an order remembers of the way that was chosen: how it reaches the shopper, what it was called then, where it waits to be
-- picked up, and where its price came from.
alter table orders add column shipping_kind text not null default 'delivery' check (shipping_kind in ('delivery', 'pickup'));
alter table orders add column shipping_name text not null default '';
alter table orders add column shipping_pickup text check (shipping_pickup is null or json_valid(shipping_pickup));
alter table orders add column shipping_source text check (shipping_source is null or json_valid(shipping_source));

update orders set shipping_kind = 'pickup' where shipping_option = 'pickup';
update orders set shipping_name =
  case shipping_option when 'standard' then 'Standard' when 'express' then 'Express' when 'pickup' then 'Pick up' else shipping_option end;

-- What a new store begins with: everywhere by standard and express, and a shop at home where things are picked up.
insert into shipping_zones (id, name, reach) values
  ('shz_01jd2v4q8r0000000000000000', 'At home', 'home'),
  ('shz_01jd2v4q8r0000000000000001', 'Abroad', 'everywhere');

insert into shipping_methods
  (id, code, name, description, translations, kind, min_days, max_days, max_grams, position)
values
  (
    'shm_01jd2v4q8r0000000000000000', 'standard', 'Standard', '',
    '{"es": {"name": "Estándar"}, "ar": {"name": "عادي"}}', 'delivery', 2, 4, 30000, 0
  ),
  (
    'shm_01jd2v4q8r0000000000000001', 'express', 'Express', '',
    '{"es": {"name": "Exprés"}, "ar": {"name": "سريع"}}', 'delivery', 1, 1, 30000, 1
  ),
  (
    'shm_01jd2v4q8r0000000000000002', 'pickup', 'Pick up', 'At our shop, from the next working day',
    '{
      "de": {"name": "Abholung", "description": "In unserem Laden, ab dem nächsten Werktag"},
      "fr": {"name": "Retrait", "description": "Dans notre boutique, dès le jour ouvré suivant"},
      "es": {"name": "Recogida", "description": "En nuestra tienda, desde el siguiente día laborable"},
      "ar": {"name": "استلام", "description": "من متجرنا، ابتداءً من يوم العمل التالي"}
    }', 'pickup', 1, 1, null, 2
  );

insert into shipping_method_zones (method_id, zone_id, position, min_days, max_days) values
  ('shm_01jd2v4q8r0000000000000000', 'shz_01jd2v4q8r0000000000000000', 0, null, null),
  ('shm_01jd2v4q8r0000000000000000', 'shz_01jd2v4q8r0000000000000001', 1, 4, 8),
  ('shm_01jd2v4q8r0000000000000001', 'shz_01jd2v4q8r0000000000000000', 0, null, null),
  ('shm_01jd2v4q8r0000000000000001', 'shz_01jd2v4q8r0000000000000001', 1, 2, 3),
  ('shm_01jd2v4q8r0000000000000002', 'shz_01jd2v4q8r0000000000000000', 0, null, null);

-- A price a parcel, the same wherever it goes; standard is free from a subtotal on.
with prices (position, currency, standard, express, free_from) as (values
  (0, 'EUR', 490, 1290, 5000),
  (1, 'GBP', 450, 1190, 4500),
  (2, 'USD', 590, 1490, 6000),
  (3, 'CHF', 590, 1490, 6000),
  (4, 'SEK', 4900, 12900, 50000),
  (5, 'NOK', 5900, 14900, 60000),
  (6, 'DKK', 3900, 9900, 40000),
  (7, 'PLN', 1990, 4990, 20000),
  (8, 'JPY', 800, 2000, 8000)
)
insert into shipping_rates (method_id, zone_id, currency, position, kind, price, free_from)
select z.method_id, z.zone_id, p.currency, p.position, 'flat',
  case m.code when 'standard' then p.standard when 'express' then p.express else 0 end,
  case m.code when 'standard' then p.free_from end
from prices p cross join shipping_method_zones z join shipping_methods m on m.id = z.method_id;
