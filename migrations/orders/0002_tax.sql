-- How sales are taxed. The whole table is read at once and kept for a minute, so a zone is one row with its rates in it.

-- Where amounts of tax are rounded, and how; every order keeps what it was rounded by.
create table tax_settings (
  only_one integer primary key check (only_one = 1),
  version integer not null default 1,
  rounding_mode text not null check (rounding_mode in ('half_up', 'half_even')),
  rounding_level text not null check (rounding_level in ('line', 'document')),
  updated_at text not null
) strict;

insert into tax_settings values (1, 1, 'half_up', 'line', '2026-11-21T00:00:00.000Z');

-- A part of the world that is taxed alike: a country, less the narrower zones in it that name a region or postal codes.
create table tax_zones (
  id text primary key,
  version integer not null default 1,
  name text not null,
  country text not null check (length(country) = 2),
  region text,
  postal_codes text not null default '[]' check (json_valid(postal_codes)),
  prices text not null check (prices in ('included', 'added')),
  shipping_class text not null default 'standard',
  rates text not null default '[]' check (json_valid(rates)),
  created_at text not null default '2026-11-21T00:00:00.000Z',
  updated_at text not null default '2026-11-21T00:00:00.000Z'
) strict;

create unique index tax_zones_by_place on tax_zones (country, coalesce(upper(region), ''), postal_codes);

-- What each order was taxed by. Orders from before were rounded half up, line by line.
alter table orders add column shipping_tax_total integer not null default 0 check (shipping_tax_total >= 0);
alter table orders add column shipping_tax_rate text not null default '0';
alter table orders add column shipping_tax_reason text not null default 'standard';
alter table orders add column tax_rounding_mode text not null default 'half_up';
alter table orders add column tax_rounding_level text not null default 'line';
alter table orders add column vat_id text;
alter table order_lines add column tax_rate text not null default '0';
alter table order_lines add column tax_reason text not null default 'standard';

update orders set shipping_tax_total =
  max(0, tax_total - (select coalesce(sum(l.tax_total), 0) from order_lines l where l.order_id = orders.id));

-- Value added tax of the European Union and its territories apart, Great Britain, Norway and Switzerland. A rate holds from
-- `since` until the day before `until`; reduced rates are listed from 2024 on where no other day is known. A zone without rates
-- is one where nothing is charged. Rates change by law: staff change them here, and each says where it was read.
insert into tax_zones (id, name, country, postal_codes, prices, rates) values
  ('zone_01jd2v4q8r0000000000000000', 'Austria', 'AT', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "20", "compound": false, "since": "1984-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "10", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "13", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "parking", "name": "VAT", "percent": "13", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r0000000000000001', 'Jungholz and Mittelberg', 'AT', '["6691","6991..6993"]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "19", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "10", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "13", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r0000000000000002', 'Belgium', 'BE', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "21", "compound": false, "since": "1996-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "6", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "12", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "parking", "name": "VAT", "percent": "12", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r0000000000000003', 'Bulgaria', 'BG', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "20", "compound": false, "since": "1999-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "9", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r0000000000000004', 'Cyprus', 'CY', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "19", "compound": false, "since": "2014-01-13", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "9", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r0000000000000005', 'Czechia', 'CZ', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "21", "compound": false, "since": "2013-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "12", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database; Czech law 349/2023"}
  ]'),
  ('zone_01jd2v4q8r0000000000000006', 'Germany', 'DE', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "19", "compound": false, "since": "2007-01-01", "until": "2020-07-01", "source": "section 12 (1) UStG"},
    {"class": "standard", "name": "VAT", "percent": "16", "compound": false, "since": "2020-07-01", "until": "2021-01-01", "source": "section 28 (1) UStG (Second Corona Tax Assistance Act)"},
    {"class": "standard", "name": "VAT", "percent": "19", "compound": false, "since": "2021-01-01", "until": null, "source": "European Commission, Taxes in Europe Database; section 12 (1) UStG"},
    {"class": "reduced", "name": "VAT", "percent": "7", "compound": false, "since": "1983-07-01", "until": "2020-07-01", "source": "section 12 (2) UStG"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2020-07-01", "until": "2021-01-01", "source": "section 28 (2) UStG (Second Corona Tax Assistance Act)"},
    {"class": "reduced", "name": "VAT", "percent": "7", "compound": false, "since": "2021-01-01", "until": null, "source": "European Commission, Taxes in Europe Database; section 12 (2) UStG"}
  ]'),
  ('zone_01jd2v4q8r0000000000000007', 'Heligoland and Büsingen', 'DE', '["27498","78266"]', 'included', '[]'),
  ('zone_01jd2v4q8r0000000000000008', 'Denmark', 'DK', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "25", "compound": false, "since": "1992-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r0000000000000009', 'Estonia', 'EE', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "20", "compound": false, "since": "2009-07-01", "until": "2024-01-01", "source": "European Commission, Taxes in Europe Database"},
    {"class": "standard", "name": "VAT", "percent": "22", "compound": false, "since": "2024-01-01", "until": "2025-07-01", "source": "European Commission, Taxes in Europe Database; Estonian Tax and Customs Board"},
    {"class": "standard", "name": "VAT", "percent": "24", "compound": false, "since": "2025-07-01", "until": null, "source": "European Commission, Taxes in Europe Database; Estonian Tax and Customs Board"},
    {"class": "reduced", "name": "VAT", "percent": "9", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "13", "compound": false, "since": "2025-01-01", "until": null, "source": "European Commission, Taxes in Europe Database; Estonian Tax and Customs Board"}
  ]'),
  ('zone_01jd2v4q8r000000000000000a', 'Spain', 'ES', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "21", "compound": false, "since": "2012-09-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "10", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "super_reduced", "name": "VAT", "percent": "4", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000b', 'Canary Islands, Ceuta and Melilla', 'ES', '["35*","38*","51*","52*"]', 'included', '[]'),
  ('zone_01jd2v4q8r000000000000000c', 'Finland', 'FI', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "24", "compound": false, "since": "2013-01-01", "until": "2024-09-01", "source": "European Commission, Taxes in Europe Database"},
    {"class": "standard", "name": "VAT", "percent": "25.5", "compound": false, "since": "2024-09-01", "until": null, "source": "European Commission, Taxes in Europe Database; Finnish Tax Administration"},
    {"class": "reduced", "name": "VAT", "percent": "10", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "14", "compound": false, "since": "2024-01-01", "until": "2026-01-01", "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "13.5", "compound": false, "since": "2026-01-01", "until": null, "source": "Finnish Tax Administration, VAT rates from 2026"}
  ]'),
  ('zone_01jd2v4q8r000000000000000d', 'Åland Islands', 'FI', '["22*"]', 'included', '[]'),
  ('zone_01jd2v4q8r000000000000000e', 'France', 'FR', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "20", "compound": false, "since": "2014-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "5.5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "10", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "super_reduced", "name": "VAT", "percent": "2.1", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000f', 'Guadeloupe, Martinique and Réunion', 'FR', '["971*","972*","974*"]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "8.5", "compound": false, "since": "2024-01-01", "until": null, "source": "Code général des impôts, art. 296"},
    {"class": "reduced", "name": "VAT", "percent": "2.1", "compound": false, "since": "2024-01-01", "until": null, "source": "Code général des impôts, art. 296"}
  ]'),
  ('zone_01jd2v4q8r000000000000000g', 'French Guiana and Mayotte', 'FR', '["973*","976*"]', 'included', '[]'),
  ('zone_01jd2v4q8r000000000000000h', 'Greece', 'GR', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "24", "compound": false, "since": "2016-06-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "6", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "13", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000j', 'Mount Athos', 'GR', '["63086"]', 'included', '[]'),
  ('zone_01jd2v4q8r000000000000000k', 'Croatia', 'HR', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "25", "compound": false, "since": "2012-03-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "13", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000m', 'Hungary', 'HU', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "27", "compound": false, "since": "2012-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "18", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000n', 'Ireland', 'IE', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "23", "compound": false, "since": "2012-01-01", "until": "2020-09-01", "source": "European Commission, Taxes in Europe Database"},
    {"class": "standard", "name": "VAT", "percent": "21", "compound": false, "since": "2020-09-01", "until": "2021-03-01", "source": "European Commission, Taxes in Europe Database; Irish Revenue Commissioners"},
    {"class": "standard", "name": "VAT", "percent": "23", "compound": false, "since": "2021-03-01", "until": null, "source": "European Commission, Taxes in Europe Database; Irish Revenue Commissioners"},
    {"class": "reduced", "name": "VAT", "percent": "9", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "13.5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "super_reduced", "name": "VAT", "percent": "4.8", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "parking", "name": "VAT", "percent": "13.5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000p', 'Italy', 'IT', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "22", "compound": false, "since": "2013-10-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "10", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "super_reduced", "name": "VAT", "percent": "4", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000q', 'Livigno and Campione d''Italia', 'IT', '["22061","23041"]', 'included', '[]'),
  ('zone_01jd2v4q8r000000000000000r', 'Lithuania', 'LT', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "21", "compound": false, "since": "2009-09-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "9", "compound": false, "since": "2024-01-01", "until": "2026-01-01", "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "12", "compound": false, "since": "2026-01-01", "until": null, "source": "Lithuanian State Tax Inspectorate, VAT rates from 2026"}
  ]'),
  ('zone_01jd2v4q8r000000000000000s', 'Luxembourg', 'LU', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "17", "compound": false, "since": "2015-01-01", "until": "2023-01-01", "source": "European Commission, Taxes in Europe Database"},
    {"class": "standard", "name": "VAT", "percent": "16", "compound": false, "since": "2023-01-01", "until": "2024-01-01", "source": "European Commission, Taxes in Europe Database"},
    {"class": "standard", "name": "VAT", "percent": "17", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "8", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "super_reduced", "name": "VAT", "percent": "3", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "parking", "name": "VAT", "percent": "14", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000t', 'Latvia', 'LV', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "21", "compound": false, "since": "2012-07-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "12", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000v', 'Malta', 'MT', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "18", "compound": false, "since": "2004-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "7", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000w', 'Netherlands', 'NL', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "21", "compound": false, "since": "2012-10-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "9", "compound": false, "since": "2019-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000x', 'Poland', 'PL', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "23", "compound": false, "since": "2011-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "8", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000y', 'Portugal', 'PT', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "23", "compound": false, "since": "2011-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "6", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "13", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "parking", "name": "VAT", "percent": "13", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r000000000000000z', 'Madeira', 'PT', '["90*","91*","92*","93*","94*"]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "22", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "12", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r0000000000000010', 'Azores', 'PT', '["95*","96*","97*","98*","99*"]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "16", "compound": false, "since": "2021-07-01", "until": null, "source": "Portuguese Tax and Customs Authority, art. 18 (3) CIVA"},
    {"class": "reduced", "name": "VAT", "percent": "4", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "9", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r0000000000000011', 'Romania', 'RO', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "19", "compound": false, "since": "2017-01-01", "until": "2025-08-01", "source": "European Commission, Taxes in Europe Database"},
    {"class": "standard", "name": "VAT", "percent": "21", "compound": false, "since": "2025-08-01", "until": null, "source": "European Commission, Taxes in Europe Database; Romanian law 141/2025"},
    {"class": "reduced", "name": "VAT", "percent": "11", "compound": false, "since": "2025-08-01", "until": null, "source": "European Commission, Taxes in Europe Database; Romanian law 141/2025"}
  ]'),
  ('zone_01jd2v4q8r0000000000000012', 'Sweden', 'SE', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "25", "compound": false, "since": "1990-07-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "6", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "12", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r0000000000000013', 'Slovenia', 'SI', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "22", "compound": false, "since": "2013-07-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"},
    {"class": "second_reduced", "name": "VAT", "percent": "9.5", "compound": false, "since": "2024-01-01", "until": null, "source": "European Commission, Taxes in Europe Database"}
  ]'),
  ('zone_01jd2v4q8r0000000000000014', 'Slovakia', 'SK', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "20", "compound": false, "since": "2011-01-01", "until": "2025-01-01", "source": "European Commission, Taxes in Europe Database"},
    {"class": "standard", "name": "VAT", "percent": "23", "compound": false, "since": "2025-01-01", "until": null, "source": "European Commission, Taxes in Europe Database; Slovak law 278/2024"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "2025-01-01", "until": null, "source": "European Commission, Taxes in Europe Database; Slovak law 278/2024"},
    {"class": "second_reduced", "name": "VAT", "percent": "19", "compound": false, "since": "2025-01-01", "until": null, "source": "European Commission, Taxes in Europe Database; Slovak law 278/2024"}
  ]'),
  ('zone_01jd2v4q8r0000000000000015', 'Great Britain', 'GB', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "20", "compound": false, "since": "2011-01-04", "until": null, "source": "HM Revenue & Customs, VAT rates"},
    {"class": "reduced", "name": "VAT", "percent": "5", "compound": false, "since": "1997-09-01", "until": null, "source": "HM Revenue & Customs, VAT rates"}
  ]'),
  ('zone_01jd2v4q8r0000000000000016', 'Norway', 'NO', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "25", "compound": false, "since": "2005-01-01", "until": null, "source": "Norwegian Tax Administration, VAT rates"},
    {"class": "reduced", "name": "VAT", "percent": "15", "compound": false, "since": "2024-01-01", "until": null, "source": "Norwegian Tax Administration, VAT rates"},
    {"class": "second_reduced", "name": "VAT", "percent": "12", "compound": false, "since": "2024-01-01", "until": null, "source": "Norwegian Tax Administration, VAT rates"}
  ]'),
  ('zone_01jd2v4q8r0000000000000017', 'Switzerland', 'CH', '[]', 'included', '[
    {"class": "standard", "name": "VAT", "percent": "7.7", "compound": false, "since": "2018-01-01", "until": "2024-01-01", "source": "Swiss Federal Tax Administration, art. 25 MWSTG"},
    {"class": "standard", "name": "VAT", "percent": "8.1", "compound": false, "since": "2024-01-01", "until": null, "source": "Swiss Federal Tax Administration, art. 25 MWSTG"},
    {"class": "reduced", "name": "VAT", "percent": "2.6", "compound": false, "since": "2024-01-01", "until": null, "source": "Swiss Federal Tax Administration, art. 25 MWSTG"},
    {"class": "second_reduced", "name": "VAT", "percent": "3.8", "compound": false, "since": "2024-01-01", "until": null, "source": "Swiss Federal Tax Administration, art. 25 MWSTG"}
  ]');
