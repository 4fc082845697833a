-- The ledger of money, in double entry: each row takes an amount from one account and gives it to another, so that all accounts
-- together are nothing at any time. Triggers write it, from what is true of payments and orders: no verb can forget it. It holds
-- ids and amounts, and nothing of a person.
--
-- Accounts: `buyer` (what buyers owe; below zero: what they are owed), `sales`, and `provider:<name>` (what is at a payment service).
create table ledger_entries (
  id integer primary key,
  kind text not null check (kind in ('sale', 'payment', 'refund', 'sale_undone')),
  order_id text not null references orders (id),
  payment_id text references payments (id),
  debit text not null,
  credit text not null check (credit <> debit),
  amount integer not null check (amount > 0),
  currency text not null,
  at text not null
) strict;

create index ledger_entries_by_order on ledger_entries (order_id, id);

-- What each account comes to; kept by the trigger below, and equal to the sum of the entries.
create table ledger_accounts (
  account text not null,
  currency text not null,
  balance integer not null,
  primary key (account, currency)
) strict, without rowid;

create trigger ledger_entry_moves_accounts after insert on ledger_entries begin
  insert into ledger_accounts values (new.debit, new.currency, new.amount)
  on conflict do update set balance = balance + excluded.balance;
  insert into ledger_accounts values (new.credit, new.currency, 0 - new.amount)
  on conflict do update set balance = balance + excluded.balance;
end;

create trigger ledger_entries_stay before update on ledger_entries begin
  select raise(abort, 'ledger_entries is append-only');
end;

create trigger ledger_entries_remain before delete on ledger_entries begin
  select raise(abort, 'ledger_entries is append-only');
end;

-- An order is sold when it is billed, once.
create trigger ledger_of_sales after insert on order_events when new.type = 'order.billed' begin
  insert into ledger_entries (kind, order_id, debit, credit, amount, currency, at)
  select 'sale', o.id, 'buyer', 'sales', o.total, o.currency, new.at from orders o
  where o.id = new.order_id and o.total > 0
    and not exists (select 1 from ledger_entries e where e.order_id = o.id and e.kind = 'sale');
end;

create trigger ledger_of_payments after update of captured on payments when new.captured > old.captured begin
  insert into ledger_entries (kind, order_id, payment_id, debit, credit, amount, currency, at)
  values ('payment', new.order_id, new.id, 'provider:' || new.provider, 'buyer', new.captured - old.captured, new.currency, new.updated_at);
end;

create trigger ledger_of_payments_by_hand after insert on payments when new.captured > 0 begin
  insert into ledger_entries (kind, order_id, payment_id, debit, credit, amount, currency, at)
  values ('payment', new.order_id, new.id, 'provider:' || new.provider, 'buyer', new.captured, new.currency, new.updated_at);
end;

-- What was paid beyond the total goes back first; only what goes back after that undoes a part of the sale.
create trigger ledger_of_refunds after update of refunded on payments when new.refunded > old.refunded begin
  insert into ledger_entries (kind, order_id, payment_id, debit, credit, amount, currency, at)
  values ('refund', new.order_id, new.id, 'buyer', 'provider:' || new.provider, new.refunded - old.refunded, new.currency, new.updated_at);
  insert into ledger_entries (kind, order_id, payment_id, debit, credit, amount, currency, at)
  select 'sale_undone', new.order_id, new.id, 'sales', 'buyer', undone, new.currency, new.updated_at
  from (
    select max(0, o.total - kept) - max(0, o.total - kept - (new.refunded - old.refunded)) as undone
    from orders o, (select sum(p.captured - p.refunded) as kept from payments p where p.order_id = new.order_id)
    where o.id = new.order_id
      and exists (select 1 from ledger_entries e where e.order_id = o.id and e.kind = 'sale')
  )
  where undone > 0;
end;

create trigger captured_money_stays before update of captured on payments when new.captured < old.captured begin
  select raise(abort, 'money that was captured goes back by a refund');
end;

create trigger refunded_money_stays before update of refunded on payments when new.refunded < old.refunded begin
  select raise(abort, 'money that went back does not come again');
end;

-- What happened before there was a ledger.
insert into ledger_entries (kind, order_id, debit, credit, amount, currency, at)
select 'sale', o.id, 'buyer', 'sales', o.total, o.currency, min(e.at)
from orders o join order_events e on e.order_id = o.id and e.type = 'order.billed'
where o.total > 0 group by o.id;

insert into ledger_entries (kind, order_id, payment_id, debit, credit, amount, currency, at)
select 'payment', order_id, id, 'provider:' || provider, 'buyer', captured, currency, updated_at from payments where captured > 0;

insert into ledger_entries (kind, order_id, payment_id, debit, credit, amount, currency, at)
select 'refund', order_id, id, 'buyer', 'provider:' || provider, refunded, currency, updated_at from payments where refunded > 0;

insert into ledger_entries (kind, order_id, debit, credit, amount, currency, at)
select 'sale_undone', o.id, 'sales', 'buyer', o.total - p.kept, o.currency, o.updated_at
from orders o join (
  select order_id, sum(captured - refunded) as kept from payments group by order_id having sum(refunded) > 0
) p on p.order_id = o.id
where o.total > p.kept and exists (select 1 from ledger_entries e where e.order_id = o.id and e.kind = 'sale');
