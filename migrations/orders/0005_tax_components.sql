-- What each tax of a line came to, why a buyer paid none, who worked the taxes out, and what goes back with a refund.

-- `tax_class`: what the line was taxed as. `taxes`: [{ name, percent, amount }], which sum to `tax_total`; empty on lines from before.
alter table order_lines add column tax_class text not null default 'standard';
alter table order_lines add column taxes text not null default '[]' check (json_valid(taxes));
alter table orders add column shipping_taxes text not null default '[]' check (json_valid(shipping_taxes));

-- The certificate that freed the buyer of tax: { id, number, reason }; null where there was none.
alter table orders add column tax_exemption text check (tax_exemption is null or json_valid(tax_exemption));
-- What the register of VAT numbers said of the buyer's: { status, name, consultation_number, checked_at }; null where it was not asked.
alter table orders add column vat_check text check (vat_check is null or json_valid(vat_check));
-- Whose taxes they are: the store's own rules, an outside service's, or the store's own because that service did not answer.
alter table orders add column tax_source text not null default 'own' check (tax_source in ('own', 'stripe', 'own_fallback'));
-- The outside service's name for its calculation.
alter table orders add column tax_calculation text;

-- Outside services that are asked about taxes; none unless staff say so.
alter table tax_settings add column provider text not null default 'own' check (provider in ('own', 'stripe'));
alter table tax_settings add column vat_register text not null default 'off' check (vat_register in ('off', 'vies'));
-- The store's own VAT number, in whose name the register is asked; it gives a consultation number only to who tells it.
alter table tax_settings add column store_vat_id text;
-- What the outside service calls goods of a class, { class: code }; a class without a code goes as any tangible thing.
alter table tax_settings add column tax_codes text not null default '{}' check (json_valid(tax_codes));

-- What the register of VAT numbers said last of each number, and until when that is good enough.
create table vat_checks (
  vat_id text primary key,
  status text not null check (status in ('valid', 'invalid', 'unavailable')),
  name text,
  consultation_number text,
  checked_at text not null,
  good_until text not null
) strict;

create index vat_checks_by_end on vat_checks (good_until);

-- What an outside service worked out, by what it was asked, so that a checkout takes the very taxes that its quote showed.
-- `own_fallback`: it did not answer, and for a while the store's own rules stand in.
create table tax_calculations (
  fingerprint text primary key,
  source text not null check (source in ('stripe', 'own_fallback')),
  calculation text,
  taxes text check (taxes is null or json_valid(taxes)),
  good_until text not null,
  created_at text not null,
  check ((source = 'stripe') = (calculation is not null and taxes is not null))
) strict;

create index tax_calculations_by_end on tax_calculations (good_until);

-- What goes back with a refund: its tax, and how much of each line and of shipping, [{ key, quantity, amount, tax_total }]. Money that
-- was paid beyond the order's total belongs to none. Null and empty on refunds from before.
alter table refunds add column tax_total integer check (tax_total is null or tax_total between 0 and amount);
alter table refunds add column parts text not null default '[]' check (json_valid(parts));

-- Sales and refunds that the outside service has to be told of, for its returns. They are written by the very statements that
-- make them true, so that none is forgotten; the clock sends them.
create table tax_filings (
  -- The order's id for its sale, the refund's for what it takes back.
  subject text primary key,
  order_id text not null references orders (id),
  kind text not null check (kind in ('sale', 'refund')),
  amount integer not null check (amount >= 0),
  status text not null default 'pending' check (status in ('pending', 'filed', 'refused')),
  -- The service's name for it.
  reference text,
  failure text,
  attempts integer not null default 0,
  next_at text not null,
  created_at text not null,
  updated_at text not null
) strict;

create index tax_filings_due on tax_filings (next_at) where status = 'pending';
create index tax_filings_by_order on tax_filings (order_id);

create trigger tax_of_paid_order after update of payment_status on orders
when new.tax_source = 'stripe' and new.payment_status = 'paid' and old.payment_status <> 'paid'
begin
  insert or ignore into tax_filings (subject, order_id, kind, amount, next_at, created_at, updated_at)
  values (new.id, new.id, 'sale', new.total, new.updated_at, new.updated_at, new.updated_at);
end;

create trigger tax_of_refund after update of status on refunds
when new.status = 'succeeded' and old.status <> 'succeeded' and new.parts <> '[]'
  and exists (select 1 from orders where id = new.order_id and tax_source = 'stripe')
begin
  insert or ignore into tax_filings (subject, order_id, kind, amount, next_at, created_at, updated_at)
  select new.id, new.order_id, 'refund', sum(value ->> 'amount'), new.updated_at, new.updated_at, new.updated_at
  from json_each(new.parts);
end;
