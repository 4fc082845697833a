-- Payments that buyers dispute at their bank or their payment service, and what that does to the ledger.

-- The ledger learns new kinds of entries. A check cannot be changed in place, so the table is written anew, with all that is in it;
-- the triggers that name it are taken down for that and set up again as they were.
drop trigger ledger_entry_moves_accounts;
drop trigger ledger_entries_stay;
drop trigger ledger_entries_remain;
drop trigger ledger_of_sales;
drop trigger ledger_of_payments;
drop trigger ledger_of_payments_by_hand;
drop trigger ledger_of_refunds;

create table ledger_entries_anew (
  id integer primary key,
  kind text not null
    check (kind in ('sale', 'payment', 'refund', 'sale_undone', 'dispute', 'dispute_won', 'dispute_lost')),
  order_id text not null references orders (id),
  payment_id text references payments (id),
  debit text not null,
  credit text not null check (credit <> debit),
  amount integer not null check (amount > 0),
  currency text not null,
  at text not null
) strict;

insert into ledger_entries_anew select * from ledger_entries;
drop table ledger_entries;
alter table ledger_entries_anew rename to ledger_entries;
create index ledger_entries_by_order on ledger_entries (order_id, id);

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

create table disputes (
  id text primary key,
  provider text not null,
  -- The service's own name for it.
  reference text not null,
  order_id text not null references orders (id),
  payment_id text not null references payments (id),
  amount integer not null check (amount > 0),
  currency text not null,
  -- In the service's word, as `fraudulent`; nothing that a person wrote.
  reason text not null,
  status text not null check (status in ('open', 'under_review', 'won', 'lost')),
  -- Until when the store can answer; null where the service does not say, or it is over.
  evidence_due_at text,
  -- Whether the service has taken the money out of what it keeps for us.
  withdrawn integer not null check (withdrawn in (0, 1)),
  opened_at text not null,
  updated_at text not null,
  unique (provider, reference)
) strict;

create index disputes_by_time on disputes (opened_at, id);
create index disputes_by_status on disputes (status, opened_at, id);
create index disputes_by_order on disputes (order_id);

create trigger dispute_is_over before update of status on disputes
when old.status in ('won', 'lost') and new.status <> old.status begin
  select raise(abort, 'a dispute that is over stays as it ended');
end;

-- Accounts: `disputed` (money that a service has taken back until a dispute is decided) and `losses` (what was lost by disputes).
create trigger ledger_of_disputes after insert on disputes when new.withdrawn = 1 begin
  insert into ledger_entries (kind, order_id, payment_id, debit, credit, amount, currency, at)
  values ('dispute', new.order_id, new.payment_id, 'disputed', 'provider:' || new.provider, new.amount, new.currency, new.updated_at);
  insert into ledger_entries (kind, order_id, payment_id, debit, credit, amount, currency, at)
  select 'dispute_' || new.status, new.order_id, new.payment_id,
    iif(new.status = 'won', 'provider:' || new.provider, 'losses'), 'disputed', new.amount, new.currency, new.updated_at
  where new.status in ('won', 'lost');
end;

-- Both may come at once; what was taken back is written before what became of it.
create trigger ledger_of_decisions after update of withdrawn, status on disputes when new.withdrawn = 1 begin
  insert into ledger_entries (kind, order_id, payment_id, debit, credit, amount, currency, at)
  select 'dispute', new.order_id, new.payment_id, 'disputed', 'provider:' || new.provider, new.amount, new.currency, new.updated_at
  where old.withdrawn = 0;
  insert into ledger_entries (kind, order_id, payment_id, debit, credit, amount, currency, at)
  select 'dispute_' || new.status, new.order_id, new.payment_id,
    iif(new.status = 'won', 'provider:' || new.provider, 'losses'), 'disputed', new.amount, new.currency, new.updated_at
  where old.status not in ('won', 'lost') and new.status in ('won', 'lost');
end;

-- Money does not come back without a decision, and the amount is that of the day it was taken.
create trigger withdrawn_stays before update of withdrawn, amount on disputes
when old.withdrawn = 1 and (new.withdrawn = 0 or new.amount <> old.amount) begin
  select raise(abort, 'what was taken back stays so until the dispute is decided');
end;
