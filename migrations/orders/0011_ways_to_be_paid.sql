-- How the store is paid beside its payment services, and when it takes the money that a service holds.

create table payment_settings (
  only integer primary key check (only = 1),
  -- `on_shipment`: services that can only hold the money first, and it is taken when the goods leave.
  capture text not null default 'now' check (capture in ('now', 'on_shipment')),
  -- Both as src/payments/settings/schemas.ts has them. The account is the store's own, which every buyer is told.
  bank_transfer text not null check (json_valid(bank_transfer)),
  cash_on_delivery text not null check (json_valid(cash_on_delivery)),
  version integer not null default 1,
  updated_at text not null
) strict;

insert into payment_settings (only, bank_transfer, cash_on_delivery, updated_at) values (
  1,
  '{"active":false,"countries":[],"currencies":["EUR"],"days":7,"holder":"","iban":"","bic":"","bank":""}',
  '{"active":false,"countries":[]}',
  '2026-11-21T00:00:00.000Z'
);

-- When the money of this attempt is taken; as the setting was when it began.
alter table payments add column capture text not null default 'now' check (capture in ('now', 'on_shipment'));

-- Until when a service holds the money for us; null where none does.
alter table payments add column authorized_until text;

-- Where a bank transfer was to go, as its buyer was told: the store's account and the reference of the attempt.
alter table payments add column transfer text check (transfer is null or json_valid(transfer));

-- Nobody can be asked what became of a bank transfer: staff see it arrive.
drop index payments_unresolved;
create index payments_unresolved on payments (updated_at)
where status in ('initiating', 'pending') and provider <> 'bank_transfer';

-- Held money that somebody has to look at before the hold ends.
create index payments_held on payments (authorized_until) where status = 'authorized';

-- Bank transfers that are awaited, for the reminder before their order is given up.
create index payments_awaited on payments (order_id) where status = 'pending' and provider = 'bank_transfer';

-- Refunds that a service has to be asked for; those by hand wait for staff.
alter table refunds add column by_hand integer not null default 0 check (by_hand in (0, 1));
drop index refunds_unresolved;
create index refunds_unresolved on refunds (updated_at) where status = 'pending' and by_hand = 0;
create index refunds_by_hand on refunds (created_at) where status = 'pending' and by_hand = 1;
