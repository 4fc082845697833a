-- Each night the books are held against what payment services say they took. A difference stays until a later night no longer
-- finds it.
create table reconciliations (
  provider text not null,
  -- The day that was compared, UTC.
  day text not null check (length(day) = 10),
  -- Payments that were found on either side.
  compared integer not null check (compared >= 0),
  -- Why it could not be done; null where it was.
  failure text,
  at text not null,
  primary key (provider, day)
) strict, without rowid;

create table payment_differences (
  provider text not null,
  -- The payment's id, or the service's own name for it where the books know none.
  subject text not null,
  day text not null,
  kind text not null check (kind in ('unknown_here', 'unknown_there', 'other_amount', 'other_currency', 'other_refunds')),
  payment_id text references payments (id),
  -- Minor units; null where a side knows nothing of it.
  ours integer,
  theirs integer,
  currency text not null,
  found_at text not null,
  gone_at text,
  primary key (provider, subject, kind)
) strict, without rowid;

create index payment_differences_open on payment_differences (found_at) where gone_at is null;

-- What a provider told of a day, without reading all that it ever told.
create index payment_events_captured on payment_events (provider, at) where type = 'captured';
