-- Certificates that free a customer of tax. Staff keep them; an order keeps what freed it for itself.
create table tax_exemptions (
  id text primary key,
  version integer not null default 1,
  customer_id text not null references users (id) on delete cascade,
  -- As it stands on the certificate.
  number text not null check (length(number) between 1 and 60),
  reason text not null check (length(reason) between 1 and 300),
  -- Where it holds: [{ country, region }], region null for all of the country; empty for everywhere.
  places text not null default '[]' check (json_valid(places)),
  -- Days, UTC: the first on which it holds, and the first on which it no longer does.
  since text not null,
  until text,
  created_at text not null,
  updated_at text not null,
  check (until is null or until > since)
) strict;

create index tax_exemptions_by_customer on tax_exemptions (customer_id);
create unique index tax_exemptions_by_number on tax_exemptions (customer_id, number, since);
