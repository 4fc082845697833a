-- Orders that staff are still putting together for a buyer. A draft holds no goods and has no number; of each there is one order at most.
create table order_drafts (
  id text primary key,
  version integer not null default 1,
  -- What an order by staff needs, as far as it is known.
  content text not null check (json_valid(content)),
  -- Who wrote it last, as colleagues know them.
  author text not null,
  order_id text unique references orders (id),
  created_at text not null,
  updated_at text not null
) strict;

create index order_drafts_open on order_drafts (updated_at, id) where order_id is null;

-- The order's checkout key names the draft and its version, as `draft:draft_01...:3`: what was changed meanwhile, taken away or
-- ordered already fails the order's batch.
create trigger draft_becomes_an_order after insert on orders
when new.checkout_key >= 'draft:' and new.checkout_key < 'draft;' begin
  update order_drafts set order_id = new.id, updated_at = new.created_at
  where id = substr(new.checkout_key, 7, 32) and version = cast(substr(new.checkout_key, 40) as integer) and order_id is null;
  select raise(abort, 'draft_gone') where not exists (select 1 from order_drafts where order_id = new.id);
end;

create trigger ordered_draft_stays before update on order_drafts when old.order_id is not null begin
  select raise(abort, 'draft_ordered');
end;

create trigger ordered_draft_remains before delete on order_drafts when old.order_id is not null begin
  select raise(abort, 'draft_ordered');
end;
